// The log is kept for a set number of days: older entries are not shown any more, and a month is dropped whole once all of it
// is older. Nothing else is ever dropped.
import { TableServiceClient } from '@azure/data-tables';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LogEntry } from '../../src/directory/provisioning-log/entry.ts';
import { createProvisioningLog } from '../../src/storage/provisioning-log.ts';
import { entriesOf, logTablesOf } from '../support/log.ts';
import { startService } from '../support/service.ts';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-03-15T12:00:00Z');
const tableName = `t${crypto.randomUUID().replaceAll('-', '')}`;
const client = TableServiceClient.fromConnectionString(inject('tablesConnectionString'), {
  allowInsecureConnection: true,
});

function logAt(now: number, days: number) {
  return createProvisioningLog({ tables: logTablesOf({ tableName }), days, now: () => now });
}

function entryAt(time: string): LogEntry {
  return {
    time,
    outcome: 'read',
    sentence: `At ${time}.`,
    method: 'GET',
    path: '/scim/v2/Users',
    status: 200,
    kind: undefined,
    scimType: undefined,
    detail: undefined,
    user: undefined,
    group: undefined,
    credential: 'test',
    client: 'test',
    dialects: [],
    skippedPaths: [],
    unknownMembers: [],
    requestId: 'r',
    durationMs: 1,
    request: undefined,
    response: undefined,
    changes: [],
  };
}

async function tables(prefix: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name = '' } of client.listTables()) if (name.startsWith(prefix)) names.push(name);
  return names.sort();
}

const TIMES = [
  '2025-12-31T23:59:59.999Z',
  '2026-01-31T10:00:00Z',
  '2026-02-10T10:00:00Z',
  '2026-03-14T10:00:00Z',
];

beforeAll(async () => {
  const log = logAt(NOW, 365);
  for (const time of TIMES) {
    log.add({
      key: time,
      directory: 'default',
      entry: entryAt(time),
      terms: [{ by: 'outcome', value: 'read' }],
    });
  }
  await log.settled();
  // They look like months of this log, and are none.
  for (const name of [`${tableName}logbook`, `${tableName}log2026011`, `x${tableName}log202601`]) {
    await client.createTable(name);
  }
});
afterAll(async () => {
  for (const name of await tables('')) {
    if (name.includes(tableName)) await client.deleteTable(name);
  }
});

const shown = async (now: number, days: number) =>
  (await entriesOf({ tableName }, 0, {})).length >= 0 &&
  (
    await logAt(now, days).page({
      directory: 'default',
      outcome: undefined,
      subject: undefined,
      name: undefined,
      from: undefined,
      to: undefined,
      after: undefined,
      limit: 10,
    })
  ).entries.map(({ time }) => time);

test('a month is a table of its own', async () => {
  expect(await tables(`${tableName}log20`)).toEqual([
    `${tableName}log202512`,
    `${tableName}log202601`,
    `${tableName}log2026011`,
    `${tableName}log202602`,
    `${tableName}log202603`,
  ]);
});

test('what is older than the days is not shown, to the day and not to the month', async () => {
  expect(await shown(NOW, 365)).toEqual(TIMES.toReversed());
  expect(await shown(NOW, 44)).toEqual(TIMES.slice(1).toReversed());
  expect(await shown(NOW, 42)).toEqual(TIMES.slice(2).toReversed());
});

test('a month goes when its last millisecond is too old, and not before; other tables stay', async () => {
  const end = Date.parse('2026-02-01T00:00:00Z');
  expect(await logAt(end + 40 * DAY_MS - 1, 40).dropOld()).toEqual([`${tableName}log202512`]);
  expect(await logAt(end + 40 * DAY_MS, 40).dropOld()).toEqual([`${tableName}log202601`]);
  expect(await tables(`${tableName}log20`)).toEqual([
    `${tableName}log2026011`,
    `${tableName}log202602`,
    `${tableName}log202603`,
  ]);
  expect(await tables(`x${tableName}`)).toHaveLength(1);
  expect(await tables(`${tableName}logbook`)).toHaveLength(1);
});

test('the timer of the service drops them', async () => {
  await client.createTable(`${tableName}log202001`);
  const service = await startService({ tableName, settings: { ROLLCALL_LOG_DAYS: '30' } });
  await service.trigger('drop-old-logs');
  await service.stop();
  expect(await tables(`${tableName}log2020`)).toEqual([]);
});
