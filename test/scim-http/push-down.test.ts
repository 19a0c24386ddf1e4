// What a query costs in storage requests, and that it costs the same however large the directory is: filters with an index
// never read it through; everything else reads it in pages, up to a stated limit.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDirectory } from '../support/directory.ts';
import { create, groupBody, queryOf, type Resource, read, refusalOf, userBody } from '../support/scim.ts';
import { seedGroup, seedUsers } from '../support/seed.ts';
import { startService, type TestService } from '../support/service.ts';
import { type StorageProxy, startStorageProxy } from '../support/storage-proxy.ts';

const USERS = 1_500;

let proxy: StorageProxy;
let service: TestService;
let ada: Resource;
let pilots: Resource;
let large: string;

beforeAll(async () => {
  const directory = await testDirectory();
  const ids = await seedUsers(directory.writer, USERS);
  large = await seedGroup(directory.writer, 'Everybody', ids.slice(0, 1_200));
  proxy = await startStorageProxy();
  service = await startService({
    tableName: directory.tableName,
    settings: { ROLLCALL_TABLES: proxy.connectionString },
  });
  ada = await create(
    service,
    '/Users',
    userBody('ada@ships.example', {
      externalId: 'Ext-Ada',
      displayName: 'Ada Byron',
      title: 'Countess',
      emails: [
        { value: 'ada@ships.example', type: 'work' },
        { value: 'ada@home.example', type: 'home' },
      ],
    }),
  );
  pilots = await create(service, '/Groups', groupBody('Pilots', [ada.id], { externalId: 'Ext-Pilots' }));
  for (const name of ['ship one', 'ship two', 'ship three'])
    await create(service, '/Groups', groupBody(name));
}, 60_000);

afterAll(async () => {
  await service.stop();
  await proxy.stop();
});

/** The names found, and the storage requests and depth that it took. */
async function cost(path: string, parameters: Record<string, string | number>): Promise<[string[], string]> {
  let names: string[] = [];
  const { requests, depth } = await proxy.count(async () => {
    const { body } = await service.request('GET', `${path}${queryOf(parameters)}`);
    names = body.Resources.map(({ userName, displayName }: Resource) => userName ?? displayName).sort();
  });
  return [names, `${requests}/${depth}`];
}

describe('one match by an index: the index row and the resource', () => {
  const found = ['ada@ships.example'];
  test.each([
    ['userName eq "ada@ships.example"', '2/2'],
    ['userName eq "ADA@Ships.Example"', '2/2'],
    ['externalId eq "Ext-Ada"', '2/2'],
    ['displayName eq "ada byron"', '2/2'],
    ['emails.value eq "ada@ships.example"', '2/2'],
    ['emails eq "ada@home.example"', '2/2'],
    ['emails[value eq "ada@ships.example"]', '2/2'],
    ['emails[type eq "work" and value eq "ada@ships.example"]', '2/2'],
    ['emails[type eq "work"].value eq "ada@ships.example"', '2/2'],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ada@ships.example"', '2/2'],
    // The best term is used, whichever way round, and the rest evaluated.
    ['title pr and userName eq "ada@ships.example"', '2/2'],
    [
      'title eq "Countess" and (active eq true and emails[type eq "work"].value eq "ada@ships.example")',
      '2/2',
    ],
    ['userName sw "a" and externalId eq "Ext-Ada"', '2/2'],
    // The beginning of a value is a range of its index.
    ['userName sw "ada@"', '2/2'],
    ['displayName sw "ADA b"', '2/2'],
    ['emails.value sw "ada@sh"', '2/2'],
    ['emails[type eq "work" and value sw "ada@"]', '2/2'],
    ['externalId sw "Ext-A"', '2/2'],
    ['meta.resourceType eq "User" and userName eq "ada@ships.example"', '2/2'],
  ])('%s', async (filter, expected) => {
    expect(await cost('/Users', { filter })).toEqual([found, expected]);
  });

  test('by id: the resource alone', async () => {
    expect(await cost('/Users', { filter: `id eq "${ada.id}"` })).toEqual([found, '1/1']);
    expect(await cost('/Users', { filter: `id eq "${ada.id}" and title pr` })).toEqual([found, '1/1']);
  });
});

test.each([
  'userName eq "nobody"',
  'externalId eq "nobody"',
  'displayName eq "nobody"',
  'emails.value eq "nobody"',
  'userName sw "nobody"',
  // Case exact: the index finds one, the filter does not.
])('no match by an index is one request: %s', async (filter) => {
  expect(await cost('/Users', { filter })).toEqual([[], '1/1']);
});

test('what an index finds is checked: externalId is case exact', async () => {
  expect(await cost('/Users', { filter: 'externalId eq "ext-ada"' })).toEqual([[], '2/2']);
});

test('several matches by the beginning of a value: one request each, at the same time', async () => {
  const [names, counted] = await cost('/Users', { filter: 'userName sw "user12@"' });
  expect([names, counted]).toEqual([['user12@atlas.example'], '2/2']);
  const [ten, costOfTen] = await cost('/Users', {
    filter: 'userName sw "user12" and userName ew "5@atlas.example"',
  });
  expect(ten).toHaveLength(11);
  // user12, user120 to user129 and user1200 to user1299 begin so.
  expect(costOfTen).toMatch(/^112\/[2-5]$/);
});

describe('groups', () => {
  const byName = { excludedAttributes: 'members' };
  test.each([
    ['displayName eq "pilots"', '2/2'],
    ['externalId eq "Ext-Pilots"', '2/2'],
    ['displayName sw "pil"', '2/2'],
  ])('%s', async (filter, expected) => {
    expect(await cost('/Groups', { filter, ...byName })).toEqual([['Pilots'], expected]);
  });

  test('by member: the user with their groups, the groups, and who was asked after', async () => {
    const filter = `members.value eq "${ada.id}"`;
    expect(await cost('/Groups', { filter, ...byName })).toEqual([['Pilots'], '3/3']);
    expect(await cost('/Groups', { filter: `members eq "${ada.id}"`, ...byName })).toEqual([
      ['Pilots'],
      '3/3',
    ]);
  });

  test('whether somebody is in a large group reads none of the others', async () => {
    const filter = `id eq "${large}" and members eq "${ada.id}"`;
    expect(await cost('/Groups', { filter, ...byName })).toEqual([[], '2/2']);
    expect(await cost('/Groups', { filter: `id eq "${large}" and members pr`, ...byName })).toEqual([
      ['Everybody'],
      '2/2',
    ]);
  });

  test('excludedAttributes=members spares reading them', async () => {
    const withMembers = await proxy.count(() => service.request('GET', `/Groups/${large}`));
    const without = await proxy.count(() =>
      service.request('GET', `/Groups/${large}?excludedAttributes=members`),
    );
    expect([withMembers.requests, without.requests]).toEqual([3, 1]);
    expect(await cost('/Groups', { filter: `id eq "${pilots.id}"`, attributes: 'displayName' })).toEqual([
      ['Pilots'],
      '1/1',
    ]);
  });
});

test('at the base URL a filter on the type asks no other', async () => {
  const [names, counted] = await cost('', {
    filter: 'meta.resourceType eq "Group" and displayName eq "pilots"',
    attributes: 'displayName',
  });
  expect([names, counted]).toEqual([['Pilots'], '2/2']);
});

describe('without an index', () => {
  test('the directory is read through, a hundred users a request', async () => {
    const [names, counted] = await cost('/Users', { filter: 'title eq "Countess"' });
    expect(names).toEqual(['ada@ships.example']);
    const [requests] = counted.split('/').map(Number);
    expect(requests).toBe(Math.ceil((USERS + 1) / 100));
  });

  test('a range that gives too many is read like a filter without one', async () => {
    const [names, counted] = await cost('/Users', { filter: 'userName sw "user"', count: 1_000 });
    expect(names).toHaveLength(1_000);
    const [requests] = counted.split('/').map(Number);
    expect(requests).toBeLessThan(25);
    const { totalResults } = await read(service, '/Users', { filter: 'userName sw "user"', count: 0 });
    expect(totalResults).toBe(USERS);
  });

  test('or has no index unless all of it has: it is read through, and right', async () => {
    const [names] = await cost('/Users', { filter: 'userName eq "ada@ships.example" or title eq "Nobody"' });
    expect(names).toEqual(['ada@ships.example']);
  });
});

test('no filter: the page and the totals at the same time', async () => {
  const [names, counted] = await cost('/Users', { count: 100 });
  expect([names.length, counted]).toEqual([100, '2/1']);
  expect((await cost('/Users', { count: 0 }))[1]).toBe('1/1');
});

test('a filter that is none costs nothing', async () => {
  const counted = await proxy.count(() => refusalOf(service, '/Users', { filter: 'shoeSize eq "42"' }));
  expect(counted.requests).toBe(0);
});
