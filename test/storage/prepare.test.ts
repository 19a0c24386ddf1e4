// The table and its row format are prepared before the first request, by each process, whatever goes wrong on the way; rows
// of an older form are brought up to date.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { newGroupId } from '../../src/directory/ids.ts';
import { StoreUnavailable } from '../../src/directory/store.ts';
import { searchWorkspaces } from '../../src/directory/workspaces.ts';
import { rememberDirectory } from '../../src/storage/directories.ts';
import { rangeOf } from '../../src/storage/keys.ts';
import { prepareTable } from '../../src/storage/prepare.ts';
import { readRange } from '../../src/storage/reads.ts';
import { send } from '../../src/storage/transaction.ts';
import { createFaults, FAULTS, type Fault } from '../support/faults.ts';
import {
  ORIGIN,
  openDirectory,
  type TestDirectory,
  type TestDirectoryOptions,
} from '../support/open-directory.ts';
import { expectSound } from '../support/sound.ts';

/** A table that is not there yet. */
function newTable(options: TestDirectoryOptions = {}) {
  const tableName = `t${randomUUID().replaceAll('-', '')}`;
  return openDirectory(inject('tablesConnectionString'), tableName, options);
}

/** Requests of the first process: the format is read, the table made, the format written. */
const REQUESTS = 3;

describe('preparing a table', () => {
  test.each(Object.keys(FAULTS) as Fault[])('%s: the next try prepares it', async (fault) => {
    for (let number = 1; number <= REQUESTS; number += 1) {
      const faults = createFaults();
      const { writer } = newTable({ policies: [faults.policy] });
      faults.arm({ [number]: fault });
      const first = await prepareTable(writer.table).catch((error: unknown) => error);
      expect(first === undefined || first instanceof StoreUnavailable, String(first)).toBe(true);
      faults.disarm();
      await faults.deliver();
      await prepareTable(writer.table);
      faults.disarm();
      await prepareTable(writer.table);
      expect(faults.requests()).toEqual(['GET']);
    }
  });

  test('by eight processes at the same time', async () => {
    const first = newTable();
    const all = [first, ...Array.from({ length: 7 }, () => first.sibling())];
    await Promise.all(all.map(({ writer }) => prepareTable(writer.table)));
    await expect(prepareTable(first.writer.table)).resolves.toBeUndefined();
  });

  test('of a newer form is refused', async () => {
    const { writer } = newTable();
    await prepareTable(writer.table);
    await writer.table.reads.upsertEntity({ partitionKey: '~', rowKey: 'v', format: 3 }, 'Replace');
    await expect(prepareTable(writer.table)).rejects.toThrow('rows of form 3, written by a newer version');
  });
});

describe('a table whose workspaces have no index rows for their names', () => {
  /** Two directories; more workspaces in one than a transaction takes rows. */
  const WORKSPACES = { default: 101, second: 1 } as const;
  let first: TestDirectory;
  let directories: readonly TestDirectory[];

  beforeAll(async () => {
    first = newTable();
    await prepareTable(first.writer.table);
    directories = Object.keys(WORKSPACES).map((name) => first.sibling({ name }));
    for (const [at, [name, count]] of Object.entries(WORKSPACES).entries()) {
      await rememberDirectory(first.writer.table, name);
      for (let n = 0; n < count; n += 1) {
        const displayName = `ws-Team ${n}-role-member`;
        await directories[at]?.store.createGroup(newGroupId(), { displayName }, [], ORIGIN);
      }
    }
  });

  const found = async ({ store }: TestDirectory) => (await searchWorkspaces(store, 'team', 1_000)).length;

  /** As the version before left it. */
  async function withoutIndexRows(): Promise<void> {
    const { table } = first.writer;
    for (const { writer } of directories) {
      const rows = await readRange(table, writer.partition, rangeOf('kn~'));
      for (let from = 0; from < rows.length; from += 100) {
        const keys = rows.slice(from, from + 100).map(({ key }) => ({ do: 'delete', key }) as const);
        await send(table, writer.partition, keys);
      }
    }
    await table.reads.upsertEntity({ partitionKey: '~', rowKey: 'v', format: 1 }, 'Replace');
    expect(await found(first)).toBe(0);
  }

  async function isUpToDate(): Promise<void> {
    for (const [at, count] of Object.values(WORKSPACES).entries()) {
      const directory = directories[at] as TestDirectory;
      expect(await found(directory)).toBe(count);
      await expectSound(directory);
    }
  }

  /** The format; the directories; of each its workspaces and their rows; the format. */
  const REQUESTS = ['GET', 'GET', 'GET', 'POST', 'POST', 'GET', 'POST', 'PUT'];

  test('gets them, once', async () => {
    await withoutIndexRows();
    const faults = createFaults();
    const { writer } = first.sibling({ policies: [faults.policy] });
    await prepareTable(writer.table);
    expect(faults.requests()).toEqual(REQUESTS);
    await isUpToDate();
    faults.disarm();
    await prepareTable(writer.table);
    expect(faults.requests()).toEqual(['GET']);
  });

  test.each(['500', 'answer lost', 'late, after everything'] as const)(
    '%s at any request: the next try gives them',
    async (fault) => {
      for (let number = 1; number <= REQUESTS.length; number += 1) {
        await withoutIndexRows();
        const faults = createFaults();
        const { writer } = first.sibling({ policies: [faults.policy] });
        faults.arm({ [number]: fault });
        const outcome = await prepareTable(writer.table).catch((error: unknown) => error);
        expect(outcome === undefined || outcome instanceof StoreUnavailable, String(outcome)).toBe(true);
        faults.disarm();
        await faults.deliver();
        await prepareTable(writer.table);
        await isUpToDate();
      }
    },
  );
});
