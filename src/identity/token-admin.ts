// Tokens as an administrator handles them: secrets of the key vault whose names begin with scim-token, with tags that say what
// each may do. What is written here is read back by the same rules as what `az` writes (token-versions.ts). The service may
// not be allowed to write secrets, and by default it is not; then the command is given that does it.
import { randomBytes } from 'node:crypto';
import type { MadeToken, Obstacle, TokenAdmin, TokenChange } from '../http/token-admin.ts';
import { knownTokens } from './known-tokens.ts';
import { makeToken } from './token.ts';
import { grantOf, isTokenSecret, newestFirst } from './token-versions.ts';
import type { SecretVersion, Vault, Written } from './vault.ts';
import { createCommand, revokeCommand } from './vault-commands.ts';
import { orUnavailable } from './vault-errors.ts';

const DAY_MS = 86_400_000;
const LIMIT_MS = 20_000;
/** Secrets that are listed at a time. */
const AT_ONCE = 8;
/** What Key Vault takes in a tag. */
const LONGEST_TAG = 256;
/** How long it is believed that secrets may be written, or may not: asking is a refusal in the vault's own log. */
const PROBED_MS = 600_000;
/** No version has this id, so that nothing is changed where the vault would allow it. */
const NO_VERSION = '0'.repeat(32);
const MAY_NOT_WRITE =
  'This service may read the key vault and not write it, which is the safe default. Somebody with the role "Key Vault Secrets Officer" can run this command instead.';

export interface TokenAdminOptions {
  readonly vault: Vault;
  readonly vaultUrl: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Has this process read the vault again, so that what was made works and what was revoked does not when it is told. */
  readonly changed: () => Promise<void>;
}

export function createTokenAdmin({ vault, vaultUrl, now, changed }: TokenAdminOptions): TokenAdmin {
  let probed: { readonly at: number; readonly mayWrite: boolean } | undefined;
  const signal = () => AbortSignal.timeout(LIMIT_MS);

  /** Newest first; none for a secret that holds no tokens. */
  async function versionsOf(secret: string): Promise<SecretVersion[]> {
    return isTokenSecret(secret) ? newestFirst(await orUnavailable(vault.versions(secret, signal()))) : [];
  }

  /** Remembers from a write whether writing is allowed. */
  function learned<Value>(outcome: Written<Value>): Written<Value> {
    probed = { at: now(), mayWrite: outcome.kind !== 'forbidden' };
    return outcome;
  }

  async function mayWrite(): Promise<boolean> {
    if (probed === undefined || now() - probed.at > PROBED_MS) {
      learned(await orUnavailable(vault.update('scim-token', NO_VERSION, {}, signal())));
    }
    return probed?.mayWrite === true;
  }

  async function make(
    secret: string,
    tags: Readonly<Record<string, string>>,
    expiresInDays: number,
  ): Promise<TokenChange<MadeToken>> {
    const token = makeToken();
    const expiresAt = now() + expiresInDays * DAY_MS;
    const outcome = learned(await orUnavailable(vault.set(secret, token, { tags, expiresAt }, signal())));
    if (outcome.kind === 'missing') return { kind: 'missing' };
    if (outcome.kind === 'forbidden') return mayNot(createCommand(vaultUrl, secret, tags, expiresAt));
    await changed();
    const [made] = knownTokens(secret, [outcome.value], now());
    return made === undefined ? { kind: 'missing' } : { kind: 'done', result: { ...made, token } };
  }

  return {
    async list() {
      const names = (await orUnavailable(vault.secretNames(signal()))).filter(isTokenSecret).sort();
      const listed = [];
      for (let from = 0; from < names.length; from += AT_ONCE) {
        const some = names.slice(from, from + AT_ONCE);
        const found = await Promise.all(
          some.map(async (name) => knownTokens(name, await versionsOf(name), now())),
        );
        listed.push(...found.flat());
      }
      return listed;
    },

    async obstacle() {
      if (await mayWrite()) return undefined;
      const tags = { label: 'My identity provider', scope: 'scim', directory: 'default' };
      return mayNot(createCommand(vaultUrl, 'scim-token-mine', tags, now() + 365 * DAY_MS));
    },

    async create({ label, scope, directory, expiresInDays }, by) {
      const tags = { label, scope, directory, created_by: by.slice(0, LONGEST_TAG) };
      return await make(newSecretName(label), tags, expiresInDays);
    },

    async rotate(secret, expiresInDays, by) {
      const versions = await versionsOf(secret);
      const [newest] = versions;
      if (newest === undefined) return { kind: 'missing' };
      return await make(
        secret,
        { ...grantTags(newest, versions), created_by: by.slice(0, LONGEST_TAG) },
        expiresInDays,
      );
    },

    async revoke(secret, version, by) {
      const versions = await versionsOf(secret);
      const found = versions.find((one) => one.version === version);
      if (found === undefined) return { kind: 'missing' };
      const tags = {
        ...found.tags,
        revoked_by: by.slice(0, LONGEST_TAG),
        revoked_at: new Date(now()).toISOString(),
      };
      const outcome = learned(
        await orUnavailable(vault.update(secret, version, { enabled: false, tags }, signal())),
      );
      if (outcome.kind === 'missing') return { kind: 'missing' };
      if (outcome.kind === 'forbidden') return mayNot(revokeCommand(vaultUrl, secret, version));
      await changed();
      const after = versions.map((one) => (one === found ? outcome.value : one));
      const revoked = knownTokens(secret, after, now()).find((one) => one.version === version);
      return revoked === undefined ? { kind: 'missing' } : { kind: 'done', result: revoked };
    },
  };
}

function mayNot(command: string): Obstacle {
  return { kind: 'obstacle', why: MAY_NOT_WRITE, command };
}

/** What a version may do, as tags of the next: one without tags stands in for the one before it. */
function grantTags(newest: SecretVersion, versions: readonly SecretVersion[]): Record<string, string> {
  const grant = grantOf(newest, versions);
  if ('problem' in grant) return { ...newest.tags };
  const { directory, label, scopes } = grant;
  return { ...(label === undefined ? {} : { label }), directory, scope: [...scopes].join(' ') };
}

/**
 * Tells in the vault what the secret is for. The random end keeps two tokens of one label, made at the same moment, from
 * becoming versions of one secret.
 */
function newSecretName(label: string): string {
  const words = label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Mark}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-|-$/g, '');
  return ['scim-token', words, randomBytes(4).toString('hex')].filter(Boolean).join('-');
}
