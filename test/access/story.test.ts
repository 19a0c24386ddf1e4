// Sales and Engineering, from end to end: what Entra sends goes in by SCIM, and an application reads who may do what.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, askAll } from '../support/access.ts';
import { ENTERPRISE, GROUP, patchBody, USER } from '../support/scim.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
const ids = { nadia: '', omar: '', petra: '', salesAdmins: '', salesMembers: '', engineering: '' };

beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const scim = async (method: string, path: string, body?: unknown, status = 200) => {
  const answer = await service.request(method, path, body);
  expect([answer.status, answer.body?.detail]).toEqual([status, undefined]);
  return answer.body;
};
const get = async (path: string) => {
  const answer = await ask(service, path);
  expect([answer.status, answer.body?.detail]).toEqual([200, undefined]);
  return answer.body;
};
const may = async (user: string, workspace: string, role = 'member') => {
  const query = new URLSearchParams({ user_id: user, workspace, role });
  const { allowed, role: has, reason } = await get(`/check?${query}`);
  return `${allowed ? 'yes' : 'no'}, ${has ?? 'nothing'}: ${reason}`;
};

/** As Entra writes a user. */
const person = (givenName: string, familyName: string, roles: unknown[]) => ({
  schemas: [USER, ENTERPRISE],
  externalId: `${givenName}-object-id`,
  userName: `${givenName}.${familyName}@atlas.example`.toLowerCase(),
  active: true,
  displayName: `${givenName} ${familyName}`,
  emails: [{ primary: true, type: 'work', value: `${givenName}@atlas.example`.toLowerCase() }],
  meta: { resourceType: 'User' },
  name: { formatted: `${givenName} ${familyName}`, familyName, givenName },
  roles,
});
const members = (op: 'Add' | 'Remove', ...users: string[]) =>
  patchBody({ op, path: 'members', value: users.map((value) => ({ value })) });

test('people and groups come in as Entra sends them', async () => {
  ids.nadia = (await scim('POST', '/Users', person('Nadia', 'Okafor', []), 201)).id;
  ids.omar = (await scim('POST', '/Users', person('Omar', 'Haddad', []), 201)).id;
  const appRole = { primary: 'True', type: 'WindowsAzureActiveDirectoryRole', value: 'Admin' };
  ids.petra = (await scim('POST', '/Users', person('Petra', 'Lindqvist', [appRole]), 201)).id;
  const group = (displayName: string) => ({ schemas: [GROUP], externalId: displayName, displayName });
  ids.salesAdmins = (await scim('POST', '/Groups', group('ws-Sales-role-admin'), 201)).id;
  ids.salesMembers = (await scim('POST', '/Groups', group('ws-Sales-role-member'), 201)).id;
  ids.engineering = (await scim('POST', '/Groups', group('Engineering'), 201)).id;
  await scim('PATCH', `/Groups/${ids.salesAdmins}`, members('Add', ids.nadia), 204);
  await scim('PATCH', `/Groups/${ids.salesMembers}`, members('Add', ids.omar), 204);
  await scim('PATCH', `/Groups/${ids.engineering}`, members('Add', ids.omar), 204);
});

test('the application reads who may do what', async () => {
  expect(await may(ids.nadia, 'Sales', 'admin')).toBe('yes, admin: granted');
  expect(await may(ids.omar, 'sales')).toBe('yes, member: granted');
  expect(await may(ids.omar, ' SALES ', 'manager')).toBe('no, member: role_too_low');
  expect(await may(ids.petra, 'Sales', 'admin')).toBe('yes, admin: inherited');
  expect(await may(ids.omar, 'Engineering')).toBe('no, nothing: unknown_workspace');
  expect(await may(crypto.randomUUID(), 'Sales')).toBe('no, nothing: unknown_user');

  const sales = await get('/workspaces').then(({ data }) => data[0]);
  expect(sales).toEqual({
    object: 'workspace',
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    slug: `sales-${sales.id.slice(0, 8)}`,
    name: 'Sales',
    status: 'active',
  });
  expect(await get(`/workspaces/${sales.slug}`)).toEqual(sales);
  expect(await get(`/workspaces/${sales.id}`)).toEqual(sales);
  const users = await askAll(service, `/workspaces/${sales.slug}/users?page_size=1`);
  const shown = { first_name: 'Nadia', last_name: 'Okafor', org_role: 'member', role: 'admin' };
  expect(users.find(({ id }) => id === ids.nadia)).toMatchObject({ ...shown, inherited: false });
  expect(users.map(({ id, role, inherited }) => ({ id, role, inherited }))).toEqual(
    [
      { id: ids.nadia, role: 'admin', inherited: false },
      { id: ids.omar, role: 'member', inherited: false },
      { id: ids.petra, role: 'admin', inherited: true },
    ].sort((a, b) => (a.id < b.id ? -1 : 1)),
  );

  expect(await get(`/users/${ids.nadia}`)).toEqual({
    object: 'user',
    id: ids.nadia,
    user_name: 'nadia.okafor@atlas.example',
    external_id: 'Nadia-object-id',
    email: 'nadia@atlas.example',
    first_name: 'Nadia',
    last_name: 'Okafor',
    active: true,
    role: 'member',
    all_workspaces: null,
    workspaces: [{ id: sales.id, slug: sales.slug, name: 'Sales', role: 'admin', inherited: false }],
    created_at: expect.stringMatching(/Z$/),
    last_updated_at: expect.stringMatching(/Z$/),
  });
  expect(await get(`/users/${ids.petra}`)).toMatchObject({
    role: 'admin',
    all_workspaces: 'admin',
    workspaces: [{ name: 'Sales', role: 'admin', inherited: true }],
  });
});

test('a user is found by every name that an application may know', async () => {
  for (const query of [
    'user_name=NADIA.okafor@atlas.example',
    'external_id=Nadia-object-id',
    'email=Nadia@Atlas.example',
  ]) {
    expect((await get(`/users?${query}`)).data.map(({ id }: { id: string }) => id)).toEqual([ids.nadia]);
    expect(await get(`/check?${query}&workspace=Sales&role=admin`)).toMatchObject({ allowed: true });
  }
  expect((await get('/users?user_name=nobody')).data).toEqual([]);
  expect((await get('/users?role=ADMIN')).data).toMatchObject([
    { id: ids.petra, all_workspaces: 'admin', workspaces: [] },
  ]);
  expect((await askAll(service, '/users?role=member&page_size=1')).map(({ id }) => id).sort()).toEqual(
    [ids.nadia, ids.omar].sort(),
  );
});

test('a group of any name is mapped by hand, with a role for each workspace', async () => {
  const map = (workspace: string, role: string) =>
    ask(service, '/mappings', { body: { group_id: ids.engineering, workspace, role } });
  const created = await map('Engineering', 'manager');
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({
    group_id: ids.engineering,
    group_name: 'Engineering',
    role: 'manager',
    source: 'explicit',
  });
  expect((await map('Engineering', 'manager')).status).toBe(200);
  expect((await map('Sales', 'manager')).status).toBe(201);
  expect(await may(ids.omar, 'Engineering', 'manager')).toBe('yes, manager: granted');
  expect(await may(ids.omar, 'Sales', 'manager')).toBe('yes, manager: granted');
});

test('every path is explained, and which decides', async () => {
  const explained = await get(`/explain?user_id=${ids.omar}&workspace=Sales`);
  expect(explained).toMatchObject({
    allowed: true,
    role: 'manager',
    reason: 'granted',
    user: { user_name: 'omar.haddad@atlas.example', active: true, role: 'member' },
    workspace: { name: 'Sales', status: 'active' },
    organization_role_decides: false,
    overlap: true,
    paths: [
      {
        group_id: ids.engineering,
        group_name: 'Engineering',
        role: 'manager',
        decides: true,
        membership: { credential: 'laptop' },
        mapping: { source: 'explicit', credential: 'laptop' },
      },
      { group_name: 'ws-Sales-role-member', role: 'member', decides: false, mapping: { source: 'pattern' } },
    ],
  });
  const [{ membership, mapping }] = explained.paths;
  expect(Date.parse(membership.since)).toBeLessThanOrEqual(Date.parse(mapping.since));
  expect(membership.request).not.toBe(mapping.request);
  expect(await get(`/explain?user_id=${ids.petra}&workspace=Sales`)).toMatchObject({
    organization_role_decides: true,
    overlap: false,
    paths: [],
  });
});

test('a move between two groups never passes through less than the stronger of both', async () => {
  await scim('PATCH', `/Groups/${ids.salesMembers}`, members('Add', ids.nadia), 204);
  expect(await may(ids.nadia, 'Sales')).toBe('yes, admin: granted');
  await scim('PATCH', `/Groups/${ids.salesAdmins}`, members('Remove', ids.nadia), 204);
  expect(await may(ids.nadia, 'Sales')).toBe('yes, member: granted');
  expect(await may(ids.nadia, 'Sales', 'admin')).toBe('no, member: role_too_low');
});

test('a renamed group means another workspace; the one it leaves is archived and comes back', async () => {
  const rename = (displayName: string) =>
    scim(
      'PATCH',
      `/Groups/${ids.salesMembers}`,
      patchBody({ op: 'Replace', path: 'displayName', value: displayName }),
      204,
    );
  const { data } = await get('/workspaces?name=sales');
  await ask(service, `/mappings/explicit.${ids.engineering}.${data[0].id}`, { method: 'DELETE' });
  await scim('DELETE', `/Groups/${ids.salesAdmins}`, undefined, 204);
  await rename('ws-Customer Success-role-member');
  expect(await may(ids.nadia, 'Customer Success')).toBe('yes, member: granted');
  expect(await may(ids.nadia, 'Sales')).toBe('no, nothing: archived');
  expect(await may(ids.petra, 'Sales')).toBe('no, nothing: archived');
  expect((await get(`/workspaces/${data[0].id}`)).status).toBe('archived');
  expect((await get(`/workspaces/${data[0].id}/users`)).data).toEqual([]);
  expect((await get('/workspaces?status=archived')).data).toMatchObject([{ name: 'Sales' }]);
  await rename('ws-Sales-role-manager');
  expect(await get(`/workspaces/${data[0].id}`)).toEqual(data[0]);
  expect(await may(ids.nadia, 'Sales', 'manager')).toBe('yes, manager: granted');
});

test('who is deactivated has nothing at once, and everything again afterwards', async () => {
  const activate = (active: string) =>
    scim('PATCH', `/Users/${ids.nadia}`, patchBody({ op: 'Replace', path: 'active', value: active }));
  await activate('False');
  expect(await may(ids.nadia, 'Sales')).toBe('no, nothing: inactive');
  expect(await get(`/users/${ids.nadia}`)).toMatchObject({ active: false, workspaces: [] });
  const [sales] = (await get('/workspaces?name=Sales')).data;
  const listed = await askAll(service, `/workspaces/${sales.slug}/users`);
  expect(listed.map(({ id }) => id)).not.toContain(ids.nadia);
  await activate('True');
  expect(await may(ids.nadia, 'Sales')).toBe('yes, manager: granted');
});

test('a deleted group takes the access that came through it, and no other', async () => {
  await scim('DELETE', `/Groups/${ids.engineering}`, undefined, 204);
  expect(await may(ids.omar, 'Engineering')).toBe('no, nothing: archived');
  expect(await may(ids.omar, 'Sales', 'manager')).toBe('yes, manager: granted');
  await scim('DELETE', `/Groups/${ids.salesMembers}`, undefined, 204);
  expect(await may(ids.omar, 'Sales')).toBe('no, nothing: archived');
  expect((await get('/mappings')).data).toEqual([]);
});
