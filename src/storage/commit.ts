// Every write of a directory goes through here, as one transaction: the lane's number, the entry of the change log, and the
// rows of the plan commit together or not at all.
//
// The entry is also the commit record. When nobody knows whether a transaction was applied (a cut connection, a 5xx), the
// entry of that lane and number is read: ours means applied; none means not yet, and the same transaction is sent again on
// the same lane, where the first, should it still arrive, and the second exclude each other. So nothing is applied twice, and
// a retried write never meets itself as a conflict.
import { randomBytes } from 'node:crypto';
import type { Change } from '../directory/changes.ts';
import { type Origin, StoreUnavailable } from '../directory/store.ts';
import { textColumns } from './columns.ts';
import { entryKey } from './keys.ts';
import { type Lane, type LanePool, laneAction } from './lanes.ts';
import { type Again, patient } from './patience.ts';
import { readRow } from './reads.ts';
import type { DirectoryTable } from './table.ts';
import { type Outcome, type Refusal, type RowAction, send, TRANSACTION_ROWS } from './transaction.ts';

/** Rows that a plan may hold: the lane and the entry take two. */
export const PLAN_ROWS = TRANSACTION_ROWS - 2;

export interface Plan {
  /** The rows, given the stamp (milliseconds, later than that of everything read) that versions and times are made of. */
  readonly actions: (stamp: number) => readonly RowAction[];
  readonly changes: readonly Change[];
  /** What it adds to the directory's totals. */
  readonly counts?: { readonly users?: number; readonly groups?: number };
  /** The stamp of the resource as it was read: the new one is later, so that a reader can serve changes in its order. */
  readonly after?: number;
}

export type Committed =
  /** `etags` in the order of the plan's actions; none where the answer was lost and the commit found out later. */
  | { readonly kind: 'committed'; readonly stamp: number; readonly etags: readonly (string | undefined)[] }
  | { readonly kind: 'refused'; readonly key: string; readonly reason: Refusal };

/** A directory's writer: what it needs to put a plan into the table. */
export interface Writer {
  readonly table: DirectoryTable;
  readonly partition: string;
  readonly lanes: LanePool;
  /** Names this process in the lanes it leases. */
  readonly owner: string;
  /** Sweeps that this process is doing, by the deleted resource's id. */
  readonly sweeps: Map<string, Promise<void>>;
  /** Told of each transaction that was committed. */
  readonly committed: CommitListener;
}

export type CommitListener = (origin: Origin, changes: readonly Change[]) => void;

/** Writes the plan, or says which of its rows refused. Throws StoreUnavailable when storage gives no certainty in time. */
export async function commit(writer: Writer, plan: Plan, origin: Origin): Promise<Committed> {
  for (;;) {
    const lane = await writer.lanes.borrow();
    const attempt = await onLane(writer, lane, plan, origin);
    if (attempt === 'lane lost') continue;
    if (attempt.kind === 'committed' && plan.changes.length > 0) writer.committed(origin, plan.changes);
    return attempt;
  }
}

async function onLane(
  writer: Writer,
  lane: Lane,
  plan: Plan,
  origin: Origin,
): Promise<Committed | 'lane lost'> {
  const stamp = Math.max(Date.now(), (plan.after ?? 0) + 1, lane.stamp + 1);
  const next = {
    last: lane.last + 1,
    stamp,
    users: lane.users + (plan.counts?.users ?? 0),
    groups: lane.groups + (plan.counts?.groups ?? 0),
  };
  const record = randomBytes(9).toString('base64url');
  const planned = plan.actions(stamp);
  const entry: RowAction = {
    do: 'insert',
    key: entryKey(lane.id, next.last),
    columns: {
      record,
      stamp: String(stamp),
      credential: origin.credential,
      request: origin.request,
      ...textColumns('changes', JSON.stringify(plan.changes)),
    },
  };
  const actions = [laneAction(lane, next, writer.owner), entry, ...planned];

  let certain: Certain;
  try {
    certain = await untilCertain(writer, lane, actions, { key: entry.key, record });
  } catch (error) {
    writer.lanes.forget(lane);
    throw error;
  }
  if (certain.kind === 'done') {
    const [laneEtag, , ...etags] = certain.etags;
    if (laneEtag === undefined) writer.lanes.forget(lane);
    else writer.lanes.giveBack({ ...next, id: lane.id, etag: laneEtag });
    return { kind: 'committed', stamp, etags };
  }
  if (certain.lane === 'lost') writer.lanes.forget(lane);
  else writer.lanes.giveBack(certain.lane);
  if (certain.index < 2) return 'lane lost';
  const refused = actions[certain.index];
  if (refused === undefined) throw new Error(`storage refused part ${certain.index} of ${actions.length}`);
  return { kind: 'refused', key: refused.key, reason: certain.reason };
}

interface CommitRecord {
  readonly key: string;
  readonly record: string;
}

type Done = Extract<Outcome, { kind: 'done' }>;
type Certain =
  | Done
  /** No copy of the transaction can be applied any more. `lane` as it is now, unless somebody else wrote to it. */
  | (Extract<Outcome, { kind: 'refused' }> & { readonly lane: Lane | 'lost' });

const APPLIED: Done = { kind: 'done', etags: [] };

/** Sends the transaction until it is certain that it was applied, once, or that it never will be. */
async function untilCertain(
  writer: Writer,
  lane: Lane,
  actions: readonly RowAction[],
  record: CommitRecord,
): Promise<Certain> {
  const again = patient(writer.table.patience);
  for (let isFirst = true; ; isFirst = false) {
    const outcome = await send(writer.table, writer.partition, actions);
    if (outcome.kind === 'done') return outcome;
    if (outcome.kind === 'refused') {
      const isLaneLost = outcome.index < 2;
      if (isFirst) return { ...outcome, lane: isLaneLost ? 'lost' : lane };
      const fenced = isLaneLost ? 'lost' : await fence(writer, lane, again);
      const isApplied = fenced === 'lost' && (await isWritten(writer, record, again));
      return isApplied ? APPLIED : { ...outcome, lane: fenced };
    }
    await again(outcome);
    if (await isWritten(writer, record, again)) return APPLIED;
  }
}

/**
 * After an unknown outcome an earlier copy of a refused transaction may still be on its way, and the lane's ETag would let
 * it in. Writing the lane row alone shuts it out. 'lost' where something else was written to the lane first: that copy, this
 * very write (its answer lost), or another process.
 */
async function fence(writer: Writer, lane: Lane, again: Again): Promise<Lane | 'lost'> {
  for (;;) {
    const outcome = await send(writer.table, writer.partition, [laneAction(lane, lane, writer.owner)]);
    if (outcome.kind === 'done') return { ...lane, etag: outcome.etags[0] };
    if (outcome.kind === 'refused') return 'lost';
    await again(outcome);
  }
}

async function isWritten(writer: Writer, { key, record }: CommitRecord, again: Again): Promise<boolean> {
  for (;;) {
    try {
      const row = await readRow(writer.table, writer.partition, key);
      return row?.columns.record === record;
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      await again({ cause: error, retryAfterMs: 0 });
    }
  }
}

/**
 * As `commit`, for deletions: a row that `mayBeMissing` and is refused because it is not there is left out, and the rest
 * tried again. Somebody else (a sweep, another deletion) has then taken that row away already.
 */
export async function commitWithout(
  writer: Writer,
  plan: Plan,
  origin: Origin,
  mayBeMissing: (key: string) => boolean,
): Promise<Committed> {
  const left = new Set<string>();
  for (;;) {
    const committed = await commit(
      writer,
      { ...plan, actions: (stamp) => plan.actions(stamp).filter(({ key }) => !left.has(key)) },
      origin,
    );
    if (committed.kind === 'committed' || committed.reason !== 'missing' || !mayBeMissing(committed.key)) {
      return committed;
    }
    left.add(committed.key);
  }
}
