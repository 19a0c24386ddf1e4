// The storage requests and the sequential depth that each operation may cost: the table of docs/storage.md, counted under
// the client. A figure that rises with the directory's size, or at all, fails.
import { beforeAll, expect, test } from 'vitest';
import { newGroupId, newUserId } from '../../src/directory/ids.ts';
import type { GroupRecord, UserRecord } from '../../src/directory/store.ts';
import { ORIGIN, type TestDirectory, testDirectory } from '../support/directory.ts';
import { seedGroup, seedUsers } from '../support/seed.ts';

export interface Size {
  readonly users: number;
  /** Of one group; not more than there are users. */
  readonly members: number;
}

/** The tests of a directory of this size. */
export function countRequests({ users, members }: Size): void {
  let directory: TestDirectory;
  let ids: string[];
  let group: string;

  beforeAll(async () => {
    directory = await testDirectory();
    ids = await seedUsers(directory.writer, users);
    group = await seedGroup(directory.writer, 'ws-Atlas-role-member', ids.slice(0, members));
    // The first write of a process looks for lanes to claim; every later one has its lane.
    await directory.store.createUser(newUserId(), { userName: 'warm.up' }, ORIGIN);
  }, 120_000);

  async function costs(work: (directory: TestDirectory) => Promise<unknown>): Promise<string> {
    const { requests, depth } = await directory.count(() => work(directory));
    return `${requests}/${depth}`;
  }

  const user = async (position: number): Promise<UserRecord> => {
    const found = await directory.store.readUser(ids[position] ?? '');
    if (found === undefined) throw new Error('no such user');
    return found;
  };

  const groupRecord = async (id: string): Promise<GroupRecord> => {
    const found = await directory.store.readGroup(id);
    if (found === undefined) throw new Error('no such group');
    return found;
  };

  const createdGroup = async (added: readonly string[]): Promise<string> => {
    const id = newGroupId();
    await directory.store.createGroup(id, { displayName: `Group ${id}` }, added, ORIGIN);
    return id;
  };

  test('read a user with groups: hit and miss', async () => {
    expect(await costs(({ store }) => store.readUser(ids[1] ?? ''))).toBe('1/1');
    expect(await costs(({ store }) => store.readUser(newUserId()))).toBe('1/1');
  });

  test.each([
    ['userName', 'user3@atlas.example'],
    ['externalId', 'external-3'],
    ['displayName', 'User Three 3'],
    ['email', 'user3@atlas.example'],
  ] as const)('find a user by %s: miss and hit', async (by, value) => {
    expect(await costs(({ store }) => store.findUsers(by, 'equals', 'nobody', 10))).toBe('1/1');
    expect(await costs(({ store }) => store.findUsers(by, 'equals', value, 10))).toBe('2/2');
  });

  test.each(['userName', 'displayName', 'email'] as const)(
    'find users by the beginning of %s',
    async (by) => {
      // A dozen in each directory: a thousand would only tell how fast Azurite is.
      const begin = `User Three ${'3'.repeat(Math.max(1, String(users).length - 2))}`;
      const prefix = by === 'displayName' ? begin : 'user3@';
      const found = await directory.store.findUsers(by, 'startsWith', prefix, 1_000);
      expect(found.length).toBeGreaterThan(0);
      expect(await costs(({ store }) => store.findUsers(by, 'startsWith', prefix, 1_000))).toBe(
        `${1 + found.length}/2`,
      );
    },
  );

  test('create a user; change one; change nothing', async () => {
    expect(
      await costs(({ store }) => store.createUser(newUserId(), { userName: `new-${users}` }, ORIGIN)),
    ).toBe('1/1');
    expect(
      await costs(async ({ store }) => {
        const before = await user(2);
        await store.updateUser(before, { ...before.attributes, title: 'Analyst' }, ORIGIN);
      }),
    ).toBe('2/2');
    expect(
      await costs(async ({ store }) => {
        const before = await user(2);
        await store.updateUser(before, before.attributes, ORIGIN);
      }),
    ).toBe('1/1');
  });

  test('create and rename a group', async () => {
    expect(
      await costs(({ store }) =>
        store.createGroup(newGroupId(), { displayName: `ws-New ${users}-role-admin` }, [], ORIGIN),
      ),
    ).toBe('1/1');
    expect(
      await costs(async ({ store }) => {
        const before = await groupRecord(group);
        const renamed = { ...before.attributes, displayName: 'ws-Atlas-role-manager' };
        await store.updateGroup(before, renamed, { add: [], remove: [] }, 'attributes', ORIGIN);
      }),
    ).toBe('2/2');
  });

  test('add and remove one member and thirty', async () => {
    const added = [newUserId(), ...Array.from({ length: 30 }, () => newUserId())];
    for (const id of added) await directory.store.createUser(id, { userName: id }, ORIGIN);
    const [one = '', ...thirty] = added;
    for (const members of [[one], thirty]) {
      expect(
        await costs(({ store }) => store.changeMembers(group, { add: members, remove: [] }, ORIGIN)),
      ).toBe('1/1');
      expect(
        await costs(({ store }) => store.changeMembers(group, { add: [], remove: members }, ORIGIN)),
      ).toBe('1/1');
    }
  });

  test('read a group without and with members', async () => {
    expect(await costs(({ store }) => store.readGroup(group))).toBe('1/1');
    const pages = await costs(({ store }) => store.pageMembers(group, undefined, 1_000));
    expect(pages).toBe('1/1');
  });

  test('delete a user in twenty groups', async () => {
    const id = newUserId();
    await directory.store.createUser(id, { userName: `leaver-${users}` }, ORIGIN);
    for (let n = 0; n < 20; n += 1) await createdGroup([id]);
    expect(
      await costs(async ({ store }) => {
        const record = await store.readUser(id);
        if (record !== undefined) await store.deleteUser(record, ORIGIN);
      }),
    ).toBe('2/2');
  });

  test.each([20, members])('delete a group of %i members: the sweep comes after the answer', async (size) => {
    const id = await createdGroup(ids.slice(0, Math.min(size, ids.length)));
    const sibling = directory.sibling();
    // Kept from sweeping within the count: the answer does not wait for it.
    expect(
      await costs(async ({ store, writer }) => {
        const record = await store.readGroup(id);
        if (record === undefined) throw new Error('no such group');
        writer.sweeps.set(id, Promise.resolve());
        expect(await store.deleteGroup(record, 'attributes', ORIGIN)).toEqual({ kind: 'deleted' });
        writer.sweeps.delete(id);
      }),
    ).toBe('2/2');
    expect(await sibling.store.resumeSweeps()).toBe(1);
    expect((await user(0)).memberships.some((membership) => membership.group === id)).toBe(false);
  });

  test('a page of 100 users with their groups; of 100 groups', async () => {
    expect(await costs(({ store }) => store.pageUsers(undefined, 100))).toBe('1/1');
    expect(await costs(({ store }) => store.pageUsers(ids[Math.floor(ids.length / 2)], 100))).toBe('1/1');
    expect(await costs(({ store }) => store.pageGroups(undefined, 100))).toBe('1/1');
  });

  test('totals', async () => {
    expect(await costs(({ store }) => store.totals())).toBe('1/1');
  });
}
