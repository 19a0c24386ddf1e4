// Reads the accepted tokens from the key vault: one round lists the secrets, then the versions of each that holds tokens,
// then the values not known yet. A version's value never changes, so it is read once; whether it is enabled is listed.
import type { IdentityLog } from './log.ts';
import { digestOf } from './token.ts';
import { acceptedTokens, problemsOf, type TokenSecret, type TokenSet } from './token-set.ts';
import { isTokenSecret, newestFirst, versionsToRead } from './token-versions.ts';
import type { Vault } from './vault.ts';

/** Secrets read side by side: quick, and far from the vault's limit of 4,000 requests in ten seconds. */
const PARALLEL = 8;
const DAY_MS = 86_400_000;

/** One round. `previous` gives the digests that are known; what changed against it is logged. */
export async function loadTokens(
  options: { vault: Vault; now: () => number; log: IdentityLog },
  previous: TokenSet | undefined,
  signal: AbortSignal,
): Promise<TokenSet> {
  const { vault, now, log } = options;
  const names = (await vault.secretNames(signal)).filter(isTokenSecret).sort();
  const load = (name: string) => {
    const known = previous?.find((secret) => secret.name === name);
    return loadSecret(vault, name, known, now(), signal);
  };
  const set: TokenSecret[] = [];
  for (let from = 0; from < names.length; from += PARALLEL) {
    set.push(...(await Promise.all(names.slice(from, from + PARALLEL).map(load))));
  }
  report(log, previous, set, now());
  return set;
}

async function loadSecret(
  vault: Vault,
  name: string,
  known: TokenSecret | undefined,
  now: number,
  signal: AbortSignal,
): Promise<TokenSecret> {
  const versions = newestFirst(await vault.versions(name, signal));
  // What was read before stays known, so that a version disabled since is answered with "disabled".
  const digests = new Map(versions.flatMap(({ version }) => entryOf(version, known?.digests.get(version))));
  const missing = versionsToRead(versions, now).filter(({ version }) => !digests.has(version));
  const read = await Promise.all(
    missing.map(async ({ version }) =>
      entryOf(version, digestOrNothing(await vault.value(name, version, signal))),
    ),
  );
  for (const [version, digest] of read.flat()) digests.set(version, digest);
  return { name, versions, digests };
}

/** Blanks and a line end around a value come from the file it was set from; no header can carry them. */
function digestOrNothing(value: string | undefined): Buffer | undefined {
  const token = value?.trim();
  return token ? digestOf(token) : undefined;
}

function entryOf(version: string, digest: Buffer | undefined): [string, Buffer][] {
  return digest === undefined ? [] : [[version, digest]];
}

function report(log: IdentityLog, previous: TokenSet | undefined, set: TokenSet, now: number): void {
  const describe = (tokens: TokenSet): object[] =>
    acceptedTokens(tokens, now).map(({ secret, version, directory, label, scopes, expiresAt }) => ({
      credential: `${secret}/${version}`,
      directory,
      label,
      scopes: [...scopes],
      daysLeft: expiresAt && Math.floor((expiresAt - now) / DAY_MS),
    }));
  const accepted = describe(set);
  if (JSON.stringify(accepted) !== JSON.stringify(previous && describe(previous))) {
    log(accepted.length === 0 ? 'warn' : 'info', 'The accepted tokens', { accepted });
  }
  const before = previous === undefined ? [] : problemsOf(previous, now);
  const problems = problemsOf(set, now).filter((problem) => !before.includes(problem));
  if (problems.length > 0) log('warn', 'Tokens in the key vault need attention', { problems });
}
