// The provisioning log of a running service, read from its tables by storage's own reader: every row for what must not be
// in any, and the entries as the console shows them.
import { expect, inject, vi } from 'vitest';
import type { LogQuery, ProvisioningLog, StoredEntry } from '../../src/directory/provisioning-log/store.ts';
import { OUTSIDE } from '../../src/storage/log-keys.ts';
import { openLogTables } from '../../src/storage/log-tables.ts';
import { createProvisioningLog } from '../../src/storage/provisioning-log.ts';
import { readRange } from '../../src/storage/reads.ts';
import type { TestService } from './service.ts';

const ANYTHING = {
  directory: 'default',
  outcome: undefined,
  subject: undefined,
  name: undefined,
  from: undefined,
  to: undefined,
  after: undefined,
  limit: 1_000,
} satisfies LogQuery;

/** A second reader of the service's log. */
export function logOf(service: Pick<TestService, 'tableName'>): ProvisioningLog {
  return createProvisioningLog({ tables: logTablesOf(service), days: 90, now: Date.now });
}

export function logTablesOf({ tableName }: Pick<TestService, 'tableName'>) {
  return openLogTables({ connectionString: inject('tablesConnectionString') }, tableName);
}

/** The entries, oldest first, once there are at least so many: they are written after the answers. */
export async function entriesOf(
  service: Pick<TestService, 'tableName'>,
  atLeast: number,
  query: Partial<LogQuery> = {},
): Promise<StoredEntry[]> {
  const log = logOf(service);
  return await vi.waitFor(async () => {
    const { entries } = await log.page({ ...ANYTHING, ...query });
    expect(entries.length).toBeGreaterThanOrEqual(atLeast);
    return entries.toReversed();
  }, PATIENCE);
}

/** The entry of a request that was answered. */
export async function entryOf(
  service: Pick<TestService, 'tableName'>,
  answer: { readonly headers: Headers },
): Promise<StoredEntry> {
  const id = answer.headers.get('x-request-id');
  const log = logOf(service);
  return await vi.waitFor(async () => {
    const { entries } = await log.page(ANYTHING);
    const entry = entries.find(({ requestId, method }) => requestId === id && method !== '');
    if (entry === undefined) throw new Error(`The request ${id} is not in the log.`);
    return entry;
  }, PATIENCE);
}

const PATIENCE = { timeout: 10_000, interval: 50 };

/** Every row of this month's log as text, in all partitions. */
export async function everyRow(service: Pick<TestService, 'tableName'>): Promise<string[]> {
  const month = new Date().toISOString().slice(0, 7).replace('-', '');
  const table = logTablesOf(service).of(month);
  const rows = await Promise.all(
    ['default', OUTSIDE].map((partition) => readRange(table, partition, { from: '', before: '\u00a1' })),
  );
  return rows.flat().map((row) => JSON.stringify(row));
}
