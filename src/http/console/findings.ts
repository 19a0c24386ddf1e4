// What somebody should look at, in the order of its weight: each with what to do. Pure, so that every case can be tested.
import type { OutcomeCounts, Sighting } from '../../directory/provisioning-log/store.ts';
import type { KnownToken } from '../token-admin.ts';

export interface HealthFacts {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly states: Readonly<Record<string, string>>;
  readonly provisioning: 'enabled' | 'paused';
  readonly counts: OutcomeCounts;
  /** Milliseconds since 1970: the last request that was let in. */
  readonly lastRequest: number | undefined;
  /** Undefined where the vault did not say. */
  readonly tokens: readonly KnownToken[] | undefined;
  readonly sightings: readonly Sighting[];
  readonly lostEntries: number;
}

export interface Finding {
  readonly severity: 'error' | 'warning' | 'info';
  readonly sentence: string;
  readonly advice: string;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** From here on a token is to be rotated. */
const SOON_DAYS = 30;
/** Entra's cycle is 40 minutes; three of them without a request are no accident. */
const QUIET_HOURS = 2;
const MANY_REFUSALS = 0.05;

export function findingsOf(facts: HealthFacts): Finding[] {
  return RULES.flatMap((rule) => rule(facts)).sort((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity]);
}

const WEIGHT: Readonly<Record<Finding['severity'], number>> = { error: 0, warning: 1, info: 2 };

const RULES: readonly ((facts: HealthFacts) => readonly Finding[])[] = [
  dependencies,
  paused,
  tokens,
  rejected,
  refused,
  failed,
  quiet,
  flag,
  unknownAttributes,
  gaps,
];

function dependencies({ states }: HealthFacts): Finding[] {
  return Object.entries(states)
    .filter(([, state]) => state === 'unreachable')
    .map(([name]) => ({
      severity: 'error',
      sentence: name === 'vault' ? 'The key vault does not answer.' : `The ${name} does not answer.`,
      advice:
        name === 'vault'
          ? 'Tokens that are known stay valid for 24 hours. Look at the vault\'s network rules, and at the role "Key Vault Secrets User" of this app.'
          : 'Look at the storage account\'s network rules, and at the role "Storage Table Data Contributor" of this app.',
    }));
}

function paused({ provisioning }: HealthFacts): Finding[] {
  if (provisioning === 'enabled') return [];
  return [
    {
      severity: 'warning',
      sentence: 'Provisioning is paused: identity providers are told to come back later.',
      advice: 'Set ROLLCALL_PROVISIONING to enabled when you are done.',
    },
  ];
}

function tokens({ tokens: known, now }: HealthFacts): Finding[] {
  if (known === undefined) return [];
  const active = known.filter(({ state, scopes }) => state === 'active' && scopes.includes('scim'));
  if (active.length === 0) {
    return [
      {
        severity: 'error',
        sentence: 'There is no valid token for an identity provider.',
        advice: 'Generate one on the Connect page and enter it at the identity provider.',
      },
    ];
  }
  // Of a secret that has been rotated, the newest version counts.
  const newest = new Map(active.toReversed().map((token) => [token.secret, token]));
  return [...newest.values()].flatMap((token): Finding[] => {
    const days = token.expiresAt === undefined ? undefined : Math.floor((token.expiresAt - now) / DAY_MS);
    if (days === undefined || days > SOON_DAYS) return [];
    return [
      {
        severity: days <= 7 ? 'error' : 'warning',
        sentence: `The token "${token.label ?? token.secret}" expires in ${days} ${days === 1 ? 'day' : 'days'}.`,
        advice: 'Rotate it on the Connect page: the old one stays valid until the new one is in use.',
      },
    ];
  });
}

function rejected({ counts }: HealthFacts): Finding[] {
  const { rejected_credential: count } = counts;
  if (count === 0) return [];
  return [
    {
      severity: 'warning',
      sentence: `${count} ${count === 1 ? 'request' : 'requests'} of the last 24 hours had no credential that is accepted.`,
      advice: 'The log says of each why. Entra stops a job at once whose token is rejected.',
    },
  ];
}

function refused({ counts }: HealthFacts): Finding[] {
  const rate = errorRateOf(counts);
  if (counts.refused === 0 || rate < MANY_REFUSALS) return [];
  return [
    {
      severity: 'warning',
      sentence: `${Math.round(rate * 100)} of 100 requests of the last 24 hours were refused or failed.`,
      advice: 'Filter the log by "refused": each entry says what to change at the identity provider.',
    },
  ];
}

function failed({ counts }: HealthFacts): Finding[] {
  if (counts.failed === 0) return [];
  return [
    {
      severity: 'error',
      sentence: `${counts.failed} ${counts.failed === 1 ? 'request' : 'requests'} of the last 24 hours failed on this side.`,
      advice:
        'Filter the log by "failed". Identity providers try again by themselves; if it lasts, look at the service log by the request id.',
    },
  ];
}

function quiet({ lastRequest, now, provisioning }: HealthFacts): Finding[] {
  if (lastRequest === undefined) {
    return [
      {
        severity: 'info',
        sentence: 'No identity provider has asked for anything yet.',
        advice: 'Follow the steps on the Connect page.',
      },
    ];
  }
  const hours = Math.floor((now - lastRequest) / HOUR_MS);
  if (hours < QUIET_HOURS || provisioning === 'paused') return [];
  return [
    {
      severity: 'warning',
      sentence: `No identity provider has asked for anything for ${hours} hours.`,
      advice:
        'Entra asks every 40 minutes while its job runs: look there whether it is stopped or in quarantine. Okta asks only when something changes.',
    },
  ];
}

function flag({ sightings }: HealthFacts): Finding[] {
  if (flagOf(sightings) !== 'absent') return [];
  return [
    {
      severity: 'info',
      sentence: 'Entra speaks its old dialect of PATCH. It is understood.',
      advice:
        'Put ?aadOptscim062020 behind the Tenant URL at Entra: then changes come in the standard form, and removed roles arrive.',
    },
  ];
}

function unknownAttributes({ sightings }: HealthFacts): Finding[] {
  if (!sightings.some(({ name }) => name.endsWith('/unknown-attribute'))) return [];
  return [
    {
      severity: 'info',
      sentence: 'Attributes were sent that no schema here knows; they were passed over.',
      advice: 'Delete their mappings at the identity provider. The log names them.',
    },
  ];
}

function gaps({ lostEntries }: HealthFacts): Finding[] {
  if (lostEntries === 0) return [];
  return [
    {
      severity: 'warning',
      sentence: `${lostEntries} entries of the provisioning log could not be kept.`,
      advice: 'The requests themselves were carried out. The change feed has no gaps.',
    },
  ];
}

/** Which dialect Entra was last seen to speak; undefined where it has not sent a PATCH. */
export function flagOf(sightings: readonly Sighting[]): 'present' | 'absent' | undefined {
  const last = (name: string) => sightings.find((sighting) => sighting.name === name)?.last;
  const [withFlag, without] = [last('entra/flag'), last('entra/no-flag')];
  if (withFlag === undefined && without === undefined) return undefined;
  // On-demand provisioning speaks the old dialect whatever is set, so the new one, seen within a day of the other, counts.
  if (withFlag === undefined) return 'absent';
  return without !== undefined && Date.parse(without) - Date.parse(withFlag) > DAY_MS ? 'absent' : 'present';
}

/** Of all requests that were let in, those that did not bring what was wanted: 0 to 1. */
export function errorRateOf(counts: OutcomeCounts): number {
  const { applied, unchanged, read, refused: no, failed: faults } = counts;
  const all = applied + unchanged + read + no + faults;
  return all === 0 ? 0 : (no + faults) / all;
}
