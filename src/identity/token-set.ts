// The tokens that are known at a moment, as digests, and the verdict on one that is presented. Without any effect: where
// they come from (the vault, or the one token of a laptop) is decided elsewhere.
import type { Scope } from '../http/caller.ts';
import { digestOf, sameDigest } from './token.ts';
import { grantOf, type Standing, standings } from './token-versions.ts';
import type { SecretVersion } from './vault.ts';

/** One secret with its versions, newest first, and the digests of the values that were read, by version. */
export interface TokenSecret {
  readonly name: string;
  readonly versions: readonly SecretVersion[];
  readonly digests: ReadonlyMap<string, Buffer>;
}

export type TokenSet = readonly TokenSecret[];

/** An accepted version of a token's secret and what it may do. */
export interface AcceptedToken {
  readonly secret: string;
  readonly version: string;
  readonly directory: string;
  readonly label: string | undefined;
  readonly scopes: ReadonlySet<Scope>;
  /** Milliseconds since 1970. */
  readonly expiresAt: number | undefined;
}

/** A refusal says, in one clause, why: for the answer, so it holds nothing of the token. */
export type Verdict =
  | { readonly kind: 'accepted'; readonly token: AcceptedToken }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'unknown' };

const REFUSALS: Readonly<Record<Exclude<Standing, 'accepted'>, (version: SecretVersion) => string>> = {
  disabled: () => 'has been disabled in the key vault',
  notStarted: ({ notBefore }) => `is not valid before ${instant(notBefore)}`,
  expired: ({ expiresAt }) => `expired at ${instant(expiresAt)}`,
  superseded: () => 'has been superseded: only the newest three versions of its secret are accepted',
};

/**
 * The verdict on a presented token at `now` (milliseconds). Every digest is compared, without an early end. `secret`
 * limits the search to the secret of that name, for a client that names it.
 */
export function judgeToken(set: TokenSet, token: string, now: number, secret?: string): Verdict {
  const digest = digestOf(token);
  const verdicts = set
    .filter(({ name }) => secret === undefined || sameName(name, secret))
    .flatMap((candidate) =>
      candidate.versions
        .filter(({ version }) => sameDigest(digest, candidate.digests.get(version) ?? NO_DIGEST))
        .map((version) => judge(candidate, version, now)),
    );
  return verdicts.find(({ kind }) => kind === 'accepted') ?? verdicts[0] ?? { kind: 'unknown' };
}

/** The verdict on a version that is named instead of proved by its value. */
export function judgeVersion(set: TokenSet, secret: string, version: string, now: number): Verdict {
  const candidate = set.find(({ name }) => sameName(name, secret));
  const found = candidate?.versions.find((one) => one.version === version);
  return candidate === undefined || found === undefined ? { kind: 'unknown' } : judge(candidate, found, now);
}

/** All tokens accepted at `now`. */
export function acceptedTokens(set: TokenSet, now: number): AcceptedToken[] {
  return set
    .flatMap((secret) => secret.versions.map((version) => judge(secret, version, now)))
    .flatMap((verdict) => (verdict.kind === 'accepted' ? [verdict.token] : []));
}

/** What an administrator should mend, each as one sentence. */
export function problemsOf(set: TokenSet, now: number): string[] {
  return [...set.flatMap((secret) => tagProblems(secret, now)), ...sharedTokens(set)];
}

function tagProblems({ name, versions }: TokenSecret, now: number): string[] {
  const standing = standings(versions, now);
  return versions
    .filter(({ version }) => standing.get(version) === 'accepted')
    .map((version) => ({ version, grant: grantOf(version, versions) }))
    .flatMap(({ version, grant }) =>
      'problem' in grant ? [`${name}/${version.version}: ${grant.problem}.`] : [],
    );
}

function sharedTokens(set: TokenSet): string[] {
  const owners = new Map<string, Set<string>>();
  for (const { name, digests } of set) {
    for (const digest of digests.values()) {
      const key = digest.toString('hex');
      owners.set(key, (owners.get(key) ?? new Set()).add(name));
    }
  }
  return [...owners.values()]
    .filter((names) => names.size > 1)
    .map((names) => `The secrets ${[...names].join(', ')} hold the same token; the first one counts.`);
}

/** No SHA-256 digest that anybody could present is all zeros. */
const NO_DIGEST = Buffer.alloc(32);

function judge({ name, versions }: TokenSecret, version: SecretVersion, now: number): Verdict {
  const standing = standings(versions, now).get(version.version) ?? 'superseded';
  if (standing !== 'accepted') return { kind: 'refused', why: REFUSALS[standing](version) };
  const grant = grantOf(version, versions);
  if ('problem' in grant)
    return { kind: 'refused', why: `cannot be used: in the key vault ${grant.problem}` };
  return {
    kind: 'accepted',
    token: { secret: name, version: version.version, ...grant, expiresAt: version.expiresAt },
  };
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function instant(time: number | undefined): string {
  return time === undefined ? 'an unknown time' : new Date(time).toISOString();
}
