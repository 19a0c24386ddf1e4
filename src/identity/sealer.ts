// Where the keys of seal.ts come from: the secret `rollcall-seal` of the key vault, with its older versions, or the one
// secret of a laptop. Kept in memory and refreshed like the tokens.
import type { JsonObject } from '../scim/json.ts';
import type { Refreshed } from './refreshed.ts';
import {
  keyIdOf,
  openWith,
  type SealKey,
  type SealPurpose,
  SHORTEST_SECRET,
  sealKey,
  sealWith,
} from './seal.ts';
import { newestFirst } from './token-versions.ts';
import type { SecretVersion, Vault } from './vault.ts';

const SECRET = 'rollcall-seal';
/** Every instance knows a new version by then (see VAULT_TIMING), so none is asked to open what it cannot. */
const SETTLED_AFTER_MS = 120_000;

/** Both throw ScimError `unavailable` when the keys cannot be had now. */
export interface Sealer {
  seal(purpose: SealPurpose, payload: JsonObject, binding: readonly string[]): Promise<string>;
  /** Nothing for a text that was not sealed by this deployment for this purpose and binding. */
  open(purpose: SealPurpose, text: string, binding: readonly string[]): Promise<JsonObject | undefined>;
}

/** A version of the secret whose value is known. */
export interface SealVersion {
  readonly version: string;
  readonly createdAt: number;
  readonly notBefore: number | undefined;
  readonly key: SealKey;
}

export function createSealer(keys: Refreshed<readonly SealVersion[]>, now: () => number): Sealer {
  return {
    seal: async (purpose, payload, binding) =>
      sealWith(sealingKey(await keys.current(), now()), purpose, payload, binding),
    open: async (purpose, text, binding) => {
      const id = keyIdOf(text);
      if (id === undefined) return undefined;
      const named = (versions: readonly SealVersion[]) => versions.find(({ key }) => key.id === id)?.key;
      const key = named(await keys.current()) ?? named(await keys.afterMiss());
      return key && openWith(key, purpose, text, binding);
    },
  };
}

/**
 * The key to seal with: of the versions that have begun, the newest that every instance knows by now; while there is
 * none, the one known longest. `versions` are newest first and not empty.
 */
export function sealingKey(versions: readonly SealVersion[], now: number): SealKey {
  const begun = versions.filter(({ notBefore }) => notBefore === undefined || notBefore <= now);
  const settled = begun.find(
    ({ createdAt, notBefore }) => now - Math.max(createdAt, notBefore ?? 0) >= SETTLED_AFTER_MS,
  );
  const chosen = settled ?? begun.at(-1) ?? versions.at(-1);
  if (chosen === undefined) throw new Error(`There is no usable version of ${SECRET}.`);
  return chosen.key;
}

/**
 * One round for the seal: every version that is not disabled. An expiry date on one is not looked at, because a seal that
 * ran out would take paging and OAuth down with it; who wants to end a version disables it. Throws when there is none.
 */
export async function loadSeal(
  vault: Vault,
  previous: readonly SealVersion[] | undefined,
  signal: AbortSignal,
): Promise<readonly SealVersion[]> {
  const enabled = newestFirst(await vault.versions(SECRET, signal)).filter((version) => version.enabled);
  const loaded = await Promise.all(
    enabled.map(
      async (version) =>
        previous?.find((known) => known.version === version.version) ??
        (await readVersion(vault, version, signal)),
    ),
  );
  const usable = loaded.filter((version) => version !== undefined);
  if (usable.length > 0) return usable;
  throw new Error(
    `The key vault has no enabled version of the secret ${SECRET} with at least ${SHORTEST_SECRET} characters.`,
  );
}

async function readVersion(
  vault: Vault,
  { version, createdAt, notBefore }: SecretVersion,
  signal: AbortSignal,
): Promise<SealVersion | undefined> {
  const value = (await vault.value(SECRET, version, signal))?.trim() ?? '';
  return value.length < SHORTEST_SECRET ? undefined : { version, createdAt, notBefore, key: sealKey(value) };
}

/** The seal of a laptop, whose secret lies beside its data. */
export function fixedSeal(secret: string): Refreshed<readonly SealVersion[]> {
  const versions = [{ version: '', createdAt: 0, notBefore: undefined, key: sealKey(secret) }];
  return { current: async () => versions, afterMiss: async () => versions };
}
