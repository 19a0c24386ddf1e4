// Users, groups and workspaces over the console: searched by the beginning of what they are called, paged, and each user with
// why they have the access that they have.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConsoleApi, consoleApi } from '../support/console-api.ts';
import { create, groupBody, type Resource, userBody } from '../support/scim.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let api: ConsoleApi;
let nadia: Resource;
let sales: Resource;

// biome-ignore lint/suspicious/noExplicitAny: a test looks into bodies of any shape, and fails where it is another.
type Body = any;
const ATTACK = '<img src=x onerror=alert(1)>';

beforeAll(async () => {
  service = await startService();
  api = consoleApi(service);
  nadia = await create(
    service,
    '/Users',
    userBody('nadia.okafor@atlas.example', {
      displayName: 'Nadia Okafor',
      externalId: 'n-1',
      emails: [{ value: 'nadia@mail.example', type: 'work' }],
    }),
  );
  for (const [login, displayName] of [
    ['ben@atlas.example', 'Ben Ito'],
    ['nils@atlas.example', 'Nils Berg'],
    ['attack@atlas.example', ATTACK],
  ] as const) {
    await create(service, '/Users', userBody(login, { displayName }));
  }
  sales = await create(service, '/Groups', groupBody('ws-Sales-role-manager', [nadia.id]));
  await create(service, '/Groups', groupBody('ws-Sales-role-member', [nadia.id]));
  await create(service, '/Groups', groupBody('Cooks', [nadia.id]));
  await create(service, '/Groups', groupBody('ws-Straße 7-role-admin', []));
});
afterAll(() => service.stop());

const names = async (path: string) =>
  (await api.read(path)).data.map(({ display_name }: Body) => display_name);

describe('users', () => {
  test.each([
    ['nadia', ['Nadia Okafor']],
    ['NADIA O', ['Nadia Okafor']],
    ['nadia@mail', ['Nadia Okafor']],
    ['n', ['Nadia Okafor', 'Nils Berg']],
    ['<img', [ATTACK]],
    ['okafor', []],
    ['%', []],
    ['~', []],
  ])('that begin with %s', async (search, expected) => {
    expect(await names(`users?search=${encodeURIComponent(search)}`)).toEqual(expected);
  });

  test('by id', async () => {
    expect(await names(`users?search=${nadia.id}`)).toEqual(['Nadia Okafor']);
  });

  test('all of them, page by page', async () => {
    const walked: string[] = [];
    let cursor = '';
    do {
      const { data, next_cursor } = await api.read(`users?page_size=2${cursor}`);
      walked.push(...data.map(({ user_name }: Body) => user_name));
      cursor = next_cursor === null ? '' : `&cursor=${encodeURIComponent(next_cursor)}`;
    } while (cursor !== '');
    expect(walked.sort()).toEqual([
      'attack@atlas.example',
      'ben@atlas.example',
      'nadia.okafor@atlas.example',
      'nils@atlas.example',
    ]);
  });

  test('each with attributes, groups and why', async () => {
    const detail = await api.read(`users/${nadia.id}`);
    expect(detail.user).toMatchObject({
      id: nadia.id,
      email: 'nadia@mail.example',
      role: 'member',
      active: true,
    });
    expect(detail.attributes).toMatchObject({ userName: 'nadia.okafor@atlas.example', externalId: 'n-1' });
    expect(detail.groups.map(({ display_name }: Body) => display_name).sort()).toEqual([
      'Cooks',
      'ws-Sales-role-manager',
      'ws-Sales-role-member',
    ]);
    expect(detail.access).toMatchObject([
      {
        role: 'manager',
        workspace: { name: 'Sales', status: 'active' },
        overlap: true,
        paths: [
          { group_name: 'ws-Sales-role-manager', role: 'manager', decides: true },
          { group_name: 'ws-Sales-role-member', role: 'member', decides: false },
        ],
      },
    ]);
    // The same as the access API says.
    const { workspace } = detail.access[0];
    expect(detail.access[0]).toEqual(await api.read(`explain?user_id=${nadia.id}&workspace=${workspace.id}`));
  });

  test('who is not there is 404', async () => {
    for (const id of ['7f3c1d52-9b1e-4d43-8f6a-0c2f5d1e9a70', 'x', '..%2f']) {
      expect((await api.request('GET', `users/${id}`)).status).toBe(404);
    }
  });
});

describe('groups', () => {
  test('that begin so; what they lead to, or why they do not', async () => {
    const { data } = await api.read('groups?search=coo');
    expect(data).toMatchObject([
      { display_name: 'Cooks', mappings: [], near_miss: 'The name does not begin with "ws-".' },
    ]);
    expect((await names('groups?search=WS-SALES')).sort()).toEqual([
      'ws-Sales-role-manager',
      'ws-Sales-role-member',
    ]);
  });

  test('without a mapping', async () => {
    expect(await names('groups?unmapped=true')).toEqual(['Cooks']);
    expect(await names('groups')).toHaveLength(4);
  });

  test('each with its mappings and its members', async () => {
    expect(await api.read(`groups/${sales.id}`)).toMatchObject({
      display_name: 'ws-Sales-role-manager',
      mappings: [
        { group_name: 'ws-Sales-role-manager', workspace_name: 'Sales', role: 'manager', source: 'pattern' },
      ],
      near_miss: null,
    });
    expect((await api.read(`groups/${sales.id}/members`)).data).toEqual([
      { id: nadia.id, user_name: 'nadia.okafor@atlas.example', display_name: 'Nadia Okafor', active: true },
    ]);
    expect((await api.request('GET', 'groups/x')).status).toBe(404);
    expect((await api.request('GET', 'groups/x/members')).status).toBe(404);
  });
});

describe('workspaces', () => {
  const named = async (path: string) => (await api.read(path)).data.map(({ name }: Body) => name);

  test('whose names begin so', async () => {
    expect(await named('workspaces?search=s')).toEqual(['Sales', 'Straße 7']);
    expect(await named('workspaces?search=SAL')).toEqual(['Sales']);
    expect(await named('workspaces?search=7')).toEqual([]);
  });

  test('with their status, and those of one status', async () => {
    const { id } = await create(service, '/Groups', groupBody('ws-Gone-role-member'));
    await service.request('DELETE', `/Groups/${id}`);
    expect(await named('workspaces?status=archived')).toEqual(['Gone']);
    expect((await api.read('workspaces?search=gone')).data).toMatchObject([
      { name: 'Gone', status: 'archived' },
    ]);
  });

  test('each with its users', async () => {
    const [{ slug }] = (await api.read('workspaces?search=sales')).data;
    expect((await api.read(`workspaces/${slug}/users`)).data).toMatchObject([
      { id: nadia.id, role: 'manager' },
    ]);
  });
});

test('what a person is called goes out as it is, as JSON that no browser takes for a page', async () => {
  const response = await api.request('GET', `users?search=${encodeURIComponent(ATTACK)}`);
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(response.body.data[0].display_name).toBe(ATTACK);
});

test('an address that is none is a problem that says so', async () => {
  const { status, body } = await api.request('GET', 'nothing/here');
  expect(status).toBe(404);
  expect(body).toMatchObject({
    title: 'Not found',
    detail: 'There is no address /console/api/nothing/here here.',
  });
  expect((await api.request('PUT', 'users')).status).toBe(405);
});
