// How the directory is, and what somebody should look at.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findingsOf, flagOf, type HealthFacts } from '../../src/http/console/findings.ts';
import type { KnownToken } from '../../src/http/token-admin.ts';
import { type ConsoleApi, consoleApi } from '../support/console-api.ts';
import { entriesOf } from '../support/log.ts';
import { create, patchBody, userBody } from '../support/scim.ts';
import { startService, type TestService } from '../support/service.ts';
import { startVault, type VaultDouble } from '../support/vault.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const NOW = Date.parse('2030-06-01T12:00:00Z');
const NOTHING = { applied: 0, unchanged: 0, read: 0, refused: 0, rejected_credential: 0, failed: 0 };

const TOKEN: KnownToken = {
  secret: 'scim-token',
  version: '1',
  label: 'Entra',
  scopes: ['scim'],
  directory: 'default',
  createdAt: NOW - 100 * DAY,
  createdBy: undefined,
  expiresAt: NOW + 200 * DAY,
  state: 'active',
  problem: undefined,
};

const WELL: HealthFacts = {
  now: NOW,
  states: { storage: 'ok', vault: 'ok' },
  provisioning: 'enabled',
  counts: { ...NOTHING, applied: 90, read: 100, refused: 2 },
  lastRequest: NOW - HOUR / 2,
  tokens: [TOKEN],
  sightings: [],
  lostEntries: 0,
};

const seen = (name: string, hoursAgo: number) => {
  const time = new Date(NOW - hoursAgo * HOUR).toISOString();
  return { name, first: time, last: time };
};

test('where all is well there is nothing to look at', () => {
  expect(findingsOf(WELL)).toEqual([]);
});

test.each<[string, Partial<HealthFacts>, 'error' | 'warning' | 'info', string]>([
  [
    'the vault',
    { states: { storage: 'ok', vault: 'unreachable' } },
    'error',
    'The key vault does not answer.',
  ],
  ['storage', { states: { storage: 'unreachable', vault: 'none' } }, 'error', 'The storage does not answer.'],
  ['a pause', { provisioning: 'paused' }, 'warning', 'Provisioning is paused'],
  [
    'a token that ends in 30 days',
    { tokens: [{ ...TOKEN, expiresAt: NOW + 30.5 * DAY }] },
    'warning',
    'The token "Entra" expires in 30 days.',
  ],
  [
    'a token that ends tomorrow',
    { tokens: [{ ...TOKEN, expiresAt: NOW + 1.5 * DAY }] },
    'error',
    'expires in 1 day.',
  ],
  ['no token', { tokens: [] }, 'error', 'There is no valid token'],
  [
    'only tokens of applications',
    { tokens: [{ ...TOKEN, scopes: ['read'] }] },
    'error',
    'There is no valid token',
  ],
  ['only an expired token', { tokens: [{ ...TOKEN, state: 'expired' }] }, 'error', 'There is no valid token'],
  [
    'rejected credentials',
    { counts: { ...NOTHING, rejected_credential: 3 } },
    'warning',
    '3 requests of the last 24 hours had no credential',
  ],
  ['many refusals', { counts: { ...NOTHING, applied: 9, refused: 1 } }, 'warning', '10 of 100 requests'],
  [
    'faults',
    { counts: { ...NOTHING, applied: 1_000, failed: 1 } },
    'error',
    '1 request of the last 24 hours failed on this side.',
  ],
  ['silence', { lastRequest: NOW - 5 * HOUR }, 'warning', 'for 5 hours'],
  ['a beginning', { lastRequest: undefined }, 'info', 'No identity provider has asked for anything yet.'],
  ['the old dialect', { sightings: [seen('entra/no-flag', 1)] }, 'info', 'Entra speaks its old dialect'],
  ['unknown attributes', { sightings: [seen('okta/unknown-attribute', 1)] }, 'info', 'no schema here knows'],
  ['gaps', { lostEntries: 12 }, 'warning', '12 entries of the provisioning log'],
])('%s', (_, facts, severity, sentence) => {
  const found = findingsOf({ ...WELL, ...facts });
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ severity, sentence: expect.stringContaining(sentence) });
  expect(found[0]?.advice).toMatch(/\w.{10,}\./);
});

test('what weighs most comes first', () => {
  const found = findingsOf({ ...WELL, lastRequest: undefined, lostEntries: 1, tokens: [] });
  expect(found.map(({ severity }) => severity)).toEqual(['error', 'warning', 'info']);
});

test('of a token that has been rotated the newest version counts', () => {
  const old = { ...TOKEN, version: '0', expiresAt: NOW + 5 * DAY };
  expect(findingsOf({ ...WELL, tokens: [TOKEN, old] })).toEqual([]);
});

describe('the flag of Entra', () => {
  test.each([
    ['never seen', [], undefined],
    ['seen', [seen('entra/flag', 1)], 'present'],
    ['not set', [seen('entra/no-flag', 1)], 'absent'],
    [
      'seen, and on-demand provisioning beside it',
      [seen('entra/flag', 10), seen('entra/no-flag', 1)],
      'present',
    ],
    ['taken away', [seen('entra/flag', 100), seen('entra/no-flag', 1)], 'absent'],
  ] as const)('%s', (_, sightings, expected) => {
    expect(flagOf(sightings)).toBe(expected);
  });
});

describe('over HTTP', () => {
  let vault: VaultDouble;
  let service: TestService;
  let api: ConsoleApi;

  beforeAll(async () => {
    for (const level of ['info', 'warn', 'error'] as const)
      vi.spyOn(console, level).mockImplementation(() => undefined);
    vault = await startVault();
    vault.set('rollcall-seal', 'the secret of this deployment, long enough');
    const exp = Math.floor(Date.now() / 1000) + 20 * 86_400;
    vault.set('scim-token', 'a-token-for-everything', {
      tags: { scope: 'scim read manage', label: 'Entra' },
      attributes: { exp },
    });
    service = await startService({
      settings: { ROLLCALL_TOKEN: undefined, ROLLCALL_VAULT_URL: vault.url, ROLLCALL_LOG_DAYS: '30' },
    });
    api = consoleApi(service, { authorization: 'Bearer a-token-for-everything' });
  });
  afterAll(() => Promise.all([service.stop(), vault.stop()]));

  test('counts, the last request, errors, the token that ends next, and what to look at', async () => {
    const withToken = {
      ...service,
      request: (method: string, path: string, body?: unknown) =>
        service.request(method, path, body, { authorization: 'Bearer a-token-for-everything' }),
    };
    const { id } = await create(withToken, '/Users', userBody('nadia@atlas.example'));
    await withToken.request(
      'PATCH',
      `/Users/${id}`,
      patchBody({ op: 'Replace', path: 'active', value: 'False' }),
    );
    await withToken.request('POST', '/Users', userBody('nadia@atlas.example'));
    await service.request('GET', '/Users', undefined, { authorization: 'Bearer nobody-has-this-token' });
    await entriesOf(service, 4);
    expect(await api.read('health')).toMatchObject({
      users: 1,
      groups: 0,
      last_request: { sentence: expect.stringMatching(/^Refused: Entra wanted to create/) },
      last_24_hours: { ...NOTHING, applied: 2, refused: 1, rejected_credential: 1 },
      error_rate: 1 / 3,
      next_expiry: { label: 'Entra', expires_at: expect.any(String) },
      storage: 'ok',
      vault: 'ok',
      entra_flag: 'absent',
      log: { days: 30, lost_entries: 0 },
    });
    const { findings } = await api.read('health');
    expect(findings.map(({ sentence }: { sentence: string }) => sentence)).toEqual([
      'The token "Entra" expires in 19 days.',
      '1 request of the last 24 hours had no credential that is accepted.',
      '33 of 100 requests of the last 24 hours were refused or failed.',
      'Entra speaks its old dialect of PATCH. It is understood.',
    ]);
  });

  test('a vault that is away is told, and the page is there all the same', async () => {
    await vault.goAway();
    const health = await api.read('health');
    expect(health.users).toBe(1);
    expect(health.next_expiry).toBeNull();
    await vault.comeBack();
  });
});
