// Azure Key Vault as this service needs it: which secrets there are, their versions, the value of one; and a new version or
// the end of one, where the service may write at all. The only file that knows the client library, which is loaded when the vault is first asked, so that a laptop without one never pays for it.
import type { TokenCredential } from '@azure/identity';
import type { SecretClient, SecretClientOptions, SecretProperties } from '@azure/keyvault-secrets';

/** One version of a secret without its value. Times are in milliseconds since 1970. */
export interface SecretVersion {
  readonly version: string;
  readonly enabled: boolean;
  readonly createdAt: number;
  readonly notBefore: number | undefined;
  readonly expiresAt: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** What a write of a secret says beside its value. */
export interface SecretDescription {
  readonly tags: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** `forbidden`: the service's identity may read secrets but not write them. */
export type Written<Value> =
  | { readonly kind: 'written'; readonly value: Value }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'missing' };

/** All throw what the client library throws when the vault does not answer. */
export interface Vault {
  secretNames(signal: AbortSignal): Promise<string[]>;
  /** In no particular order; none for a secret that does not exist. */
  versions(name: string, signal: AbortSignal): Promise<SecretVersion[]>;
  /** Nothing for a version that was disabled, or a secret that was deleted, since it was listed. */
  value(name: string, version: string, signal: AbortSignal): Promise<string | undefined>;
  /** Makes a version; of a name that is not there, the secret. */
  set(
    name: string,
    value: string,
    description: SecretDescription,
    signal: AbortSignal,
  ): Promise<Written<SecretVersion>>;
  /** Changes what is given of a version; tags take the place of all that were there. */
  update(
    name: string,
    version: string,
    change: { readonly enabled?: boolean; readonly tags?: Readonly<Record<string, string>> },
    signal: AbortSignal,
  ): Promise<Written<SecretVersion>>;
}

const CLIENT_OPTIONS: SecretClientOptions = {
  // Short, because a request may be waiting: what is not there after these is asked for again in the next round.
  retryOptions: { maxRetries: 2, retryDelayInMs: 200, maxRetryDelayInMs: 2000 },
};
const PLAIN_HTTP: SecretClientOptions = {
  allowInsecureConnection: true,
  disableChallengeResourceVerification: true,
};

/** What goes to an http address in place of a token of Azure, which must not travel in the clear. */
const NO_TOKEN: TokenCredential = {
  getToken: async () => ({ token: 'none', expiresOnTimestamp: Date.now() + 3_600_000 }),
};

/** `url` is the vault's address; an http address (config.ts allows a loopback one) is for tests. */
export function createVault(options: { url: string; credential: TokenCredential }): Vault {
  let client: Promise<SecretClient> | undefined;
  const connect = (): Promise<SecretClient> => {
    client ??= import('./azure-clients.ts').then(({ SecretClient }) =>
      isPlainHttp(options.url)
        ? new SecretClient(options.url, NO_TOKEN, { ...CLIENT_OPTIONS, ...PLAIN_HTTP })
        : new SecretClient(options.url, options.credential, CLIENT_OPTIONS),
    );
    return client;
  };
  return {
    secretNames: async (abortSignal) => {
      const names: string[] = [];
      for await (const { name } of (await connect()).listPropertiesOfSecrets({ abortSignal }))
        names.push(name);
      return names;
    },
    versions: (name, abortSignal) =>
      unless(isMissing, [], async () => {
        const found: SecretVersion[] = [];
        const listed = (await connect()).listPropertiesOfSecretVersions(name, { abortSignal });
        for await (const properties of listed) found.push(toVersion(properties));
        return found;
      }),
    value: (name, version, abortSignal) =>
      unless(
        (error) => isMissing(error) || isDisabled(error),
        undefined,
        async () => (await (await connect()).getSecret(name, { version, abortSignal })).value,
      ),
    set: (name, value, { tags, expiresAt }, abortSignal) =>
      written(async () => {
        const options = { tags, expiresOn: new Date(expiresAt), contentType: CONTENT_TYPE, abortSignal };
        return toVersion((await (await connect()).setSecret(name, value, options)).properties);
      }),
    update: (name, version, { enabled, tags }, abortSignal) =>
      written(async () => {
        const options = {
          ...(enabled === undefined ? {} : { enabled }),
          ...(tags === undefined ? {} : { tags }),
          abortSignal,
        };
        return toVersion(await (await connect()).updateSecretProperties(name, version, options));
      }),
  };
}

/** As the deployment writes it. */
const CONTENT_TYPE = 'SCIM bearer token';

async function written(write: () => Promise<SecretVersion>): Promise<Written<SecretVersion>> {
  try {
    return { kind: 'written', value: await write() };
  } catch (error) {
    if (isMissing(error)) return { kind: 'missing' };
    if ((error as { statusCode?: number }).statusCode === 403) return { kind: 'forbidden' };
    throw error;
  }
}

function isPlainHttp(url: string): boolean {
  return new URL(url).protocol === 'http:';
}

function toVersion(properties: SecretProperties): SecretVersion {
  return {
    version: properties.version ?? '',
    enabled: properties.enabled !== false,
    createdAt: properties.createdOn?.getTime() ?? 0,
    notBefore: properties.notBefore?.getTime(),
    expiresAt: properties.expiresOn?.getTime(),
    tags: properties.tags ?? {},
  };
}

async function unless<Value>(
  expected: (error: unknown) => boolean,
  instead: Value,
  ask: () => Promise<Value>,
): Promise<Value> {
  try {
    return await ask();
  } catch (error) {
    if (expected(error)) return instead;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (error as { statusCode?: number }).statusCode === 404;
}

/** A vault that forbids reading at all answers 403 too; only the inner code tells the two apart. */
function isDisabled(error: unknown): boolean {
  const { statusCode, details } = error as {
    statusCode?: number;
    details?: { error?: { innerError?: { code?: string } } };
  };
  return statusCode === 403 && details?.error?.innerError?.code === 'SecretDisabled';
}
