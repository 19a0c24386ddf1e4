// RFC 7644 section 3.4.2.4: pages by startIndex and count, with everything that a client may ask.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { create, groupBody, MESSAGES, read, refusalOf, searchBody, userBody } from '../support/scim.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let inOrder: string[];

beforeAll(async () => {
  service = await startService();
  for (const name of ['ada', 'ben', 'cleo', 'dan', 'eve']) await create(service, '/Users', userBody(name));
  await create(service, '/Groups', groupBody('Pilots'));
  const { Resources } = await read(service, '/Users');
  inOrder = Resources.map(({ userName }: { userName: string }) => userName);
});
afterAll(() => service.stop());

test('without parameters: everything up to the default page size, from 1', async () => {
  const list = await read(service, '/Users');
  expect(list).toMatchObject({
    schemas: [`${MESSAGES}:ListResponse`],
    totalResults: 5,
    startIndex: 1,
    itemsPerPage: 5,
  });
  expect([...inOrder].sort()).toEqual(['ada', 'ben', 'cleo', 'dan', 'eve']);
});

// What is asked; where the page begins, and which of the five (counted from 0) it holds.
test.each([
  [{ startIndex: 1, count: 2 }, 1, [0, 1]],
  [{ startIndex: 3, count: 2 }, 3, [2, 3]],
  [{ startIndex: 5, count: 2 }, 5, [4]],
  [{ startIndex: 0, count: 2 }, 1, [0, 1]],
  [{ startIndex: -7, count: 1 }, 1, [0]],
  [{ startIndex: 2 }, 2, [1, 2, 3, 4]],
  [{ startIndex: 6, count: 2 }, 6, []],
  [{ startIndex: 1_000_000, count: 2 }, 1_000_000, []],
  [{ count: 0 }, 1, []],
  [{ count: -1 }, 1, []],
  [{ startIndex: 4, count: 0 }, 4, []],
  [{ count: 5 }, 1, [0, 1, 2, 3, 4]],
  [{ count: 1_000_000 }, 1, [0, 1, 2, 3, 4]],
  [{ startIndex: '', count: '' }, 1, [0, 1, 2, 3, 4]],
  [{ startIndex: '+2', count: '01' }, 2, [1]],
])('%j', async (parameters, startIndex, positions) => {
  const list = await read(service, '/Users', parameters);
  expect(list).toMatchObject({ totalResults: 5, startIndex, itemsPerPage: positions.length });
  expect(list.Resources.map(({ userName }: { userName: string }) => userName)).toEqual(
    positions.map((position) => inOrder[position]),
  );
});

test('the same of a filtered list: totalResults counts the matches', async () => {
  const filter = 'userName gt "b"';
  const matching = inOrder.filter((name) => name > 'b');
  for (const startIndex of [1, 2, 3, 4, 5]) {
    const list = await read(service, '/Users', { filter, startIndex, count: 2 });
    expect(list.totalResults).toBe(4);
    expect(list.Resources.map(({ userName }: { userName: string }) => userName)).toEqual(
      matching.slice(startIndex - 1, startIndex + 1),
    );
  }
  expect(await read(service, '/Users', { filter, count: 0 })).toMatchObject({
    totalResults: 4,
    Resources: [],
  });
});

test('no match is a list of none, not an error', async () => {
  const list = await read(service, '/Users', { filter: 'userName eq "nobody"' });
  expect(list).toMatchObject({ totalResults: 0, itemsPerPage: 0, Resources: [] });
});

test('a page over all types runs from the users on into the groups', async () => {
  const list = await read(service, '', { startIndex: 5, count: 5 });
  expect(list).toMatchObject({ totalResults: 6, startIndex: 5, itemsPerPage: 2 });
  const types = list.Resources.map(({ meta }: { meta: { resourceType: string } }) => meta.resourceType);
  expect(types).toEqual(['User', 'Group']);
});

describe('in the body of a search', () => {
  test.each([
    [{ startIndex: 2, count: 2 }, 2, 2],
    [{ startIndex: '2', count: '2' }, 2, 2],
    [{ startIndex: null, count: null }, 1, 5],
    [{ startIndex: -1, count: -1 }, 1, 0],
  ])('%j', async (parameters, startIndex, items) => {
    const { status, body } = await service.request('POST', '/Users/.search', searchBody(parameters));
    expect(status).toBe(200);
    expect(body).toMatchObject({ totalResults: 5, startIndex, itemsPerPage: items });
  });

  test.each([
    { count: 1.5 },
    { count: 'two' },
    { count: [1] },
    { count: {} },
    { count: true },
    { startIndex: '1e3' },
  ])('%j is refused', async (parameters) => {
    const { status, body } = await service.request('POST', '/Users/.search', searchBody(parameters));
    expect([status, body.scimType]).toEqual([400, 'invalidValue']);
  });
});

test.each([{ count: 'two' }, { count: '1.5' }, { startIndex: 'first' }, { startIndex: '1 or 1=1' }])(
  '%j is no number and is refused',
  async (parameters) => {
    expect(await refusalOf(service, '/Users', parameters)).toEqual([400, 'invalidValue']);
  },
);

test('a page holds at most 1,000, whatever is asked for', async () => {
  const { pagination, filter } = await read(service, '/ServiceProviderConfig');
  expect(pagination).toMatchObject({
    index: true,
    cursor: true,
    defaultPaginationMethod: 'index',
    defaultPageSize: 100,
    maxPageSize: 1_000,
  });
  expect(filter.maxResults).toBe(1_000);
});
