// The provisioning log in tables, as directory/provisioning-log/store.ts asks for it. Entries are read newest first, month by
// month; a question by outcome, person or name goes through index rows and never walks over other entries.
import { randomBytes } from 'node:crypto';
import {
  type LogEntry,
  type LogRecord,
  OUTCOMES,
  type Outcome,
} from '../directory/provisioning-log/entry.ts';
import type {
  LogPage,
  LogQuery,
  OutcomeCounts,
  ProvisioningLog,
} from '../directory/provisioning-log/store.ts';
import {
  counterKey,
  countersBetween,
  hourOf,
  monthOf,
  monthsBetween,
  OUTSIDE,
  partitionOf,
} from './log-keys.ts';
import { createLogQueue, type Loss } from './log-queue.ts';
import { type LogRow, rowsOf } from './log-rows.ts';
import type { LogTables } from './log-tables.ts';
import { readLogPage } from './read-log.ts';
import { isTableMissing, readRange } from './reads.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Anybody may knock: of those that are not let in so many are told, the others only counted. */
const REJECTED_A_MINUTE = 60;

export interface ProvisioningLogOptions {
  readonly tables: LogTables;
  /** Days that an entry is shown; its month is dropped once all of it is older. */
  readonly days: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly pausesMs?: readonly number[];
}

export function createProvisioningLog({
  tables,
  days,
  now,
  ...options
}: ProvisioningLogOptions): ProvisioningLog {
  const counters = createCounters();
  const rejected = createAllowance(REJECTED_A_MINUTE, now);
  let lost = 0;
  /** Since the log last said so. */
  let untold = 0;
  const lose = (loss: Loss) => {
    lost += loss.records;
    untold += loss.records + loss.told;
  };
  const queue = createLogQueue({ ...options, table: tables.of, lost: lose });
  const oldest = () => now() - days * DAY_MS;

  function add(record: LogRecord): void {
    if (!enqueue(record, { records: 1, told: 0 }) || untold === 0) return;
    const told = untold;
    untold = 0;
    enqueue(lossOf(told, now()), { records: 0, told });
  }

  function enqueue(record: LogRecord, loss: Loss): boolean {
    const time = Date.parse(record.entry.time);
    const partition = partitionOf(record.directory);
    const { outcome } = record.entry;
    const counted = counters.count(partition, time, outcome);
    const isTold = outcome !== 'rejected_credential' || rejected.take();
    const rows = isTold ? [...rowsOf(record), counted] : [counted];
    return queue.add({ month: monthOf(time), partition, rows, ...loss });
  }

  async function counts(directory: string, hours: number): Promise<OutcomeCounts> {
    const [from, to] = [now() - (hours - 1) * HOUR_MS, now()];
    const rows = await Promise.all(
      monthsBetween(hourOf(from), to).flatMap((month) =>
        [partitionOf(directory), OUTSIDE].map(async (partition) => {
          try {
            return await readRange(tables.of(month), partition, countersBetween(from, to));
          } catch (error) {
            if (isTableMissing(error)) return [];
            throw error;
          }
        }),
      ),
    );
    const sum = (outcome: Outcome) =>
      rows.flat().reduce((total, { columns }) => total + Number(columns[outcome] ?? 0), 0);
    return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, sum(outcome)])) as OutcomeCounts;
  }

  return {
    add,
    lose: () => lose({ records: 1, told: 0 }),
    counts,
    page: (query: LogQuery): Promise<LogPage> =>
      readLogPage(tables, {
        ...query,
        from: Math.max(query.from ?? 0, oldest()),
        to: query.to ?? now() + HOUR_MS,
      }),
    lost: () => lost,
    settled: queue.settled,
    dropOld: () => tables.dropBefore(oldest()),
  };
}

/** What this process counted, by partition and hour: a row that is written again with each entry. */
function createCounters() {
  const process = randomBytes(6).toString('hex');
  const hours = new Map<string, { hour: number; counts: Partial<Record<Outcome, number>> }>();

  function count(partition: string, time: number, outcome: Outcome): LogRow {
    const hour = hourOf(time);
    const known = hours.get(partition);
    const counts = known?.hour === hour ? known.counts : {};
    counts[outcome] = (counts[outcome] ?? 0) + 1;
    hours.set(partition, { hour, counts });
    return { key: counterKey(time, process), columns: { ...counts }, bytes: 3_000 };
  }

  return { count };
}

/** So many in any minute by the clock. */
function createAllowance(limit: number, now: () => number) {
  let minute = 0;
  let taken = 0;
  return {
    take(): boolean {
      const current = Math.floor(now() / MINUTE_MS);
      if (current !== minute) {
        minute = current;
        taken = 0;
      }
      taken += 1;
      return taken <= limit;
    },
  };
}

/** The log says itself where it has a gap. */
function lossOf(records: number, time: number): LogRecord {
  const entry: LogEntry = {
    time: new Date(time).toISOString(),
    outcome: 'failed',
    sentence: `Up to now ${records} entries of this log could not be kept: its storage did not answer, or too much came at once.`,
    method: '',
    path: '',
    status: 0,
    kind: undefined,
    scimType: undefined,
    detail: undefined,
    user: undefined,
    group: undefined,
    credential: undefined,
    client: 'Rollcall',
    dialects: [],
    skippedPaths: [],
    unknownMembers: [],
    requestId: '',
    durationMs: 0,
    request: undefined,
    response: undefined,
    changes: [],
  };
  return {
    key: randomBytes(12).toString('hex'),
    directory: undefined,
    entry,
    terms: [{ by: 'outcome', value: 'failed' }],
  };
}
