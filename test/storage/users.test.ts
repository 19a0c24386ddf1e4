import { describe, expect, test } from 'vitest';
import { newGroupId, newUserId } from '../../src/directory/ids.ts';
import { ORIGIN, testDirectory } from '../support/directory.ts';

const attributes = (name: string) => ({
  userName: `${name}@atlas.example`,
  externalId: `ext-${name}`,
  displayName: name,
  emails: [{ value: `${name}@atlas.example`, type: 'work', primary: true }],
  active: true,
});

describe('users in the table', () => {
  test('are found by id and by each index, without case', async () => {
    const { store } = await testDirectory();
    const id = newUserId();
    const created = await store.createUser(id, attributes('Nadia'), ORIGIN);
    expect(created.kind).toBe('created');
    expect((await store.readUser(id))?.attributes).toEqual(attributes('Nadia'));
    for (const [by, value] of [
      ['userName', 'NADIA@atlas.example'],
      ['externalId', 'ext-Nadia'],
      ['displayName', 'nadia'],
      ['email', 'nadia@ATLAS.example'],
    ] as const) {
      expect((await store.findUsers(by, 'equals', value, 10)).map((user) => user.id)).toEqual([id]);
      expect((await store.findUsers(by, 'startsWith', value.slice(0, 3), 10)).map((user) => user.id)).toEqual(
        [id],
      );
    }
  });

  test('a userName is taken once, in any case', async () => {
    const { store } = await testDirectory();
    const id = newUserId();
    await store.createUser(id, attributes('Nadia'), ORIGIN);
    const again = await store.createUser(newUserId(), { userName: 'NADIA@ATLAS.EXAMPLE' }, ORIGIN);
    expect(again).toEqual({ kind: 'taken', attribute: 'userName', by: id });
  });

  test('an update of what has changed since is refused, and moves the indexes when not', async () => {
    const { store } = await testDirectory();
    const id = newUserId();
    await store.createUser(id, attributes('Nadia'), ORIGIN);
    const before = await store.readUser(id);
    if (before === undefined) throw new Error('not found');
    const updated = await store.updateUser(before, attributes('Nadja'), ORIGIN);
    expect(updated).toMatchObject({ kind: 'updated', record: { revision: 2, version: 'W/"2"' } });
    expect(await store.updateUser(before, attributes('Other'), ORIGIN)).toEqual({ kind: 'changed' });
    expect(await store.findUsers('userName', 'equals', 'nadia@atlas.example', 10)).toEqual([]);
    expect((await store.findUsers('email', 'equals', 'nadja@atlas.example', 10)).length).toBe(1);
  });

  test('a deletion with a stale ETag is refused, inside a transaction too', async () => {
    const { store } = await testDirectory();
    const id = newUserId();
    await store.createUser(id, attributes('Nadia'), ORIGIN);
    const stale = await store.readUser(id);
    if (stale === undefined) throw new Error('not found');
    await store.updateUser(stale, attributes('Nadja'), ORIGIN);
    expect(await store.deleteUser(stale, ORIGIN)).toEqual({ kind: 'changed' });
    const current = await store.readUser(id);
    if (current === undefined) throw new Error('not found');
    expect(await store.deleteUser(current, ORIGIN)).toEqual({ kind: 'deleted' });
    expect(await store.readUser(id)).toBeUndefined();
    expect((await store.createUser(newUserId(), attributes('Nadja'), ORIGIN)).kind).toBe('created');
  });

  test('members are added and removed on both sides, unknown ids named', async () => {
    const { store } = await testDirectory();
    const [one, two, stranger] = [newUserId(), newUserId(), newUserId()];
    await store.createUser(one, attributes('One'), ORIGIN);
    await store.createUser(two, attributes('Two'), ORIGIN);
    const group = newGroupId();
    const created = await store.createGroup(
      group,
      { displayName: 'ws-Sales-role-admin' },
      [one, stranger],
      ORIGIN,
    );
    expect(created).toMatchObject({ kind: 'created', members: { added: [one], unknown: [stranger] } });
    const added = await store.changeMembers(group, { add: [one, two], remove: [] }, ORIGIN);
    expect(added).toMatchObject({ kind: 'done', added: [two], removed: [], unknown: [] });
    expect((await store.readUser(two))?.memberships.map((membership) => membership.group)).toEqual([group]);
    expect([...(await store.pageMembers(group, undefined, 10)).items].sort()).toEqual([one, two].sort());
    const removed = await store.changeMembers(group, { add: [], remove: [two, stranger] }, ORIGIN);
    expect(removed).toMatchObject({ kind: 'done', removed: [two] });
    const read = await store.readGroup(group);
    expect(read?.mappings).toMatchObject([{ role: 'admin', source: 'pattern' }]);
    if (removed.kind === 'done') expect(read?.version).toBe(removed.version);
    if (read === undefined) throw new Error('not found');
    expect(await store.deleteGroup(read, 'attributes', ORIGIN)).toEqual({ kind: 'deleted' });
    expect((await store.readUser(one))?.memberships).toEqual([]);
    expect(await store.resumeSweeps()).toBeLessThanOrEqual(1);
    expect(await store.totals()).toEqual({ users: 2, groups: 0 });
  });

  test('a group that has changed since is told before a name that is taken', async () => {
    const { store } = await testDirectory();
    const [one, group] = [newUserId(), newGroupId()];
    await store.createUser(one, attributes('One'), ORIGIN);
    await store.createGroup(newGroupId(), { displayName: 'Taken' }, [], ORIGIN);
    await store.createGroup(group, { displayName: 'Crew' }, [], ORIGIN);
    const before = await store.readGroup(group);
    if (before === undefined) throw new Error('not found');
    await store.changeMembers(group, { add: [one], remove: [] }, ORIGIN);
    const rename = (condition: 'attributes' | 'attributes and members') =>
      store.updateGroup(before, { displayName: 'taken' }, { add: [], remove: [] }, condition, ORIGIN);
    expect(await rename('attributes and members')).toEqual({ kind: 'changed' });
    expect(await rename('attributes')).toMatchObject({ kind: 'taken', attribute: 'displayName' });
  });
});
