// Drops what the change log keeps no longer. Entries go from the old end of each lane, in one transaction with the number of
// the oldest that is kept, so that a reader whose cursor lies before it is told so and never passes over a gap.
import { entryKey, type KeyRange, laneKey } from './keys.ts';
import { type LaneHead, readLaneHeads } from './lanes.ts';
import { readRange } from './reads.ts';
import type { DirectoryTable } from './table.ts';
import { send, TRANSACTION_ROWS } from './transaction.ts';

/** Beside the lane's own row. */
const ENTRIES_AT_ONCE = TRANSACTION_ROWS - 1;
/**
 * Writing the row of a lane takes it from the process that writes in it: so a lane in use is left for another time, and only
 * trimmed when it is overdue by this much.
 */
const OVERDUE_MS = 24 * 60 * 60 * 1000;

/** Drops entries older than `before` (milliseconds). Gives how many. */
export async function trimChangeLog(
  { table, partition }: { readonly table: DirectoryTable; readonly partition: string },
  before: number,
): Promise<number> {
  let dropped = 0;
  for (const head of await readLaneHeads(table, partition))
    dropped += await trimLane(table, partition, head, before);
  return dropped;
}

async function trimLane(
  table: DirectoryTable,
  partition: string,
  head: LaneHead,
  before: number,
): Promise<number> {
  const isInUse = head.until > new Date().toISOString();
  let first = head.first;
  let limit = isInUse ? before - OVERDUE_MS : before;
  while (first <= head.last) {
    const rows = await readRange(table, partition, entries(head.id, first, head.last));
    const kept = rows.findIndex(({ columns }) => Number(columns.stamp) >= limit);
    const old = rows.slice(0, kept === -1 ? rows.length : kept);
    if (old.length === 0) break;
    const outcome = await send(table, partition, [
      { do: 'merge', key: laneKey(head.id), columns: { first: first + old.length } },
      ...old.map(({ key }) => ({ do: 'delete', key }) as const),
    ]);
    // Another process trims the same lane, or nobody knows: the next time tells.
    if (outcome.kind !== 'done') break;
    first += old.length;
    // It has been taken from its process now: whatever else is old may go too.
    limit = before;
  }
  return first - head.first;
}

function entries(lane: string, first: number, last: number): KeyRange {
  const end = Math.min(last, first + ENTRIES_AT_ONCE - 1);
  return { from: entryKey(lane, first), before: entryKey(lane, end + 1) };
}
