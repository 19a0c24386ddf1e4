// Which versions of a token's secret are accepted, and what they may do: the rules of rotation, without any effect. A new
// version is pasted into the identity provider while the older ones still work; disabling a version ends it.
import type { Scope } from '../http/caller.ts';
import type { SecretVersion } from './vault.ts';

/** Enough for a rotation that overlaps with another; more would be forgotten ones. */
const ACCEPTED_VERSIONS = 3;
/** Refused versions that are still recognised, so that the answer can say "expired" instead of "unknown". */
const EXPLAINED_VERSIONS = 3;
const SCOPES: readonly Scope[] = ['scim', 'read', 'manage'];
const DIRECTORY = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const TAGS = ['directory', 'label', 'scope'] as const;

/** Secrets of this kind of name hold tokens. Key Vault's names know no case. */
export function isTokenSecret(name: string): boolean {
  return name.toLowerCase().startsWith('scim-token');
}

export type Standing = 'accepted' | 'disabled' | 'notStarted' | 'expired' | 'superseded';

/** Newest first; the version breaks a tie, because Key Vault counts creation in whole seconds. */
export function newestFirst(versions: readonly SecretVersion[]): SecretVersion[] {
  return [...versions].sort((a, b) => b.createdAt - a.createdAt || (a.version < b.version ? 1 : -1));
}

/**
 * How each version of one secret stands at `now` (milliseconds): the newest three that are enabled, started and
 * unexpired are accepted. In the order given, which must be newest first.
 */
export function standings(versions: readonly SecretVersion[], now: number): Map<string, Standing> {
  let room = ACCEPTED_VERSIONS;
  return new Map(
    versions.map((version) => {
      const obstacle = obstacleOf(version, now);
      if (obstacle !== undefined) return [version.version, obstacle];
      return [version.version, room-- > 0 ? 'accepted' : 'superseded'];
    }),
  );
}

function obstacleOf(version: SecretVersion, now: number): Standing | undefined {
  if (!version.enabled) return 'disabled';
  if (version.notBefore !== undefined && now < version.notBefore) return 'notStarted';
  if (version.expiresAt !== undefined && now >= version.expiresAt) return 'expired';
  return undefined;
}

/** The versions whose value is needed: those accepted and the newest few that can be read and are refused. */
export function versionsToRead(versions: readonly SecretVersion[], now: number): SecretVersion[] {
  const standing = standings(versions, now);
  const accepted = versions.filter(({ version }) => standing.get(version) === 'accepted');
  const refused = versions.filter(({ version, enabled }) => enabled && standing.get(version) !== 'accepted');
  return [...accepted, ...refused.slice(0, EXPLAINED_VERSIONS)];
}

/** What a version's tags grant, or what is wrong with them. */
export type Grant =
  | { readonly directory: string; readonly label: string | undefined; readonly scopes: ReadonlySet<Scope> }
  | { readonly problem: string };

/**
 * The grant of a version by its tags `directory` (`default` if none), `label` and `scope` (`scim` if none; several are
 * separated by blanks or commas). A version with none of these tags stands in for the one before it and takes over that
 * one's: a rotation that forgets the tags must not move an identity provider to another directory. A tag that cannot be
 * understood grants nothing. `versions` are newest first and hold the version itself.
 */
export function grantOf(version: SecretVersion, versions: readonly SecretVersion[]): Grant {
  const fromHereOn = versions.slice(versions.indexOf(version));
  const tags = fromHereOn.map(readTags).find((read) => Object.keys(read).length > 0) ?? {};
  const directory = tags.directory ?? 'default';
  if (!DIRECTORY.test(directory)) {
    return {
      problem: `the tag "directory" is ${JSON.stringify(directory)}; use 1 to 63 lower-case letters, digits and hyphens`,
    };
  }
  const words = (tags.scope ?? 'scim')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  const unknown = words.find((word) => !SCOPES.some((scope) => scope === word));
  if (unknown !== undefined || words.length === 0) {
    return { problem: `the tag "scope" is ${JSON.stringify(tags.scope)}; use scim, read or manage` };
  }
  return { directory, label: tags.label, scopes: new Set(SCOPES.filter((scope) => words.includes(scope))) };
}

function readTags(version: SecretVersion): Partial<Record<(typeof TAGS)[number], string>> {
  const named = Object.entries(version.tags).map(
    ([name, value]) => [name.toLowerCase(), value.trim()] as const,
  );
  return Object.fromEntries(named.filter(([name]) => TAGS.some((tag) => tag === name)));
}
