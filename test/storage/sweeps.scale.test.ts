// The largest deletions: answered as fast as small ones, then swept whole in as few transactions as their rows fit into.
import { beforeAll, expect, test } from 'vitest';
import { DEFAULT_ORGANIZATION_ROLES } from '../../src/directory/organization-role.ts';
import { verifyDirectory } from '../../src/storage/verify.ts';
import { ORIGIN, type TestDirectory, testDirectory } from '../support/directory.ts';
import { seedGroup, seedUsers } from '../support/seed.ts';
import { watchTransactions } from '../support/transactions.ts';

const MEMBERS = 10_000;
const GROUPS = 200;
/** Beside the lane and the entry of the change log. */
const ROWS_EACH = 98;

let directory: TestDirectory;
let users: string[];

beforeAll(async () => {
  directory = await testDirectory();
  users = await seedUsers(directory.writer, MEMBERS);
});

async function expectSound(): Promise<void> {
  const { findings, sweeps } = await verifyDirectory(directory.writer, DEFAULT_ORGANIZATION_ROLES);
  expect({ findings, sweeps }).toEqual({ findings: [], sweeps: 0 });
}

/** Members that the change log says were removed since `cursor`, in their order. */
async function removedSince(cursor: Readonly<Record<string, number>> | undefined): Promise<string[]> {
  const page = await directory.store.readChangeLog(cursor, 10_000);
  const changes = page.kind === 'entries' ? page.entries.flatMap((entry) => entry.changes) : [];
  return changes
    .flatMap((change) => (change.type === 'member.removed' ? `${change.member} ${change.group}` : []))
    .sort();
}

async function cursorNow() {
  const page = await directory.store.readChangeLog(undefined, 100_000);
  return page.kind === 'entries' ? page.cursor : undefined;
}

test(`a group of ${MEMBERS} members`, async () => {
  const id = await seedGroup(directory.writer, 'ws-Atlas-role-member', users);
  const cursor = await cursorNow();
  const watch = watchTransactions();
  const { store, writer } = directory.sibling({ policies: [watch.policy] });
  const group = await store.readGroup(id);
  if (group === undefined) throw new Error('no such group');
  expect(await store.deleteGroup(group, 'attributes', ORIGIN)).toEqual({ kind: 'deleted' });
  expect(await store.readGroup(id)).toBeUndefined();
  expect((await store.readUser(users[0] ?? ''))?.memberships).toEqual([]);
  await Promise.all(writer.sweeps.values());
  // Two rows for each member; a page of a thousand members ends with a transaction that is not full.
  const needed = Math.ceil((MEMBERS * 2) / ROWS_EACH);
  expect(watch.transactions.length).toBeLessThanOrEqual(needed + MEMBERS / 1_000 + 1);
  expect(await removedSince(cursor)).toEqual(users.map((user) => `${user} ${id}`).sort());
  await expectSound();
});

test(`a user in ${GROUPS} groups`, async () => {
  const [user = '', other = ''] = users;
  const groups: string[] = [];
  for (let n = 0; n < GROUPS; n += 1) {
    groups.push(await seedGroup(directory.writer, `Club ${n}`, [user, other]));
  }
  const cursor = await cursorNow();
  const { store, writer, count } = directory.sibling();
  await store.createUser(crypto.randomUUID(), { userName: 'warm.up' }, ORIGIN);
  const cost = await count(async () => {
    const record = await store.readUser(user);
    if (record === undefined) throw new Error('no such user');
    expect(record.memberships).toHaveLength(GROUPS);
    writer.sweeps.set(user, Promise.resolve());
    expect(await store.deleteUser(record, ORIGIN)).toEqual({ kind: 'deleted' });
    writer.sweeps.delete(user);
  });
  expect(cost).toEqual({ requests: 2, depth: 2 });
  expect(await directory.sibling().store.resumeSweeps()).toBe(1);
  expect(await removedSince(cursor)).toEqual(groups.map((group) => `${user} ${group}`).sort());
  expect((await directory.store.readUser(other))?.memberships).toHaveLength(GROUPS);
  await expectSound();
});
