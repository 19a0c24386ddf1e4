// Reads the change log without gaps. All lane heads are read first, in one request: a consistent cut, beyond which nothing
// is served. Entries of several lanes are merged by their stamps; since a write's stamp is later than that of everything it
// read and than its lane's last, the changes of one resource come in the order in which they were made, whichever lanes
// and processes made them. A cursor is the number read last in each lane.
import type { ChangeLogCursor, ChangeLogEntry, ChangeLogPage } from '../directory/change-log.ts';
import type { Change } from '../directory/changes.ts';
import { columnsText } from './columns.ts';
import type { Writer } from './commit.ts';
import { entryKey } from './keys.ts';
import { type LaneHead, readLaneHeads } from './lanes.ts';
import { type Row, readRange } from './reads.ts';
import { timeOf } from './rows.ts';

/** The next `limit` entries after the cursor; from the oldest kept one without a cursor. */
export async function readChangeLog(
  { table, partition }: Writer,
  cursor: ChangeLogCursor | undefined,
  limit: number,
): Promise<ChangeLogPage> {
  const heads = await readLaneHeads(table, partition);
  // A lane that the cursor does not know was made after it: nothing of that lane has been read.
  const from = (head: LaneHead) => (cursor === undefined ? head.first - 1 : (cursor[head.id] ?? 0));
  if (heads.some((head) => from(head) < head.first - 1)) return { kind: 'expired' };
  const lanes = await Promise.all(
    heads.map(async (head) => {
      const end = Math.min(head.last, from(head) + limit);
      if (end <= from(head)) return [];
      const range = { from: entryKey(head.id, from(head) + 1), before: entryKey(head.id, end + 1) };
      const rows = await readRange(table, partition, range);
      // The oldest were dropped since the heads were read.
      return rows.length < end - from(head) ? undefined : rows.map(entryOf);
    }),
  );
  const whole = lanes.filter((lane) => lane !== undefined);
  if (whole.length < lanes.length) return { kind: 'expired' };
  const entries = whole.flat().sort(inOrder).slice(0, limit);
  const next: Record<string, number> = Object.fromEntries(heads.map((head) => [head.id, from(head)]));
  for (const { lane, number } of entries) next[lane] = number;
  return { kind: 'entries', entries, cursor: next };
}

interface StampedEntry extends ChangeLogEntry {
  readonly stamp: number;
}

function entryOf(row: Row): StampedEntry {
  const [, lane = '', number] = row.key.split('~');
  const stamp = Number(row.columns.stamp);
  return {
    lane,
    number: Number(number),
    stamp,
    time: timeOf(stamp),
    credential: String(row.columns.credential),
    request: String(row.columns.request),
    changes: JSON.parse(columnsText('changes', row.columns) ?? '[]') as Change[],
  };
}

function inOrder(a: StampedEntry, b: StampedEntry): number {
  return a.stamp - b.stamp || (a.lane < b.lane ? -1 : 1);
}
