// The log over the console: newest first, page by page, by outcome, by person and by time; and each failure with advice.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type ConsoleApi, consoleApi } from '../support/console-api.ts';
import { entriesOf } from '../support/log.ts';
import { create, groupBody, patchBody, type Resource, userBody } from '../support/scim.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let api: ConsoleApi;
let nadia: Resource;
const began = new Date().toISOString();

// biome-ignore lint/suspicious/noExplicitAny: a test looks into bodies of any shape, and fails where it is another.
type Entry = any;

beforeAll(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  service = await startService();
  api = consoleApi(service);
  nadia = await create(service, '/Users', userBody('nadia@atlas.example', { displayName: 'Nadia Okafor' }));
  await create(service, '/Users', userBody('ben@atlas.example', { displayName: 'Ben Ito' }));
  await service.request(
    'POST',
    '/Users',
    userBody('nadia@atlas.example', { displayName: 'Nadia the second' }),
  );
  await service.request('POST', '/Users', { ...userBody('cleo@atlas.example'), active: 'perhaps' });
  await service.request(
    'PATCH',
    `/Users/${nadia.id}`,
    patchBody({ op: 'Replace', path: 'active', value: 'False' }),
  );
  await create(service, '/Groups', groupBody('Sales', [nadia.id]));
  await service.request('GET', '/Users', undefined, { authorization: 'Bearer some-token-that-nobody-made' });
  await entriesOf(service, 7);
});
afterAll(() => service.stop());

const sentences = async (path: string) => (await api.read(path)).data.map(({ sentence }: Entry) => sentence);

test('newest first, with all that is known', async () => {
  const { data, next_cursor } = await api.read('log');
  expect(data).toHaveLength(7);
  expect(next_cursor).toBeNull();
  expect(data.map(({ time }: Entry) => time)).toEqual(
    data
      .map(({ time }: Entry) => time)
      .toSorted()
      .toReversed(),
  );
  expect(data[2]).toMatchObject({
    outcome: 'applied',
    sentence: 'Entra deactivated Nadia Okafor.',
    advice: null,
    method: 'PATCH',
    path: `/scim/v2/Users/${nadia.id}`,
    status: 200,
    scim_type: null,
    detail: null,
    user: { id: nadia.id, name: 'Nadia Okafor' },
    group: null,
    credential: 'laptop',
    client: 'Entra',
    dialects: ['entra-boolean-strings', 'entra-capitalised-operations'],
    request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    duration_ms: expect.any(Number),
    masked_request: { Operations: [{ op: 'Replace', path: 'active', value: 'False' }] },
    masked_response: { id: nadia.id, active: false },
  });
});

test('the pages of any size are one walk', async () => {
  const whole = await sentences('log');
  for (const size of [1, 2, 3, 7]) {
    const walked: string[] = [];
    let cursor = '';
    do {
      const { data, next_cursor } = await api.read(`log?page_size=${size}${cursor}`);
      walked.push(...data.map(({ sentence }: Entry) => sentence));
      cursor = next_cursor === null ? '' : `&cursor=${next_cursor}`;
    } while (cursor !== '');
    expect(walked).toEqual(whole);
  }
});

test.each([
  ['applied', 4],
  ['refused', 2],
  ['rejected_credential', 1],
  ['unchanged', 0],
])('by the outcome %s', async (outcome, count) => {
  const { data } = await api.read(`log?outcome=${outcome}`);
  expect(data.map((entry: Entry) => entry.outcome)).toEqual(Array(count).fill(outcome));
});

describe('by a person', () => {
  test('who is here: by id, userName, display name or the beginning of it', async () => {
    const expected = [
      'Entra created the group Sales with 1 member.',
      'Entra deactivated Nadia Okafor.',
      'laptop created Nadia Okafor.',
    ];
    for (const user of [nadia.id, 'nadia@atlas.example', 'NADIA OKAFOR', 'nadia']) {
      expect(await sentences(`log?user=${encodeURIComponent(user)}`)).toEqual(expected);
    }
    expect(await sentences(`log?user=${nadia.id}&outcome=applied&page_size=2`)).toEqual(expected.slice(0, 2));
  });

  test('who never came in, by what they were to be called', async () => {
    expect(await sentences('log?user=cleo')).toEqual([
      expect.stringMatching(/^Refused: .* create cleo@atlas\.example/),
    ]);
  });

  test('whom nobody ever asked for', async () => {
    expect(await sentences('log?user=zoe')).toEqual([]);
  });
});

test('by time', async () => {
  const { data } = await api.read('log');
  const middle = data[3].time;
  expect((await sentences(`log?from=${middle}`)).length).toBeGreaterThanOrEqual(4);
  expect(await sentences(`log?to=${began}`)).toEqual([]);
  expect(await sentences(`log?from=${new Date(Date.now() + 60_000).toISOString()}`)).toEqual([]);
  expect((await sentences(`log?from=${began}&to=${new Date().toISOString()}`)).length).toBe(7);
});

test.each([
  ['outcome=lost', 'must be one of applied'],
  ['from=yesterday', 'must be a time such as'],
  ['page_size=0', 'at least 1'],
  ['cursor=abc', 'not one that this list gave out'],
  ['name=nadia', 'not known'],
])('%s is refused with what is wrong', async (query, problem) => {
  const { status, body } = await api.request('GET', `log?${query}`);
  expect(status).toBe(400);
  expect(body.detail).toContain(problem);
});

test('each failure comes with advice', async () => {
  for (const { outcome, advice, sentence } of (await api.read('log')).data) {
    if (outcome === 'refused' || outcome === 'rejected_credential')
      expect(advice, sentence).toMatch(/\w+.{30,}\./);
    else expect(advice).toBeNull();
  }
});

test('a rejected credential tells why and a few characters of it, and neither query nor body', async () => {
  await service.request('GET', '/Users?filter=userName%20eq%20%22secret-person%22', undefined, {
    authorization: 'Bearer another-token-that-nobody-made',
  });
  await entriesOf(service, 8);
  const { data } = await api.read('log?outcome=rejected_credential');
  expect(data[0]).toMatchObject({
    sentence:
      'Rejected a request to /scim/v2/Users with a token that begins with anot…: The bearer token is not one of the accepted ones.',
    path: '/scim/v2/Users',
    credential: null,
    masked_request: null,
  });
  expect(JSON.stringify(data)).not.toContain('secret-person');
});
