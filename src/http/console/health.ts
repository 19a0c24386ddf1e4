// How the directory is: counts, the last request of the identity provider, errors, tokens that run out, what this service depends
// on, and what to look at.
import type { StoredEntry } from '../../directory/provisioning-log/store.ts';
import { statesOf } from '../health.ts';
import type { HealthBody } from './bodies.ts';
import { errorRateOf, findingsOf, flagOf } from './findings.ts';
import { entryBody } from './log.ts';
import { consoleOperation } from './operation.ts';
import type { ConsoleService } from './service.ts';

const HOURS = 24;
/** Among the newest entries may be those of the console itself. */
const NEWEST = 50;

const health = consoleOperation({
  method: 'GET',
  path: 'health',
  scope: 'read',
  name: 'readHealth',
  summary: 'How the directory and what it depends on are',
  async handle({ store, service, caller }) {
    const { directory } = caller;
    const [states, totals, counts, last, sightings, tokens, settings] = await Promise.all([
      statesOf(service.checks, () => undefined),
      store.totals(),
      service.log.counts(directory, HOURS),
      lastRequest(service, directory),
      service.sightings.all(directory),
      knownTokens(service, directory),
      store.readSettings(),
    ]);
    const lostEntries = service.log.lost();
    const findings = findingsOf({
      now: Date.now(),
      states,
      provisioning: service.provisioning,
      counts,
      lastRequest: last && Date.parse(last.time),
      tokens,
      sightings,
      lostEntries,
    });
    const next = (tokens ?? [])
      .filter(({ state, expiresAt }) => state === 'active' && expiresAt !== undefined)
      .sort((a, b) => (a.expiresAt ?? 0) - (b.expiresAt ?? 0))[0];
    return {
      body: {
        users: totals.users,
        groups: totals.groups,
        last_request: last === undefined ? null : entryBody(last),
        last_24_hours: counts,
        error_rate: errorRateOf(counts),
        next_expiry:
          next?.expiresAt === undefined
            ? null
            : { label: next.label ?? next.secret, expires_at: new Date(next.expiresAt).toISOString() },
        storage: states.storage ?? 'unreachable',
        vault: states.vault ?? 'none',
        provisioning: service.provisioning,
        entra_flag: flagOf(sightings) ?? null,
        reevaluation: settings.reevaluation ?? null,
        log: { days: service.console.logDays, lost_entries: lostEntries },
        findings,
      } satisfies HealthBody,
    };
  },
});

export const healthOperations = [health];

/** The newest request of the protocol that was let in. */
async function lastRequest(
  { log }: Pick<ConsoleService, 'log'>,
  directory: string,
): Promise<StoredEntry | undefined> {
  const query = { outcome: undefined, subject: undefined, name: undefined, from: undefined, to: undefined };
  const { entries } = await log.page({ ...query, directory, after: undefined, limit: NEWEST });
  return entries.find(({ credential, path }) => credential !== undefined && path.startsWith('/scim/'));
}

/** Undefined while the vault does not answer: the states say that. */
async function knownTokens({ tokenAdmin }: Pick<ConsoleService, 'tokenAdmin'>, directory: string) {
  try {
    return (await tokenAdmin.list()).filter((token) => token.directory === directory);
  } catch {
    return undefined;
  }
}
