// Two processes of the operating system on one table, as two instances of a deployment: what must hold when both are asked
// for the same thing at the same moment.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { newUserId } from '../../src/directory/ids.ts';
import { DEFAULT_ORGANIZATION_ROLES } from '../../src/directory/organization-role.ts';
import { verifyDirectory } from '../../src/storage/verify.ts';
import { ORIGIN, type TestDirectory, testDirectory } from '../support/directory.ts';
import { begin, type Names } from '../support/state.ts';
import type { Orders } from './orders-process.ts';
import type { Request } from './race-model.ts';

let directory: TestDirectory;
let processes: ChildProcess[];

beforeAll(async () => {
  directory = await testDirectory();
  const script = new URL('./orders-process.ts', import.meta.url);
  const options = [inject('tablesConnectionString'), directory.tableName];
  processes = [0, 1].map(() => fork(script, options));
  await Promise.all(processes.map((child) => once(child, 'message')));
});

afterAll(async () => {
  for (const child of processes) child.disconnect();
  await Promise.all(processes.map((child) => once(child, 'exit')));
});

/** Each process sends its requests all at once, both at the same time. Gives all answers. */
async function together(
  { id }: Pick<Names, 'id'>,
  names: readonly string[],
  requests: readonly (readonly Request[])[],
): Promise<string[]> {
  const ids = Object.fromEntries(names.map((name) => [name, id(name)]));
  const answers = await Promise.all(
    processes.map(async (child, at) => {
      const answer = once(child, 'message');
      child.send({ requests: requests[at] ?? [], ids } satisfies Orders);
      return (await answer)[0] as string[];
    }),
  );
  return answers.flat();
}

const times = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));

async function expectSound(): Promise<void> {
  const { findings, sweeps } = await verifyDirectory(directory.writer, DEFAULT_ORGANIZATION_ROLES);
  expect({ findings, sweeps }).toEqual({ findings: [], sweeps: 0 });
}

test('32 creates of one userName: one is created, 31 are told that it is taken', async () => {
  const same = times(16, () => ({ do: 'create user', as: 'ada' }) as const);
  const answers = await together({ id: () => '' }, [], [same, same]);
  expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
  expect(answers.filter((answer) => answer === 'uniqueness')).toHaveLength(31);
  expect(await directory.store.findUsers('userName', 'equals', 'ADA', 10)).toHaveLength(1);
  await expectSound();
});

test('32 creates of one group: one is created', async () => {
  const same = times(16, () => ({ do: 'create group', as: 'Harbour', member: 'nobody' }) as const);
  const answers = await together({ id: () => newUserId() }, ['nobody'], [same, same]);
  expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
  expect(answers.filter((answer) => answer === 'uniqueness')).toHaveLength(31);
  await expectSound();
});

test('60 adds to one group: none is lost', async () => {
  const users = times(60, (at) => `member ${at}`);
  const names = await begin(directory.writer, { users, groups: { Crew: [] } });
  const adds = users.map((user) => ({ do: 'add member', group: 'Crew', user }) as const);
  const answers = await together(names, [...users, 'Crew'], [adds.slice(0, 30), adds.slice(30)]);
  expect(new Set(answers)).toEqual(new Set(['done']));
  const { items } = await directory.store.pageMembers(names.id('Crew'), undefined, 100);
  expect([...items].sort()).toEqual(users.map(names.id).sort());
  await expectSound();
});

test('30 changes of one user: all are done, each on top of another', async () => {
  const names = await begin(directory.writer, { users: ['changed'], groups: {} });
  const changes = times(30, (at) => ({ do: 'retitle user', user: 'changed', as: `Title ${at}` }) as const);
  const answers = await together(names, ['changed'], [changes.slice(0, 15), changes.slice(15)]);
  expect(new Set(answers)).toEqual(new Set(['done']));
  expect((await directory.store.readUser(names.id('changed')))?.revision).toBe(31);
});

test('a user deleted while being added to groups leaves nothing behind', async () => {
  const groups = times(8, (at) => `Club ${at}`);
  const users = times(25, (at) => `leaver ${at}`);
  const names = await begin(directory.writer, {
    users,
    groups: Object.fromEntries(groups.map((group) => [group, []])),
  });
  for (const user of users) {
    const adds = groups.map((group) => ({ do: 'add member', group, user }) as const);
    const answers = await together(names, [user, ...groups], [adds, [{ do: 'delete user', user }]]);
    expect(new Set(answers)).toEqual(new Set(['done']));
    expect(await directory.store.readUser(names.id(user))).toBeUndefined();
  }
  for (const group of groups) {
    expect((await directory.store.pageMembers(names.id(group), undefined, 100)).items).toEqual([]);
  }
  await expectSound();
});

test('a group deleted while members are added leaves nothing behind', async () => {
  const groups = times(10, (at) => `Short ${at}`);
  const users = times(12, (at) => `guest ${at}`);
  const names = await begin(directory.writer, {
    users,
    groups: Object.fromEntries(groups.map((group) => [group, []])),
  });
  for (const group of groups) {
    const adds = users.map((user) => ({ do: 'add member', group, user }) as const);
    const answers = await together(names, [group, ...users], [adds, [{ do: 'delete group', group }]]);
    expect(new Set([...answers, 'done', 'notFound'])).toEqual(new Set(['done', 'notFound']));
  }
  await directory.store.resumeSweeps();
  for (const user of users) {
    expect((await directory.store.readUser(names.id(user)))?.memberships).toEqual([]);
  }
  await expectSound();
});

test('all of it is in the change log once', async () => {
  await directory.store.createUser(newUserId(), { userName: 'last' }, ORIGIN);
  const page = await directory.store.readChangeLog(undefined, 10_000);
  if (page.kind === 'expired') throw new Error('expired');
  const created = page.entries.flatMap(({ changes }) =>
    changes.filter(({ type }) => type === 'user.created'),
  );
  const deleted = page.entries.flatMap(({ changes }) =>
    changes.filter(({ type }) => type === 'user.deleted'),
  );
  expect(created.length - deleted.length).toBe((await directory.store.totals()).users);
  expect(new Set(created.map((change) => JSON.stringify(change))).size).toBe(created.length);
});
