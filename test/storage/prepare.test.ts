// The table and its row format are prepared before the first request, by each process, whatever goes wrong on the way.
import { randomUUID } from 'node:crypto';
import { describe, expect, inject, test } from 'vitest';
import { StoreUnavailable } from '../../src/directory/store.ts';
import { prepareTable } from '../../src/storage/prepare.ts';
import { createFaults, FAULTS, type Fault } from '../support/faults.ts';
import { openDirectory, type TestDirectoryOptions } from '../support/open-directory.ts';

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
});
