// The secret in the key vault that holds the service's token, as the operator who has signed in to az may read and write it.
// Values are handed on to Entra and to the service itself; they are never printed.
import type { TokenCredential } from '@azure/core-auth';
import { SecretClient, type SecretProperties } from '@azure/keyvault-secrets';
import { CommandError } from '../command.ts';

export interface TokenVersion {
  readonly version: string;
  readonly enabled: boolean;
  readonly createdAt: Date;
  readonly startsAt: Date | undefined;
  readonly expiresAt: Date | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

export interface TokenSecret {
  readonly name: string;
  /** Newest first. */
  versions(): Promise<TokenVersion[]>;
  value(version: string): Promise<string>;
  /** Gives the new version. */
  add(value: string, expiresAt: Date, tags: Readonly<Record<string, string>>): Promise<TokenVersion>;
  disable(version: string): Promise<void>;
  tag(version: string, tags: Readonly<Record<string, string>>): Promise<void>;
}

/** @param vault the vault's name, or its URL where it is not in the public cloud */
export function openTokenSecret(vault: string, name: string, credential: TokenCredential): TokenSecret {
  const url = vault.includes('://') ? vault : `https://${vault}.vault.azure.net`;
  if (!URL.canParse(url) || vault === '')
    throw new CommandError('--vault must be the name of a key vault.', 2);
  const client = clientOf(url, credential);
  const ask = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work();
    } catch (error) {
      throw explainVault(error, url, name);
    }
  };
  return {
    name,
    versions: () =>
      ask(async () => {
        const found: TokenVersion[] = [];
        for await (const properties of client.listPropertiesOfSecretVersions(name)) {
          found.push(versionOf(properties));
        }
        return found.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
      }),
    value: (version) => ask(async () => (await client.getSecret(name, { version })).value ?? ''),
    add: (value, expiresOn, tags) =>
      ask(async () => versionOf((await client.setSecret(name, value, { expiresOn, tags })).properties)),
    disable: (version) =>
      ask(async () => {
        await client.updateSecretProperties(name, version, { enabled: false });
      }),
    tag: (version, tags) =>
      ask(async () => {
        await client.updateSecretProperties(name, version, { tags });
      }),
  };
}

/** The newest version that the service accepts now. */
export async function usableVersion(secret: TokenSecret, now: number): Promise<TokenVersion> {
  const usable = (await secret.versions()).find(
    ({ enabled, startsAt, expiresAt }) =>
      enabled &&
      (startsAt === undefined || startsAt.getTime() <= now) &&
      (expiresAt === undefined || expiresAt.getTime() > now),
  );
  if (usable !== undefined) return usable;
  throw new CommandError(
    `The key vault has no version of ${secret.name} that is enabled, started and not expired. Make one: rollcall entra rotate-token`,
  );
}

/** A test's vault is at an http address of this machine; no token of Azure goes to one. */
function clientOf(url: string, credential: TokenCredential): SecretClient {
  if (new URL(url).protocol !== 'http:') return new SecretClient(url, credential);
  const nobody = { getToken: async () => ({ token: 'none', expiresOnTimestamp: Date.now() + 3_600_000 }) };
  return new SecretClient(url, nobody, {
    allowInsecureConnection: true,
    disableChallengeResourceVerification: true,
  });
}

function versionOf(properties: SecretProperties): TokenVersion {
  return {
    version: properties.version ?? '',
    enabled: properties.enabled !== false,
    createdAt: properties.createdOn ?? new Date(0),
    startsAt: properties.notBefore,
    expiresAt: properties.expiresOn,
    tags: properties.tags ?? {},
  };
}

function explainVault(error: unknown, url: string, name: string): CommandError {
  const { statusCode, message } = error as { statusCode?: number; message: string };
  const vault = new URL(url).host;
  const sentences: Readonly<Record<number, string>> = {
    401: `The key vault ${vault} does not accept the sign-in of az. Sign in with az login to the tenant of the vault.`,
    403: `You may not use the secret ${name} in ${vault}. You need the role Key Vault Secrets Officer on the vault (operatorObjectId of the deployment gives it), and with private networking an address in vaultAllowedCidrs.`,
    404: `The key vault ${vault} has no secret ${name}.`,
  };
  const sentence = sentences[statusCode ?? 0] ?? `The key vault ${vault} could not be asked.`;
  return new CommandError(`${sentence} (${message.split('\n', 1)[0]})`, 1, error);
}
