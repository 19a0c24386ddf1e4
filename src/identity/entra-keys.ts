// The public keys with which Entra signs, fetched from their published address and kept by the same rules as the vault's
// tokens: a token with an unknown key causes at most one fetch in 30 seconds, and an address that is away for some hours
// stops nobody.
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import { isObject } from '../scim/json.ts';
import type { Timing } from './freshness.ts';
import type { IdentityLog } from './log.ts';
import { createRefreshed, type Refreshed } from './refreshed.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Microsoft announces new keys by publishing them and asks to look at least once a day; an hour notices one withdrawn. */
const KEYS_TIMING: Timing = {
  spacing: MINUTE / 2,
  refreshAfter: HOUR,
  waitAfter: 2 * HOUR,
  awayFor: MINUTE,
  keepFor: 24 * HOUR,
  missAfter: MINUTE,
  waitLimit: MINUTE / 6,
  roundLimit: MINUTE / 6,
};

export interface EntraKeysOptions {
  /** The address of the JSON Web Key Set. */
  readonly url: string;
  readonly now: () => number;
  readonly log: IdentityLog;
}

/** Gives the key that a token names; jose throws JWKSNoMatchingKey when it is not among them. */
export function createEntraKeys({ url, now, log }: EntraKeysOptions): Refreshed<JWTVerifyGetKey> {
  return createRefreshed({
    source: `the address of Entra's signing keys`,
    load: (_previous, signal) => fetchKeys(url, signal),
    timing: KEYS_TIMING,
    now,
    log,
  });
}

async function fetchKeys(url: string, signal: AbortSignal): Promise<JWTVerifyGetKey> {
  const { createLocalJWKSet } = await import('jose');
  const response = await fetch(url, { signal, headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  const body: unknown = await response.json();
  if (!isObject(body) || !Array.isArray(body.keys))
    throw new Error(`${url} did not answer with a JSON Web Key Set.`);
  return createLocalJWKSet(body as unknown as JSONWebKeySet);
}
