// The change feed as an application follows it.
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { createDirectoryStore, createWriter } from '../../src/storage/directory.ts';
import { openTable } from '../../src/storage/table.ts';
import { ask } from '../support/access.ts';
import { create, groupBody, patchBody, userBody } from '../support/scim.ts';
import { type Answer, startService, type TestService } from '../support/service.ts';

type Event = Answer['body'];

let service: TestService;
let cursor: string;

beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  cursor = (await ask(service, '/changes?cursor=now')).body.next_cursor;
});

/** Everything that happened since the last time. */
async function news(include = '&include=access'): Promise<Event[]> {
  const events: Event[] = [];
  for (;;) {
    const { status, body } = await ask(service, `/changes?cursor=${cursor}${include}`);
    expect(status).toBe(200);
    if (body.data.length === 0) return events;
    events.push(...body.data);
    cursor = body.next_cursor;
  }
}
const patch = (path: string, ...operations: object[]) =>
  service.request('PATCH', path, patchBody(...(operations as Record<string, unknown>[])));
const types = (events: Event[]) => events.map(({ type }) => type);
const map = (body: object) => ask(service, '/mappings', { body });

describe('what happened is told', () => {
  test('of a user, with the state of now', async () => {
    const { id } = await create(service, '/Users', userBody('nadia'));
    await patch(`/Users/${id}`, { op: 'replace', path: 'title', value: 'Analyst' });
    await patch(`/Users/${id}`, { op: 'replace', path: 'active', value: false });
    await patch(`/Users/${id}`, { op: 'replace', path: 'active', value: true });
    const events = await news();
    expect(types(events)).toEqual(['user.created', 'user.updated', 'user.deactivated', 'user.activated']);
    for (const event of events) {
      expect(event).toMatchObject({
        specversion: '1.0',
        source: `${service.url}/access/v1`,
        subject: id,
        datacontenttype: 'application/json',
        credential: 'laptop',
        data: { user_id: id, user: { object: 'user', id, user_name: 'nadia', active: true } },
      });
    }
    expect(events.map(({ data }) => data.revision)).toEqual([1, 2, 3, 4]);
    expect(new Set(events.map((event) => event.id)).size).toBe(4);
    await service.request('DELETE', `/Users/${id}`);
    expect(await news()).toMatchObject([{ type: 'user.deleted', data: { user_id: id, user: null } }]);
  });

  test('of a group, its members and its mappings, each workspace that it touches to be read again', async () => {
    const { id: user } = await create(service, '/Users', userBody('omar'));
    await news();
    const { id } = await create(service, '/Groups', groupBody('ws-Atlas-role-member'));
    const created = await news();
    expect(types(created)).toEqual(['group.created', 'mapping.created', 'workspace.changed']);
    const [, mapping, workspace] = created;
    expect(mapping.data).toMatchObject({ group_id: id, role: 'member', source: 'pattern' });
    expect(workspace.data).toEqual({ workspace_id: mapping.data.workspace_id });

    await patch(`/Groups/${id}`, { op: 'add', path: 'members', value: [{ value: user }] });
    expect(await news()).toMatchObject([
      {
        type: 'member.added',
        subject: id,
        data: {
          group_id: id,
          user_id: user,
          user: { workspaces: [{ name: 'Atlas', role: 'member', inherited: false }] },
        },
      },
    ]);
    await patch(`/Groups/${id}`, { op: 'replace', path: 'displayName', value: 'ws-Borealis-role-admin' });
    expect(types(await news())).toEqual([
      'group.renamed',
      'mapping.deleted',
      'workspace.changed',
      'mapping.created',
      'workspace.changed',
    ]);
    await patch(`/Groups/${id}`, { op: 'remove', path: `members[value eq "${user}"]` });
    expect(await news()).toMatchObject([{ type: 'member.removed', data: { user: { workspaces: [] } } }]);
    await service.request('DELETE', `/Groups/${id}`);
    expect(types(await news())).toEqual(['group.deleted', 'mapping.deleted', 'workspace.changed']);
  });

  test('of mappings made by hand, also of those that wait', async () => {
    await map({ group_name: 'Later', workspace: 'Cygnus', role: 'admin' });
    expect(await news()).toMatchObject([
      { type: 'mapping.created', data: { group_name: 'Later', role: 'admin', source: 'explicit' } },
    ]);
    const { id } = await create(service, '/Groups', groupBody('Later'));
    expect(types(await news())).toEqual(['group.created', 'mapping.created', 'workspace.changed']);
    await map({ group_id: id, workspace: 'Cygnus', role: 'member' });
    expect(types(await news())).toEqual([
      'mapping.deleted',
      'workspace.changed',
      'mapping.created',
      'workspace.changed',
    ]);
  });

  test('of the settings, and of whom a change of them touches', async () => {
    const { id } = await create(service, '/Users', userBody('olga', { roles: [{ value: 'owner' }] }));
    await news();
    await ask(service, '/settings', {
      method: 'PATCH',
      body: { organization_roles: ['owner', 'admin', 'member'] },
    });
    await expect
      .poll(async () => (await ask(service, '/settings')).body.reevaluation, { timeout: 10_000 })
      .toBeNull();
    const events = await news();
    expect(types(events)).toEqual(['settings.changed', 'user.updated']);
    expect(events[1].data).toMatchObject({
      user_id: id,
      user: { role: 'owner', all_workspaces: 'admin', workspaces: [] },
    });
  });

  test('without the state of users where it is not asked for', async () => {
    const { id } = await create(service, '/Users', userBody('petra'));
    expect(await news('')).toMatchObject([{ type: 'user.created', data: { user_id: id, revision: 1 } }]);
    cursor = (await ask(service, '/changes?cursor=now')).body.next_cursor;
  });
});

test('nothing new is the same answer with the same cursor', async () => {
  const path = `/changes?cursor=${cursor}`;
  const first = await ask(service, path);
  expect(first.body).toEqual({ object: 'list', data: [], next_cursor: cursor });
  const etag = first.headers.get('etag') ?? '';
  expect((await ask(service, path, { headers: { 'if-none-match': etag } })).status).toBe(304);
  await create(service, '/Users', userBody('quentin'));
  expect((await ask(service, path, { headers: { 'if-none-match': etag } })).body.data).toHaveLength(1);
});

test('a large deletion is told in pieces, none of them large, and access ends at once', async () => {
  const names = Array.from({ length: 600 }, (_, n) => `member${n}`);
  const users: string[] = [];
  for (let at = 0; at < names.length; at += 50) {
    const some = names.slice(at, at + 50).map((name) => create(service, '/Users', userBody(name)));
    users.push(...(await Promise.all(some)).map(({ id }) => id));
  }
  const { id } = await create(service, '/Groups', groupBody('ws-Dorado-role-member', users));
  cursor = (await ask(service, '/changes?cursor=now')).body.next_cursor;
  expect((await service.request('DELETE', `/Groups/${id}`)).status).toBe(204);
  const asked = await ask(service, `/check?user_id=${users[300]}&workspace=Dorado`);
  expect(asked.body).toMatchObject({ allowed: false });

  const removed = new Set<string>();
  let isAnnounced = false;
  await expect
    .poll(
      async () => {
        const { body } = await ask(service, `/changes?cursor=${cursor}&include=access&count=1000`);
        cursor = body.next_cursor;
        const touched = body.data.filter(({ type }: Event) => type === 'member.removed');
        // The page ends where it would have to read too many users.
        expect(touched.length).toBeLessThanOrEqual(150);
        for (const { data } of touched) {
          expect(data.user.workspaces).toEqual([]);
          removed.add(data.user_id);
        }
        isAnnounced ||= body.data.some(({ type }: Event) => type === 'workspace.changed');
        return removed.size;
      },
      { timeout: 20_000, interval: 5 },
    )
    .toBe(users.length);
  expect(isAnnounced).toBe(true);
}, 60_000);

test('who follows the feed while it is written has the state of the end', async () => {
  const users = await Promise.all(
    ['r1', 'r2', 'r3'].map(async (name) => (await create(service, '/Users', userBody(name))).id as string),
  );
  const groups = await Promise.all(
    ['member', 'admin'].map(
      async (role) => (await create(service, '/Groups', groupBody(`ws-Eridanus-role-${role}`))).id as string,
    ),
  );
  const seen = new Map<string, string>();
  let isWriting = true;
  const writing = Promise.all(
    users.map(async (user, n) => {
      for (let turn = 0; turn < 15; turn += 1) {
        const group = groups[(turn + n) % 2];
        const op = turn % 3 === 2 ? 'remove' : 'add';
        const path = op === 'add' ? 'members' : `members[value eq "${user}"]`;
        await patch(`/Groups/${group}`, { op, path, ...(op === 'add' ? { value: [{ value: user }] } : {}) });
      }
    }),
  ).finally(() => {
    isWriting = false;
  });
  for (let isLast = false; !isLast; ) {
    isLast = !isWriting;
    for (const { data } of await news()) {
      if (data.user) seen.set(data.user_id, data.user.workspaces.map(({ role }: Event) => role).join());
    }
  }
  await writing;
  for (const user of users) {
    const { body } = await ask(service, `/users/${user}`);
    expect(seen.get(user)).toBe(body.workspaces.map(({ role }: Event) => role).join());
  }
});

test('what is kept no longer is 410, with how to start over', async () => {
  await create(service, '/Users', userBody('stale'));
  const table = openTable({ connectionString: inject('tablesConnectionString') }, service.tableName);
  const settings = {
    pattern: { prefix: 'ws-', separator: '-role-' },
    organizationRoles: ['admin', 'member'],
  };
  const store = createDirectoryStore(createWriter(table, 'default', 'trimming'), () => settings);
  expect(await store.trimChangeLog(Date.now() + 2 * 24 * 60 * 60 * 1000)).toBeGreaterThan(0);
  const { status, body } = await ask(service, `/changes?cursor=${cursor}`);
  expect([status, body.code]).toEqual([410, 'expired_cursor']);
  expect(body.detail).toMatch(/cursor=now.*\/access\/v1\/users/);
  expect((await ask(service, '/changes')).body.data).toEqual([]);
  await create(service, '/Users', userBody('fresh'));
  expect(types((await ask(service, '/changes')).body.data)).toEqual(['user.created']);
});
