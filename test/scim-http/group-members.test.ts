// /GroupMembers, after draft-zollner-scim-group-members: nothing of it unless it is switched on; then memberships are listed,
// made and ended one by one, at the same cost however many members a group has.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDirectory } from '../support/directory.ts';
import {
  create,
  GROUP,
  groupBody,
  MESSAGES,
  patchBody,
  queryOf,
  type Resource,
  read,
  refusalOf,
  searchBody,
  userBody,
} from '../support/scim.ts';
import { seedGroup, seedUsers } from '../support/seed.ts';
import { startService, type TestService } from '../support/service.ts';
import { type StorageProxy, startStorageProxy } from '../support/storage-proxy.ts';

const GROUP_MEMBER = 'urn:ietf:params:scim:schemas:core:2.0:GroupMember';
const LARGE = 1_200;

describe('switched off, as it is unless somebody asks for it', () => {
  let service: TestService;

  beforeAll(async () => {
    service = await startService();
  });

  afterAll(() => service.stop());

  test.each([
    ['GET', '/GroupMembers'],
    ['POST', '/GroupMembers'],
    ['POST', '/GroupMembers/.search'],
    ['OPTIONS', '/GroupMembers'],
    ['PUT', '/GroupMembers'],
    ['DELETE', '/GroupMembers/x'],
  ])('%s %s: there is no such address', async (method, path) => {
    const { status, body } = await service.request(method, path, method === 'POST' ? {} : undefined);
    expect([status, body.schemas]).toEqual([404, [`${MESSAGES}:Error`]]);
  });

  test('and nothing tells of it', async () => {
    const types = await read(service, '/ResourceTypes');
    expect(types.Resources.map(({ id }: Resource) => id)).toEqual(['User', 'Group']);
    expect((await service.request('GET', `/Schemas/${GROUP_MEMBER}`)).status).toBe(404);
  });
});

describe('switched on', () => {
  let proxy: StorageProxy;
  let service: TestService;
  let users: readonly string[];
  let large: string;
  let ada: Resource;
  let bob: Resource;
  let pilots: Resource;
  let crews: Resource;

  beforeAll(async () => {
    const directory = await testDirectory();
    users = await seedUsers(directory.writer, LARGE);
    large = await seedGroup(directory.writer, 'Everybody', users);
    proxy = await startStorageProxy();
    service = await startService({
      tableName: directory.tableName,
      settings: { ROLLCALL_TABLES: proxy.connectionString, ROLLCALL_GROUP_MEMBERS: 'on' },
    });
    ada = await create(service, '/Users', userBody('ada@ships.example'));
    bob = await create(service, '/Users', userBody('bob@ships.example'));
    pilots = await create(service, '/Groups', groupBody('Pilots', [ada.id]));
    crews = await create(service, '/Groups', groupBody('Crews'));
  }, 60_000);

  afterAll(async () => {
    await service.stop();
    await proxy.stop();
  });

  const body = (group: string, member: string, more = {}) => ({
    schemas: [GROUP_MEMBER],
    group: { value: group },
    member: { value: member, ...more },
  });
  const filtered = (filter: string, more = {}) => read(service, '/GroupMembers', { filter, ...more });
  const pairs = ({ Resources }: Resource) =>
    Resources.map(({ group, member }: Resource) => [group.value, member.value]);

  test('the type and its schema are announced', async () => {
    const type = await read(service, '/ResourceTypes/GroupMember');
    expect(type).toMatchObject({ endpoint: '/GroupMembers', schema: GROUP_MEMBER });
    const schema = await read(service, `/Schemas/${GROUP_MEMBER}`);
    expect(schema.attributes.map(({ name }: Resource) => name)).toEqual(['group', 'member']);
  });

  test('a membership made by the group is a resource', async () => {
    const list = await filtered(`group.value eq "${pilots.id}"`);
    const id = `${pilots.id}.${ada.id}`;
    expect(list).toMatchObject({ totalResults: 1, itemsPerPage: 1, startIndex: 1 });
    expect(list.Resources[0]).toEqual({
      schemas: [GROUP_MEMBER],
      id,
      group: { value: pilots.id, $ref: `${service.scimUrl}/Groups/${pilots.id}` },
      member: { value: ada.id, $ref: `${service.scimUrl}/Users/${ada.id}`, type: 'User' },
      meta: {
        resourceType: 'GroupMember',
        location: `${service.scimUrl}/GroupMembers/${id}`,
        version: 'W/"1"',
      },
    });
  });

  test('created, found, read, deleted; groups, users and memberships tell the same', async () => {
    const made = await service.request('POST', '/GroupMembers', body(crews.id, bob.id, { type: 'User' }));
    expect(made.status).toBe(201);
    const path = `/GroupMembers/${made.body.id}`;
    expect(made.headers.get('location')).toBe(`${service.scimUrl}${path}`);
    expect(made.headers.get('etag')).toBe('W/"1"');
    expect(await read(service, path)).toEqual(made.body);
    expect((await read(service, `/Groups/${crews.id}`)).members).toMatchObject([{ value: bob.id }]);
    expect((await read(service, `/Users/${bob.id}`)).groups).toMatchObject([{ value: crews.id }]);
    expect(pairs(await filtered(`member.value eq "${bob.id}"`))).toEqual([[crews.id, bob.id]]);
    expect(pairs(await filtered(`group.value eq "${crews.id}" and member.value eq "${bob.id}"`))).toEqual([
      [crews.id, bob.id],
    ]);

    expect(await service.request('DELETE', path)).toMatchObject({ status: 204, body: undefined });
    expect((await service.request('GET', path)).status).toBe(404);
    expect((await service.request('DELETE', path)).status).toBe(404);
    expect((await read(service, `/Groups/${crews.id}`)).members).toEqual([]);
    expect((await filtered(`member.value eq "${bob.id}"`)).totalResults).toBe(0);
  });

  test('a group may be a member', async () => {
    const made = await create(service, '/GroupMembers', body(crews.id, pilots.id));
    expect(made.member).toEqual({
      value: pilots.id,
      $ref: `${service.scimUrl}/Groups/${pilots.id}`,
      type: 'Group',
    });
    expect(pairs(await filtered(`member.value eq "${pilots.id}"`))).toEqual([[crews.id, pilots.id]]);
    await service.request('DELETE', `/GroupMembers/${made.id}`);
  });

  test.each<[string, () => unknown, number, string | undefined]>([
    ['there already', () => body(pilots.id, ada.id), 409, 'uniqueness'],
    ['no such group', () => body('g-none', ada.id), 400, 'invalidValue'],
    ['a user for a group', () => body(bob.id, ada.id), 400, 'invalidValue'],
    ['no such member', () => body(pilots.id, 'nobody'), 400, 'invalidValue'],
    ['another type', () => body(pilots.id, bob.id, { type: 'Group' }), 400, 'invalidValue'],
    ['itself', () => body(pilots.id, pilots.id), 400, 'invalidValue'],
    ['no member', () => ({ schemas: [GROUP_MEMBER], group: { value: pilots.id } }), 400, 'invalidValue'],
    ['no group', () => ({ schemas: [GROUP_MEMBER], member: { value: ada.id } }), 400, 'invalidValue'],
    ['another schema', () => ({ ...body(pilots.id, bob.id), schemas: [GROUP] }), 400, 'invalidSyntax'],
  ])('refused: %s', async (_, sent, status, scimType) => {
    const answer = await service.request('POST', '/GroupMembers', sent());
    expect([answer.status, answer.body.scimType], JSON.stringify(answer.body)).toEqual([status, scimType]);
    expect((await filtered(`group.value eq "${pilots.id}"`)).totalResults).toBe(1);
  });

  test('a member or group that was deleted is nobody', async () => {
    const carl = await create(service, '/Users', userBody('carl@ships.example'));
    const short = await create(service, '/Groups', groupBody('Short', [carl.id]));
    await service.request('DELETE', `/Users/${carl.id}`);
    expect((await filtered(`group.value eq "${short.id}"`)).totalResults).toBe(0);
    const member = await service.request('POST', '/GroupMembers', body(short.id, carl.id));
    expect([member.status, member.body.scimType]).toEqual([400, 'invalidValue']);
    await service.request('DELETE', `/Groups/${short.id}`);
    const group = await service.request('POST', '/GroupMembers', body(short.id, ada.id));
    expect([group.status, group.body.scimType]).toEqual([400, 'invalidValue']);
  });

  test('it never changes: no PUT, no PATCH, one version', async () => {
    const path = `/GroupMembers/${pilots.id}.${ada.id}`;
    for (const method of ['PUT', 'PATCH']) {
      const { status, headers } = await service.request(method, path, patchBody());
      expect([status, headers.get('allow')]).toEqual([405, 'GET, DELETE, HEAD, OPTIONS']);
    }
    expect((await service.request('GET', path, undefined, { 'if-none-match': 'W/"1"' })).status).toBe(304);
    expect((await service.request('DELETE', path, undefined, { 'if-match': 'W/"2"' })).status).toBe(412);
    expect((await service.request('GET', path)).status).toBe(200);
  });

  test('projection', async () => {
    const { Resources } = await filtered(`group.value eq "${pilots.id}"`, { attributes: 'member.value' });
    expect(Resources).toEqual([
      { schemas: [GROUP_MEMBER], id: `${pilots.id}.${ada.id}`, member: { value: ada.id } },
    ]);
  });

  test.each<[string, () => string]>([
    ['of one group', () => `group.value eq "${large}"`],
    [
      'of one group, with more conditions',
      () => `group.value eq "${large}" and not (member.type eq "Group")`,
    ],
  ])('a walk by cursor over the members %s meets each once', async (_, filter) => {
    const met: string[] = [];
    let cursor: string | undefined = '';
    while (cursor !== undefined) {
      const page: Resource = await filtered(filter(), { cursor, count: 500 });
      met.push(...page.Resources.map(({ member }: Resource) => member.value));
      cursor = page.nextCursor;
    }
    expect(met).toEqual([...users].sort());
  });

  test('a walk over all memberships', async () => {
    const met: string[] = [];
    let cursor: string | undefined = '';
    while (cursor !== undefined) {
      const page: Resource = await read(service, '/GroupMembers', { cursor, count: 500 });
      met.push(...page.Resources.map(({ id }: Resource) => id));
      cursor = page.nextCursor;
    }
    const all = [...users.map((user) => `${large}.${user}`), `${pilots.id}.${ada.id}`];
    expect(met).toEqual(all.sort());
  });

  test('pages by index, and .search', async () => {
    const page = await read(service, '/GroupMembers', { startIndex: 1_199, count: 10 });
    expect([page.totalResults, page.itemsPerPage]).toEqual([LARGE + 1, 3]);
    const { body: found } = await service.request(
      'POST',
      '/GroupMembers/.search',
      searchBody({ filter: `group.value eq "${large}"`, count: 2, startIndex: 3 }),
    );
    expect(pairs(found)).toEqual(
      [...users]
        .sort()
        .slice(2, 4)
        .map((user) => [large, user]),
    );
    expect(found.totalResults).toBe(LARGE);
  });

  test('a cursor is of no use for another group', async () => {
    const { nextCursor } = await filtered(`group.value eq "${large}"`, { cursor: '', count: 5 });
    expect(
      await refusalOf(service, '/GroupMembers', {
        filter: `group.value eq "${pilots.id}"`,
        cursor: nextCursor,
      }),
    ).toEqual([400, 'invalidCursor']);
  });

  test.each<[string, () => string, string]>([
    ['a page of a large group', () => queryOf({ filter: `group.value eq "${large}"`, cursor: '' }), '1/1'],
    ['the groups of a member', () => queryOf({ filter: `member.value eq "${ada.id}"` }), '1/1'],
    [
      'whether somebody is a member',
      () => queryOf({ filter: `group.value eq "${large}" and member.value eq "${users[7]}"` }),
      '1/1',
    ],
    ['one membership', () => `/${large}.${users[7]}`, '1/1'],
  ])('cost of %s', async (_, path, expected) => {
    const { requests, depth } = await proxy.count(() => service.request('GET', `/GroupMembers${path()}`));
    expect(`${requests}/${depth}`).toBe(expected);
  });
});
