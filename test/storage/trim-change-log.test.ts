// What the change log keeps: old entries go, and who has not read them is told so.
import { expect, test } from 'vitest';
import type { ChangeLogCursor } from '../../src/directory/change-log.ts';
import { DEFAULT_ORGANIZATION_ROLES } from '../../src/directory/organization-role.ts';
import type { DirectoryStore } from '../../src/directory/store.ts';
import { verifyDirectory } from '../../src/storage/verify.ts';
import { testDirectory } from '../support/directory.ts';
import { addUser } from '../support/directory-story.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const USERS = 250;

async function entries(store: DirectoryStore, cursor?: ChangeLogCursor) {
  const page = await store.readChangeLog(cursor, 1_000);
  return page.kind === 'expired' ? page.kind : page.entries.length;
}

test('old entries are dropped, and a reader that has not read them is told', async () => {
  const { context, store, writer } = await testDirectory();
  for (let n = 0; n < USERS; n += 1) await addUser(context, `user${n}`);
  const early = await store.readChangeLog(undefined, 10);
  const cursor = early.kind === 'entries' ? early.cursor : {};
  const end = await store.changeLogEnd();

  expect(await store.trimChangeLog(Date.now() - DAY_MS)).toBe(0);
  expect(await entries(store, cursor)).toBe(USERS - 10);

  expect(await store.trimChangeLog(Date.now() + 2 * DAY_MS)).toBe(USERS);
  expect(await entries(store, cursor)).toBe('expired');
  expect(await entries(store, {})).toBe('expired');
  expect(await entries(store)).toBe(0);
  expect(await entries(store, end)).toBe(0);

  await addUser(context, 'later');
  expect(await entries(store)).toBe(1);
  expect(await entries(store, end)).toBe(1);
  const { findings, users } = await verifyDirectory(writer, DEFAULT_ORGANIZATION_ROLES);
  expect({ findings, users }).toEqual({ findings: [], users: USERS + 1 });
});

test('a lane in use is left to its process until it is overdue', async () => {
  const { context, store } = await testDirectory();
  await addUser(context, 'nadia');
  expect(await store.trimChangeLog(Date.now() + DAY_MS / 2)).toBe(0);
  expect(await store.trimChangeLog(Date.now() + 2 * DAY_MS)).toBe(1);
});

test('two processes drop the same entries once, while others write', async () => {
  const directory = await testDirectory();
  const [one, two, writing] = [directory.sibling(), directory.sibling(), directory.sibling()];
  for (let n = 0; n < 120; n += 1) await addUser(directory.context, `user${n}`);
  const [a, b] = await Promise.all([
    one.store.trimChangeLog(Date.now() + 2 * DAY_MS),
    two.store.trimChangeLog(Date.now() + 2 * DAY_MS),
    ...Array.from({ length: 10 }, (_, n) => addUser(writing.context, `late${n}`)),
  ]);
  expect(a + b).toBeGreaterThanOrEqual(99);
  const { findings } = await verifyDirectory(directory.writer, DEFAULT_ORGANIZATION_ROLES);
  expect(findings).toEqual([]);
});
