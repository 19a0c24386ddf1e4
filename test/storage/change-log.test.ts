// The change log has no gaps: whoever follows it with a cursor sees every change once, the changes of one resource in their
// order, however many processes write and whatever their clocks say.
import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ChangeLogCursor, ChangeLogEntry } from '../../src/directory/change-log.ts';
import type { Change } from '../../src/directory/changes.ts';
import { anyVersion } from '../../src/directory/context.ts';
import { createGroup, deleteGroup, patchGroup } from '../../src/directory/groups.ts';
import { DEFAULT_ORGANIZATION_ROLES } from '../../src/directory/organization-role.ts';
import type { DirectoryStore } from '../../src/directory/store.ts';
import { createUser, deleteUser, patchUser } from '../../src/directory/users.ts';
import type { JsonValue } from '../../src/scim/json.ts';
import { PATCH_SCHEMA, parsePatch } from '../../src/scim/patch/parse.ts';
import { entryKey, laneKey } from '../../src/storage/keys.ts';
import { readLaneHeads } from '../../src/storage/lanes.ts';
import { verifyDirectory } from '../../src/storage/verify.ts';
import { type TestDirectory, testDirectory } from '../support/directory.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

/** How far each process' clock is off, in milliseconds. */
const CLOCKS = [0, 3_600_000, -3_600_000, 90_000];
const clock = new AsyncLocalStorage<number>();
const realNow = Date.now;

beforeEach(() => {
  vi.spyOn(Date, 'now').mockImplementation(() => realNow() + (clock.getStore() ?? 0));
});

afterEach(() => {
  vi.restoreAllMocks();
});

const patch = (op: string, path: string, value: JsonValue) =>
  parsePatch({ schemas: [PATCH_SCHEMA], Operations: [{ op, path, value }] });

/** Users and groups that all processes change at the same time. */
async function makeShared({ context }: TestDirectory) {
  const users = await Promise.all(
    ['ada', 'bob', 'cyd'].map((userName) => createUser(context, { schemas: [USER], userName })),
  );
  const groups = await Promise.all(
    ['Crew', 'Team'].map((displayName) => createGroup(context, { schemas: [GROUP], displayName })),
  );
  return { users: users.map(({ id }) => id), groups: groups.map(({ record }) => record.id) };
}

async function write(
  { context }: TestDirectory,
  shared: Awaited<ReturnType<typeof makeShared>>,
  turns: number,
) {
  const one = (ids: readonly string[]) => ids[Math.floor(Math.random() * ids.length)] ?? '';
  for (let turn = 0; turn < turns; turn += 1) {
    const text = crypto.randomUUID();
    await patchUser(context, one(shared.users), patch('replace', 'title', text), anyVersion);
    const member = [{ value: one(shared.users) }];
    const op = turn % 2 === 0 ? 'add' : 'remove';
    await patchGroup(context, one(shared.groups), patch(op, 'members', member), undefined);
    await patchGroup(context, one(shared.groups), patch('replace', 'displayName', text), undefined);
    if (turn % 4 > 0) continue;
    const { id } = await createUser(context, { schemas: [USER], userName: text });
    const { record } = await createGroup(context, {
      schemas: [GROUP],
      displayName: `Own ${text}`,
      members: [{ value: id }],
    });
    await deleteGroup(context, record.id, anyVersion);
    await deleteUser(context, id, anyVersion);
  }
}

/** Follows the log until `isOver` and there is nothing more to read. */
async function follow(
  store: DirectoryStore,
  limit: number,
  isOver: () => boolean,
  begin?: ChangeLogCursor,
): Promise<ChangeLogEntry[]> {
  const entries: ChangeLogEntry[] = [];
  let cursor = begin;
  for (;;) {
    const wasOver = isOver();
    const page = await store.readChangeLog(cursor, limit);
    if (page.kind === 'expired') throw new Error('expired');
    expect(page.entries.length).toBeLessThanOrEqual(limit);
    entries.push(...page.entries);
    cursor = page.cursor;
    if (wasOver && page.entries.length === 0) return entries;
  }
}

const nameOf = ({ lane, number }: ChangeLogEntry) => `${lane}/${number}`;

/** The changes of attributes of each resource, in the order in which they were served. */
function revisions(entries: readonly ChangeLogEntry[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const change of entries.flatMap(({ changes }) => changes)) {
    const id = resourceOf(change);
    if (id !== undefined && 'revision' in change) found.set(id, [...(found.get(id) ?? []), change.revision]);
  }
  return found;
}

function resourceOf(change: Change): string | undefined {
  if ('user' in change) return change.user;
  return 'group' in change && typeof change.group === 'string' ? change.group : undefined;
}

test('four processes write while readers follow: nothing is missed, nothing comes twice, each resource in order', async () => {
  const directory = await testDirectory();
  const shared = await makeShared(directory);
  const start = await directory.store.readChangeLog(undefined, 1_000);
  let isOver = false;
  const readers = [3, 50, 1_000].map((limit) => follow(directory.sibling().store, limit, () => isOver));
  const late =
    start.kind === 'entries' ? follow(directory.sibling().store, 20, () => isOver, start.cursor) : undefined;
  await Promise.all(CLOCKS.map((skew) => clock.run(skew, () => write(directory.sibling(), shared, 12))));
  await directory.store.resumeSweeps();
  isOver = true;

  const heads = await readLaneHeads(directory.writer.table, directory.writer.partition);
  const all = heads
    .flatMap(({ id, last }) => Array.from({ length: last }, (_, at) => `${id}/${at + 1}`))
    .sort();
  for (const entries of await Promise.all(readers)) {
    expect(entries.map(nameOf).sort()).toEqual(all);
    for (const [id, served] of revisions(entries)) {
      expect(served, id).toEqual(served.map((_, at) => at + 1));
    }
  }
  const begun = start.kind === 'entries' ? start.entries.map(nameOf) : [];
  expect((await late)?.map(nameOf).sort()).toEqual(all.filter((name) => !begun.includes(name)));
  expect((await verifyDirectory(directory.writer, DEFAULT_ORGANIZATION_ROLES)).findings).toEqual([]);
});

describe('entries that are not kept any more', () => {
  /** Three lanes of two entries each; `drop` takes the first of one away, as a retention does: the head first. */
  async function withEntries() {
    const directory = await testDirectory();
    const cursors: ChangeLogCursor[] = [];
    for (const other of [directory, directory.sibling(), directory.sibling()]) {
      for (let n = 0; n < 2; n += 1) {
        await createUser(other.context, { schemas: [USER], userName: crypto.randomUUID() });
      }
      const page = await other.store.readChangeLog(undefined, 100);
      if (page.kind === 'entries') cursors.push(page.cursor);
    }
    const { table, partition } = directory.writer;
    const lanes = (await readLaneHeads(table, partition)).map(({ id }) => id);
    const drop = async (lane: string, kept: number) => {
      const key = { partitionKey: partition, rowKey: laneKey(lane) };
      await table.reads.updateEntity({ ...key, first: kept }, 'Merge');
      for (let number = 1; number < kept; number += 1) {
        await table.reads.deleteEntity(partition, entryKey(lane, number));
      }
    };
    return { directory, cursors, lanes, drop };
  }

  test('expire the cursors before them and no others', async () => {
    const { directory, cursors, drop } = await withEntries();
    const [first, , third] = cursors;
    const lane = Object.keys(first ?? {})[0] ?? '';
    await drop(lane, 2);
    const before = { ...third, [lane]: 0 };
    expect(await directory.store.readChangeLog(before, 100)).toEqual({ kind: 'expired' });
    expect(await directory.store.readChangeLog({ ...third, [lane]: 1 }, 100)).toMatchObject({
      kind: 'entries',
      entries: [{ lane, number: 2 }],
    });
  });

  test('expire a cursor that never knew their lane', async () => {
    const { directory, cursors, drop } = await withEntries();
    const [first = {}, , third = {}] = cursors;
    const lane = Object.keys(third).find((id) => !(id in first)) ?? '';
    await drop(lane, 2);
    expect(await directory.store.readChangeLog(first, 100)).toEqual({ kind: 'expired' });
  });

  test('are not looked for by who reads without a cursor', async () => {
    const { directory, lanes, drop } = await withEntries();
    await drop(lanes[0] ?? '', 3);
    await drop(lanes[1] ?? '', 2);
    const page = await directory.store.readChangeLog(undefined, 100);
    expect(page.kind === 'entries' && page.entries.map(({ lane, number }) => [lane, number]).sort()).toEqual(
      [
        [lanes[1], 2],
        [lanes[2], 1],
        [lanes[2], 2],
      ].sort(),
    );
  });

  test('while they are being read make no gap', async () => {
    const { directory, cursors, lanes, drop } = await withEntries();
    let isDropped = false;
    const reader = directory.sibling({
      policies: [
        {
          name: 'dropBetween',
          async sendRequest(request, next) {
            if (!isDropped && decodeURIComponent(request.url).includes(`c~${lanes[0]}`)) {
              isDropped = true;
              await drop(lanes[0] ?? '', 2);
            }
            return await next(request);
          },
        },
      ],
    });
    const from = { ...cursors[2], [lanes[0] ?? '']: 0 };
    expect(await reader.store.readChangeLog(from, 100)).toEqual({ kind: 'expired' });
    expect(isDropped).toBe(true);
  });
});
