// More members than a transaction takes, in one request: written in pieces, all there when it is answered, and after a crash
// in the middle the same request again completes it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { anyVersion } from '../../src/directory/context.ts';
import { createGroup, patchGroup, replaceGroup } from '../../src/directory/groups.ts';
import { newUserId } from '../../src/directory/ids.ts';
import { DEFAULT_ORGANIZATION_ROLES } from '../../src/directory/organization-role.ts';
import { PATCH_SCHEMA, parsePatch } from '../../src/scim/patch/parse.ts';
import { verifyDirectory } from '../../src/storage/verify.ts';
import type { AddMembers } from '../faults/members-process.ts';
import { type TestDirectory, testDirectory } from '../support/directory.ts';
import { begin, type Names } from '../support/state.ts';
import { watchTransactions } from '../support/transactions.ts';

const USERS = 5_000;
const ROWS_LIMIT = 100;

let directory: TestDirectory;
let names: Names;
let users: string[];

beforeAll(async () => {
  directory = await testDirectory();
  const called = Array.from({ length: USERS }, (_, at) => `user ${at}`);
  names = await begin(directory.writer, { users: called, groups: { Crew: [] } });
  users = called.map(names.id);
}, 120_000);

const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const values = (ids: readonly string[]) => ids.map((value) => ({ value }));
const change = (op: 'add' | 'remove', ids: readonly string[]) =>
  parsePatch({ schemas: [PATCH_SCHEMA], Operations: [{ op, path: 'members', value: values(ids) }] });

async function membersOf(group: string): Promise<readonly string[]> {
  return (await directory.store.pageMembers(group, undefined, 2 * USERS)).items;
}

/** How often each member was added to a group and removed from it, as the change log says it. */
async function logged(group: string): Promise<{ added: Map<string, number>; removed: Map<string, number> }> {
  const page = await directory.store.readChangeLog(undefined, 10_000);
  const counts = { added: new Map<string, number>(), removed: new Map<string, number>() };
  for (const change of page.kind === 'entries' ? page.entries.flatMap(({ changes }) => changes) : []) {
    if (!('member' in change) || change.group !== group) continue;
    const count = change.type === 'member.added' ? counts.added : counts.removed;
    count.set(change.member, (count.get(change.member) ?? 0) + 1);
  }
  return counts;
}

async function expectSound(): Promise<void> {
  expect((await verifyDirectory(directory.writer, DEFAULT_ORGANIZATION_ROLES)).findings).toEqual([]);
}

describe(`${USERS} members in one request`, { timeout: 120_000 }, () => {
  test('killed in the middle and sent again, all are there, each added once', async () => {
    const group = names.id('Crew');
    const script = new URL('../faults/members-process.ts', import.meta.url);
    const child = fork(script, [inject('tablesConnectionString'), directory.tableName]);
    const exit = once(child, 'exit');
    await once(child, 'message');
    child.send({ group, members: users } satisfies AddMembers);
    while ((await membersOf(group)).length < USERS / 10) {
      expect(child.exitCode).toBeNull();
    }
    child.kill('SIGKILL');
    await exit;
    const written = await membersOf(group);
    expect(written.length).toBeLessThan(USERS);
    await expectSound();

    const watch = watchTransactions();
    const { context } = directory.sibling({ policies: [watch.policy] });
    await patchGroup(context, group, change('add', users), undefined);
    expect([...(await membersOf(group))].sort()).toEqual([...users].sort());
    expectWellFormed(watch.transactions);
    const { added } = await logged(group);
    expect([...added].filter(([, times]) => times !== 1)).toEqual([]);
    expect(added.size).toBe(USERS);
    await expectSound();
  });

  test('who was named twice, is there already or is nobody takes no second row', async () => {
    const watch = watchTransactions();
    const { context } = directory.sibling({ policies: [watch.policy] });
    const some = users.slice(0, 300);
    const { record } = await createGroup(context, {
      schemas: [GROUP],
      displayName: 'ws-Harbour-role-member',
      members: values([...some.slice(0, 150), ...some.slice(0, 150)]),
    });
    const strangers = Array.from({ length: 40 }, () => newUserId());
    const mixed = [...some, ...strangers, ...some];
    await patchGroup(context, record.id, change('add', mixed), undefined);
    expect([...(await membersOf(record.id))].sort()).toEqual([...some].sort());
    await replaceGroup(
      context,
      record.id,
      {
        schemas: [GROUP],
        displayName: 'ws-Harbour-role-manager',
        members: values(users.slice(200, 500)),
      },
      anyVersion,
    );
    expect([...(await membersOf(record.id))].sort()).toEqual(users.slice(200, 500).sort());
    expectWellFormed(watch.transactions);
    const { added, removed } = await logged(record.id);
    expect([added.size, removed.size]).toEqual([500, 200]);
    expect([...added, ...removed].filter(([, times]) => times !== 1)).toEqual([]);
    await expectSound();
  });

  test('all are removed by one request', async () => {
    const watch = watchTransactions();
    const { context } = directory.sibling({ policies: [watch.policy] });
    await patchGroup(context, names.id('Crew'), change('remove', users), undefined);
    expect(await membersOf(names.id('Crew'))).toEqual([]);
    expectWellFormed(watch.transactions);
    expect((await logged(names.id('Crew'))).removed.size).toBe(USERS);
    await expectSound();
  });
});

/** Table Storage takes a hundred rows in a transaction, and each once. */
function expectWellFormed(transactions: readonly (readonly string[])[]): void {
  expect(transactions.length).toBeGreaterThan(1);
  for (const rows of transactions) {
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThanOrEqual(ROWS_LIMIT);
    expect(new Set(rows).size).toBe(rows.length);
  }
  expect(Math.max(...transactions.map(({ length }) => length))).toBeGreaterThan(ROWS_LIMIT - 3);
}
