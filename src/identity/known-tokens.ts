// What the versions of a token's secret look like to an administrator. Pure: the rules are those by which tokens are accepted.
import type { KnownToken, TokenState } from '../http/token-admin.ts';
import { grantOf, type Standing, standings } from './token-versions.ts';
import type { SecretVersion } from './vault.ts';

const STATES: Readonly<Record<Standing, TokenState>> = {
  accepted: 'active',
  disabled: 'disabled',
  expired: 'expired',
  notStarted: 'not_yet',
  superseded: 'superseded',
};

/** @param versions newest first, all of the secret @param now milliseconds */
export function knownTokens(secret: string, versions: readonly SecretVersion[], now: number): KnownToken[] {
  const standing = standings(versions, now);
  return versions.map((version) => {
    const grant = grantOf(version, versions);
    const state = STATES[standing.get(version.version) ?? 'superseded'];
    const granted =
      'problem' in grant ? { label: version.tags.label, directory: undefined, scopes: [] } : grant;
    return {
      secret,
      version: version.version,
      label: granted.label,
      scopes: [...granted.scopes],
      directory: granted.directory,
      createdAt: version.createdAt,
      createdBy: version.tags.created_by,
      expiresAt: version.expiresAt,
      state: state === 'active' && 'problem' in grant ? 'unusable' : state,
      problem: 'problem' in grant ? grant.problem : undefined,
    };
  });
}
