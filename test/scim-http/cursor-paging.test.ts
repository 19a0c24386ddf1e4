// RFC 9865 against the running service: pages by cursor, and what a cursor cannot be used for.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  create,
  groupBody,
  MESSAGES,
  queryOf,
  type Resource,
  read,
  refusalOf,
  searchBody,
  userBody,
} from '../support/scim.ts';
import { startService, type TestService } from '../support/service.ts';
import { startVault, type VaultDouble } from '../support/vault.ts';

const DAY_MS = 86_400_000;
let vault: VaultDouble;
let service: TestService;

beforeAll(async () => {
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
  vault = await startVault();
  vault.set('rollcall-seal', 'the secret of this deployment, long enough');
  vault.set('scim-token', 'the-token-of-the-first-directory');
  vault.set('scim-token-next', 'the-next-token-of-the-first-directory');
  vault.set('scim-token-other', 'the-token-of-another-directory', { tags: { directory: 'other' } });
  service = await startService({
    settings: { ROLLCALL_TOKEN: undefined, ROLLCALL_VAULT_URL: vault.url },
  });
  const { request } = service;
  const withToken = (token: string): TestService => ({
    ...service,
    request: (method, path, body, headers) =>
      request(method, path, body, { authorization: `Bearer ${token}`, ...headers }),
  });
  other = withToken('the-token-of-another-directory');
  next = withToken('the-next-token-of-the-first-directory');
  service = { ...withToken('the-token-of-the-first-directory'), stop: service.stop };
  for (const name of ['ada', 'ben', 'cleo', 'dan', 'eve', 'fay', 'gus']) {
    const title = name < 'd' ? 'Pilot' : 'Crew';
    await create(service, '/Users', userBody(name, { title, displayName: `Team ${name}` }));
  }
  for (const name of ['Pilots', 'Crew', 'Guests']) await create(service, '/Groups', groupBody(name));
  await create(other, '/Users', userBody('somebody-else'));
});
afterAll(async () => {
  await service.stop();
  await vault.stop();
});

let other: TestService;
let next: TestService;

const named = ({ userName, displayName }: Resource): string => userName ?? displayName;

/** All pages of a walk; each is asked for by `from`, in turn. */
async function walk(
  path: string,
  parameters: Record<string, string | number>,
  from: readonly TestService[] = [service],
): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined = '';
  for (let turn = 0; cursor !== undefined; turn += 1) {
    const client = from[turn % from.length] ?? service;
    const page: Resource = await read(client, path, { ...parameters, cursor });
    expect(page).not.toHaveProperty('startIndex');
    expect(page.itemsPerPage).toBe(page.Resources.length);
    expect(page.Resources.length).toBeLessThanOrEqual(Number(parameters.count ?? 100));
    pages.push(page.Resources.map(named));
    expect(turn, 'a walk ends').toBeLessThan(100);
    cursor = page.nextCursor;
  }
  return pages;
}

async function firstCursor(path: string, parameters: Record<string, string | number> = {}): Promise<string> {
  return (await read(service, path, { cursor: '', count: 2, ...parameters })).nextCursor;
}

test('the service says that it pages by cursor and for how long one is good', async () => {
  const { pagination } = await read(service, '/ServiceProviderConfig');
  expect(pagination).toEqual({
    cursor: true,
    index: true,
    defaultPaginationMethod: 'index',
    defaultPageSize: 100,
    maxPageSize: 1_000,
    cursorTimeout: 86_400,
  });
});

describe('a walk', () => {
  test('gives everybody once, and no cursor at its end', async () => {
    const pages = await walk('/Users', { count: 3 });
    expect(pages.map(({ length }) => length)).toEqual([3, 3, 1]);
    expect(pages.flat().sort()).toEqual(['ada', 'ben', 'cleo', 'dan', 'eve', 'fay', 'gus']);
  });

  test('ends without an empty page where the last one is full', async () => {
    expect((await walk('/Users', { count: 7 })).map(({ length }) => length)).toEqual([7]);
    expect((await walk('/Groups', { count: 1 })).map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  test('is asked for by "cursor" alone too, and is no default', async () => {
    const { body } = await service.request('GET', '/Users?cursor&count=2');
    expect(body.nextCursor).toEqual(expect.any(String));
    expect(await read(service, '/Users', { count: 2 })).toMatchObject({ startIndex: 1, totalResults: 7 });
    expect(await read(service, '/Users', { count: 2 })).not.toHaveProperty('nextCursor');
  });

  test.each([
    ['title eq "Pilot"', ['ada', 'ben', 'cleo']],
    ['userName sw "d"', ['dan']],
    // More than a page from an index.
    ['displayName sw "team"', ['ada', 'ben', 'cleo', 'dan', 'eve', 'fay', 'gus']],
    ['displayName sw "team" and title eq "Crew"', ['dan', 'eve', 'fay', 'gus']],
    ['userName eq "nobody"', []],
  ])('with a filter: %s', async (filter, expected) => {
    expect((await walk('/Users', { filter, count: 2 })).flat().sort()).toEqual(expected);
  });

  test.each(['ascending', 'descending'])('in an order: %s', async (sortOrder) => {
    const names = ['ada', 'ben', 'cleo', 'dan', 'eve', 'fay', 'gus'];
    const expected = sortOrder === 'ascending' ? names : names.reverse();
    expect((await walk('/Users', { sortBy: 'userName', sortOrder, count: 3 })).flat()).toEqual(expected);
    // Equal titles: by id, and nobody twice.
    const byTitle = (await walk('/Users', { sortBy: 'title', sortOrder, count: 2 })).flat();
    expect([...byTitle].sort()).toEqual([...names].sort());
  });

  test('over all types', async () => {
    const all = (await walk('', { count: 4 })).flat();
    expect(all).toHaveLength(10);
    expect(new Set(all.slice(7))).toEqual(new Set(['Pilots', 'Crew', 'Guests']));
  });

  test('by the body of a search', async () => {
    const search = (cursor: string) =>
      service.request('POST', '/Users/.search', searchBody({ cursor, count: 4, attributes: ['userName'] }));
    const first = (await search('')).body;
    const second = (await search(first.nextCursor)).body;
    expect([first.itemsPerPage, second.itemsPerPage, second.nextCursor]).toEqual([4, 3, undefined]);
    expect(first.schemas).toEqual([`${MESSAGES}:ListResponse`]);
  });

  test('may show other attributes and hold other numbers of resources on each page', async () => {
    const first = await read(service, '/Users', { cursor: '', count: 2, attributes: 'userName' });
    const second = await read(service, '/Users', { cursor: first.nextCursor, count: 5 });
    expect(second.itemsPerPage).toBe(5);
    expect(second.Resources[0]).toHaveProperty('meta');
  });

  test('does not end with the token that it began with', async () => {
    expect((await walk('/Users', { count: 2 }, [service, next])).flat()).toHaveLength(7);
  });

  test('one page may be asked for again', async () => {
    const cursor = await firstCursor('/Users');
    const once = await read(service, '/Users', { cursor, count: 2 });
    const again = await read(service, '/Users', { cursor, count: 2 });
    expect(again.Resources).toEqual(once.Resources);
  });

  test('tells how many there are where that is known without reading on', async () => {
    expect((await read(service, '/Users', { cursor: '', count: 100 })).totalResults).toBe(7);
    expect((await read(service, '/Users', { cursor: '', count: 2, sortBy: 'userName' })).totalResults).toBe(
      7,
    );
    expect(await read(service, '/Users', { cursor: '', count: 2 })).not.toHaveProperty('totalResults');
  });
});

describe('a cursor', () => {
  test.each<[string, string, Record<string, string>]>([
    ['another type', '/Groups', {}],
    ['all types', '', {}],
    ['another filter', '/Users', { filter: 'title eq "Pilot"' }],
    ['an order', '/Users', { sortBy: 'userName' }],
  ])('of a list of users is not good for %s', async (_, path, parameters) => {
    const cursor = await firstCursor('/Users');
    expect(await refusalOf(service, path, { ...parameters, cursor })).toEqual([400, 'invalidCursor']);
  });

  test.each<[Record<string, string>, Record<string, string>]>([
    [{ filter: 'title eq "Crew"' }, { filter: 'title eq "Pilot"' }],
    [{ filter: 'title eq "Crew"' }, {}],
    [{ sortBy: 'userName' }, { sortBy: 'title' }],
    [{ sortBy: 'userName' }, { sortBy: 'userName', sortOrder: 'descending' }],
  ])('of %j is not good for %j', async (begun, asked) => {
    const cursor = await firstCursor('/Users', begun);
    expect((await read(service, '/Users', { ...begun, cursor })).Resources.length).toBeGreaterThan(0);
    expect(await refusalOf(service, '/Users', { ...asked, cursor })).toEqual([400, 'invalidCursor']);
  });

  test('of one directory is not good for another', async () => {
    const cursor = await firstCursor('/Users');
    expect(await refusalOf(other, '/Users', { cursor })).toEqual([400, 'invalidCursor']);
  });

  test('cannot be altered in any place', async () => {
    const cursor = await firstCursor('/Users');
    for (let at = 0; at < cursor.length; at += 1) {
      const altered = `${cursor.slice(0, at)}${cursor[at] === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}`;
      const answer = await service.request('GET', `/Users${queryOf({ cursor: altered })}`);
      expect([at, answer.status, answer.body.scimType]).toEqual([at, 400, 'invalidCursor']);
    }
  });

  test.each(['x', '0', '1', 'null', 'AAAAAAAA.AAAA', '../..', '%', '{"source":0}', 'x'.repeat(10_000), ' '])(
    'cannot be made up: %j',
    async (cursor) => {
      expect(await refusalOf(service, '/Users', { cursor })).toEqual([400, 'invalidCursor']);
    },
  );

  test('tells nothing of the directory', async () => {
    const { Resources, nextCursor } = await read(service, '/Users', { cursor: '', count: 2 });
    const bytes = Buffer.from(nextCursor.split('.')[1], 'base64url').toString('latin1');
    for (const { id } of Resources) expect(bytes).not.toContain(id.slice(0, 8));
    expect(await firstCursor('/Users')).not.toBe(await firstCursor('/Users'));
  });

  test('is no text: refused in the body of a search', async () => {
    const answer = await service.request('POST', '/Users/.search', searchBody({ cursor: 7 }));
    expect([answer.status, answer.body.scimType]).toEqual([400, 'invalidCursor']);
  });

  test('of an older seal is good as long as that is not disabled', async () => {
    const cursor = await firstCursor('/Users');
    vault.set('rollcall-seal', 'the next secret of this deployment, long enough');
    expect((await read(service, '/Users', { cursor, count: 2 })).itemsPerPage).toBe(2);
  });

  test('expires after a day', async () => {
    const cursor = await firstCursor('/Users');
    const now = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: now + DAY_MS - 60_000 });
    try {
      expect((await read(service, '/Users', { cursor, count: 2 })).itemsPerPage).toBe(2);
      vi.setSystemTime(now + DAY_MS + 60_000);
      expect(await refusalOf(service, '/Users', { cursor })).toEqual([400, 'expiredCursor']);
    } finally {
      vi.useRealTimers();
    }
  });
});

test.each(['0', '-1', '1001', 'two', '1.5', '1e2'])(
  'count=%s with a cursor is invalidCount',
  async (count) => {
    expect(await refusalOf(service, '/Users', { cursor: '', count })).toEqual([400, 'invalidCount']);
    const cursor = await firstCursor('/Users');
    expect(await refusalOf(service, '/Users', { cursor, count })).toEqual([400, 'invalidCount']);
  },
);
