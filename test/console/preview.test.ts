// What a mapping would do, before it is made: what the preview says is what happens.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConsoleApi, consoleApi } from '../support/console-api.ts';
import { create, groupBody, type Resource, userBody } from '../support/scim.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let api: ConsoleApi;
const people = new Map<string, Resource>();
const groups = new Map<string, string>();

// biome-ignore lint/suspicious/noExplicitAny: a test looks into bodies of any shape, and fails where it is another.
type Body = any;

beforeAll(async () => {
  service = await startService();
  api = consoleApi(service);
  const PEOPLE: Readonly<Record<string, object>> = {
    ana: {},
    ben: {},
    cleo: { active: false },
    dora: { roles: [{ value: 'admin' }] },
    emil: {},
    // In no group at all.
    finn: { roles: [{ value: 'admin' }] },
  };
  for (const [login, more] of Object.entries(PEOPLE)) {
    people.set(
      login,
      await create(service, '/Users', userBody(`${login}@atlas.example`, { displayName: login, ...more })),
    );
  }
  const GROUPS: Readonly<Record<string, readonly string[]>> = {
    Everybody: ['ana', 'ben', 'cleo', 'dora', 'emil'],
    'ws-Sales-role-member': ['ana'],
    'ws-Sales-role-admin': ['ben', 'emil'],
    Nobody: [],
  };
  for (const [name, members] of Object.entries(GROUPS)) {
    const ids = members.map((login) => people.get(login)?.id as string);
    groups.set(name, (await create(service, '/Groups', groupBody(name, ids))).id);
  }
});
afterAll(() => service.stop());

const preview = async (wanted: object): Promise<Body> =>
  (await api.request('POST', 'mappings/preview', wanted)).body;

/** Everybody's role in a workspace, by name. */
async function rolesIn(workspace: string): Promise<Record<string, string | null>> {
  const roles = await Promise.all(
    [...people].map(async ([login, { id }]) => {
      const { role } = await api.read(`check?user_id=${id}&workspace=${workspace}`);
      return [login, role] as const;
    }),
  );
  return Object.fromEntries(roles);
}

/** Who would have which role after it, by the preview. */
function told({ gains, loses }: Body): Record<string, readonly [string | null, string | null]> {
  return Object.fromEntries(
    [...gains, ...loses].map(({ display_name, before, after }: Body) => [display_name, [before, after]]),
  );
}

describe.each<[string, () => object]>([
  [
    'a stronger role for a group of all kinds of people',
    () => ({ group_id: groups.get('Everybody'), workspace: 'Sales', role: 'manager' }),
  ],
  [
    'a weaker one in its place',
    () => ({ group_id: groups.get('Everybody'), workspace: 'Sales', role: 'member' }),
  ],
  ['the same once more', () => ({ group_id: groups.get('Everybody'), workspace: 'Sales', role: 'member' })],
  ['a workspace that is new', () => ({ group_name: 'Everybody', workspace: 'Gardens', role: 'manager' })],
  ['an empty group', () => ({ group_id: groups.get('Nobody'), workspace: 'Sales', role: 'admin' })],
  [
    'a group that is not there yet, to a workspace that is new',
    () => ({ group_name: 'Later', workspace: 'Moon', role: 'admin' }),
  ],
  ['a group that is not there yet', () => ({ group_name: 'Later', workspace: 'Sales', role: 'admin' })],
])('%s', (_, wanted) => {
  test('changes exactly the people that it says, as it says', async () => {
    const { workspace } = wanted() as { workspace: string };
    const before = await rolesIn(workspace);
    const shown = await preview(wanted());
    expect(await rolesIn(workspace)).toEqual(before);
    expect((await api.request('POST', 'mappings', wanted())).status).toBeLessThan(300);
    const after = await rolesIn(workspace);
    const changed = Object.keys(before).filter((login) => before[login] !== after[login]);
    expect(told(shown)).toEqual(
      Object.fromEntries(changed.map((login) => [login, [before[login], after[login]]])),
    );
    expect([shown.gain_count, shown.lose_count, shown.exact]).toEqual([
      shown.gains.length,
      shown.loses.length,
      true,
    ]);
  });
});

test('taking a mapping away: with the role null', async () => {
  const wanted = { group_id: groups.get('Everybody'), workspace: 'Sales', role: 'admin' };
  const { body } = await api.request('POST', 'mappings', wanted);
  const before = await rolesIn('Sales');
  const shown = await preview({ ...wanted, role: null });
  expect((await api.request('DELETE', `mappings/${body.id}`)).status).toBe(204);
  const after = await rolesIn('Sales');
  const changed = Object.keys(before).filter((login) => before[login] !== after[login]);
  expect(told(shown)).toEqual(
    Object.fromEntries(changed.map((login) => [login, [before[login], after[login]]])),
  );
  expect(shown.gain_count).toBe(0);
  expect(shown.lose_count).toBe(changed.length);
});

test('taking the last mapping of a workspace away: everybody loses it, organization admins too', async () => {
  const wanted = { group_id: groups.get('Everybody'), workspace: 'Harbour', role: 'member' };
  const { body } = await api.request('POST', 'mappings', wanted);
  const before = await rolesIn('Harbour');
  const shown = await preview({ ...wanted, role: null });
  expect((await api.request('DELETE', `mappings/${body.id}`)).status).toBe(204);
  expect(Object.values(await rolesIn('Harbour'))).toEqual(Array(people.size).fill(null));
  expect(told(shown)).toEqual(
    Object.fromEntries(
      Object.entries(before).flatMap(([login, role]) => (role === null ? [] : [[login, [role, null]]])),
    ),
  );
  expect(told(shown)).toHaveProperty('finn');
});

test('overlaps: which other groups of the same people lead there, and how many they are', async () => {
  const { overlaps, new_workspace } = await preview({
    group_id: groups.get('Everybody'),
    workspace: 'Sales',
    role: 'manager',
  });
  expect(new_workspace).toBe(false);
  expect(overlaps.toSorted((a: Body, b: Body) => a.people - b.people)).toEqual([
    {
      group_id: groups.get('ws-Sales-role-member'),
      group_name: 'ws-Sales-role-member',
      role: 'member',
      people: 1,
    },
    {
      group_id: groups.get('ws-Sales-role-admin'),
      group_name: 'ws-Sales-role-admin',
      role: 'admin',
      people: 2,
    },
  ]);
});

test('the first hundred people are shown, and all are counted', async () => {
  const ids = await Promise.all(
    Array.from(
      { length: 130 },
      async (_, at) => (await create(service, '/Users', userBody(`crowd${at}@atlas.example`))).id,
    ),
  );
  const { id } = await create(service, '/Groups', groupBody('Crowd', ids));
  const shown = await preview({ group_id: id, workspace: 'Stadium', role: 'member' });
  expect(shown.gains).toHaveLength(100);
  expect(shown).toMatchObject({
    // With the two organization admins.
    gain_count: 132,
    lose_count: 0,
    exact: true,
    new_workspace: true,
  });
});

test.each([
  [{ workspace: 'Sales', role: 'member' }, 'group_id or group_name'],
  [{ group_id: 'x', group_name: 'y', workspace: 'Sales', role: 'member' }, 'group_id or group_name'],
  [{ group_name: 'x', workspace: 'Sales', role: 'boss' }, '"role"'],
  [{ group_name: 'x', workspace: '  ', role: 'member' }, 'blank'],
])('%j is refused with what is wrong', async (wanted, problem) => {
  const { status, body } = await api.request('POST', 'mappings/preview', wanted);
  expect(status).toBe(400);
  expect(body.detail).toContain(problem);
});
