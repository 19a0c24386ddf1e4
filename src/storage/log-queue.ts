// The queue between answers and the provisioning log. It has an end: where storage is away for long, or more comes than it
// takes, what does not fit is given up and counted. Nobody ever waits for it.
import type { LogRow } from './log-rows.ts';
import { madeMissingTable } from './log-tables.ts';
import type { DirectoryTable } from './table.ts';
import { type Outcome, send, TRANSACTION_ROWS } from './transaction.ts';

/** Rows that wait at most: some minutes of a busy identity provider. */
const QUEUE_ROWS = 20_000;
const QUEUE_BYTES = 64 * 1024 * 1024;
/** Of a transaction, which may have 4 MiB. */
const BATCH_BYTES = 3 * 1024 * 1024;
/** Time for requests that come together to share a transaction. */
const GATHERING_MS = 100;
/** Pauses between attempts, after which a batch is given up. */
const PAUSES_MS = [200, 1_000, 5_000, 15_000];

export interface QueueOptions {
  readonly table: (month: string) => DirectoryTable;
  /** Told about what is given up. */
  readonly lost: (loss: Loss) => void;
  /** Shorter pauses are for tests. */
  readonly pausesMs?: readonly number[];
}

export interface Loss {
  readonly records: number;
  /** Records that were lost before, and of which the lost ones told. */
  readonly told: number;
}

/** What is written together, and what is lost where it cannot be. */
export interface Batch extends Loss {
  readonly month: string;
  readonly partition: string;
  /** In place of those with the same keys. */
  readonly rows: readonly LogRow[];
}

export interface LogQueue {
  /** False where there is no room. */
  add(batch: Batch): boolean;
  settled(): Promise<void>;
}

export function createLogQueue({ table, lost, pausesMs = PAUSES_MS }: QueueOptions): LogQueue {
  let waiting: Batch[] = [];
  let rows = 0;
  let bytes = 0;
  let working: Promise<void> | undefined;

  function add(batch: Batch): boolean {
    const more = bytesOf(batch.rows);
    if (rows + batch.rows.length > QUEUE_ROWS || bytes + more > QUEUE_BYTES) {
      lost(batch);
      return false;
    }
    waiting.push(batch);
    rows += batch.rows.length;
    bytes += more;
    working ??= work();
    return true;
  }

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      await pause(GATHERING_MS);
      const taken = waiting;
      waiting = [];
      for (const batch of joined(taken)) {
        await writeOrGiveUp(batch);
        rows -= batch.rows.length;
        bytes -= bytesOf(batch.rows);
      }
    }
    // In the same breath as the last look at the queue: whoever adds now begins anew.
    working = undefined;
  }

  async function writeOrGiveUp(batch: Batch): Promise<void> {
    for (const next of [...pausesMs, undefined]) {
      try {
        return await write(table(batch.month), batch);
      } catch {
        if (next === undefined) return lost(batch);
        await pause(next);
      }
    }
  }

  return {
    add,
    settled: async () => {
      while (working !== undefined) await working;
    },
  };
}

async function write(table: DirectoryTable, { partition, rows }: Batch): Promise<void> {
  const once = new Map(rows.map((row) => [row.key, row]));
  const actions = [...once.values()].map(({ key, columns }) => ({ do: 'put', key, columns }) as const);
  try {
    requireDone(await send(table, partition, actions));
  } catch (error) {
    if (!(await madeMissingTable(table, error))) throw error;
    requireDone(await send(table, partition, actions));
  }
}

function requireDone(outcome: Outcome): void {
  if (outcome.kind === 'unknown') throw outcome.cause;
  if (outcome.kind === 'refused') throw new Error(`A row of the log was refused: ${outcome.reason}.`);
}

/** As few transactions as they fit into, each of one partition; a record larger than one is cut into several. */
function joined(batches: readonly Batch[]): Batch[] {
  const open = new Map<string, { batch: Batch; bytes: number }>();
  const full: Batch[] = [];
  for (const piece of batches.flatMap(cut)) {
    const key = `${piece.month} ${piece.partition}`;
    const bytes = bytesOf(piece.rows);
    const other = open.get(key);
    const fits =
      other !== undefined &&
      other.batch.rows.length + piece.rows.length <= TRANSACTION_ROWS &&
      other.bytes + bytes <= BATCH_BYTES;
    if (fits) {
      const rows = [...other.batch.rows, ...piece.rows];
      const records = other.batch.records + piece.records;
      const told = other.batch.told + piece.told;
      open.set(key, { batch: { ...piece, rows, records, told }, bytes: other.bytes + bytes });
    } else {
      if (other !== undefined) full.push(other.batch);
      open.set(key, { batch: piece, bytes });
    }
  }
  return [...full, ...[...open.values()].map(({ batch }) => batch)];
}

function cut(batch: Batch): Batch[] {
  const pieces: Batch[] = [];
  for (let start = 0; start < batch.rows.length; start += TRANSACTION_ROWS) {
    const rows = batch.rows.slice(start, start + TRANSACTION_ROWS);
    // Counted once.
    pieces.push(start === 0 ? { ...batch, rows } : { ...batch, rows, records: 0, told: 0 });
  }
  return pieces;
}

function bytesOf(rows: readonly LogRow[]): number {
  return rows.reduce((total, row) => total + row.bytes, 0);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
