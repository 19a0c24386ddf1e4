// Lanes make the change log readable without gaps. Keys made of clock time would let a slow transaction commit behind a
// reader; one counter row would make all writers collide. A process therefore holds as many lanes as it has writes in
// flight. A lane is a row with the number of its last entry; a transaction borrows a free one and raises the number under
// the lane's ETag, so that its entries have no gap and nobody else can write to it. Ownership is only a lease that keeps
// processes off each other's lanes; what keeps them safe is the ETag.
import { randomBytes } from 'node:crypto';
import { StoreUnavailable } from '../directory/store.ts';
import { LANES, laneKey } from './keys.ts';
import { type Row, readRange } from './reads.ts';
import type { DirectoryTable } from './table.ts';
import type { RowAction } from './transaction.ts';

/** Writes of one process in flight in one directory; more wait. At 10 ms each this is above a partition's target rate. */
const IN_FLIGHT = 16;
/** How long a write waits for a free lane before the caller is told to come back. */
const WAIT_LIMIT_MS = 10_000;
/** A lane not written for this long may be claimed by another process. */
const LEASE_MS = 120_000;
/** More lanes than this are never made: readers read all heads in one request. */
const LANES_LIMIT = 256;

export interface Lane {
  readonly id: string;
  /** Undefined while the row is not there yet: the first transaction inserts it. */
  readonly etag: string | undefined;
  /** Number of the last entry; 0 before the first. */
  readonly last: number;
  /** Stamp of the last entry: the next is later. */
  readonly stamp: number;
  /** What this lane's transactions added to the directory's totals. */
  readonly users: number;
  readonly groups: number;
}

export interface LanePool {
  /** A lane that no other write of this process uses; waits for one. */
  borrow(): Promise<Lane>;
  /** Gives a lane back, as it is after the transaction. */
  giveBack(lane: Lane): void;
  /** Gives up a lane that somebody else has written to, or whose state is unknown. */
  forget(lane: Lane): void;
}

/** The lane's part of a transaction: it comes first, so that a lost race for the lane has one recognisable refusal. */
export function laneAction(lane: Lane, next: Omit<Lane, 'id' | 'etag'>, owner: string): RowAction {
  const columns = {
    owner,
    until: new Date(next.stamp + LEASE_MS).toISOString(),
    last: next.last,
    stamp: String(next.stamp),
    users: next.users,
    groups: next.groups,
  };
  return lane.etag === undefined
    ? { do: 'insert', key: laneKey(lane.id), columns: { ...columns, first: 1 } }
    : { do: 'merge', key: laneKey(lane.id), columns, etag: lane.etag };
}

export interface LaneHead extends Lane {
  /** Number of the oldest entry that is kept. */
  readonly first: number;
  readonly until: string;
}

export function laneHeadOf(row: Row): LaneHead {
  return {
    id: row.key.slice(laneKey('').length),
    etag: row.etag,
    last: Number(row.columns.last),
    first: Number(row.columns.first),
    stamp: Number(row.columns.stamp),
    users: Number(row.columns.users),
    groups: Number(row.columns.groups),
    until: String(row.columns.until),
  };
}

/** All lane heads in one request: one page of one partition is one snapshot, a consistent cut of the log. */
export async function readLaneHeads(table: DirectoryTable, partition: string): Promise<LaneHead[]> {
  return (await readRange(table, partition, LANES)).map(laneHeadOf);
}

/** The lanes of this process in one directory. */
export function createLanePool(table: DirectoryTable, partition: string): LanePool {
  const free: Lane[] = [];
  const waiting: ((lane: Lane) => void)[] = [];
  let borrowed = 0;
  /** Lanes of others, read when the first is needed: expired ones are claimed before new ones are made. */
  let others: Promise<LaneHead[]> | undefined;

  async function newLane(): Promise<Lane> {
    others ??= readLaneHeads(table, partition).catch((error) => {
      others = undefined;
      throw error;
    });
    const heads = await others;
    const now = new Date().toISOString();
    const expired = heads.filter((head) => head.until < now);
    const claimable = expired.length > 0 || heads.length < LANES_LIMIT ? expired : heads;
    // A random one: two processes that start together would else fight for the same.
    const claimed = claimable[Math.floor(Math.random() * claimable.length)];
    if (claimed !== undefined) {
      heads.splice(heads.indexOf(claimed), 1);
      return claimed;
    }
    return { id: randomBytes(6).toString('hex'), etag: undefined, last: 0, stamp: 0, users: 0, groups: 0 };
  }

  function release(): void {
    borrowed -= 1;
  }

  return {
    async borrow() {
      if (borrowed >= IN_FLIGHT) return await queued();
      borrowed += 1;
      try {
        return free.pop() ?? (await newLane());
      } catch (error) {
        release();
        throw error;
      }
    },
    giveBack(lane) {
      const next = waiting.shift();
      if (next !== undefined) return next(lane);
      free.push(lane);
      release();
    },
    forget() {
      release();
      const next = waiting.shift();
      if (next === undefined) return;
      borrowed += 1;
      newLane().then(next, () => {
        release();
        waiting.unshift(next);
      });
    },
  };

  function queued(): Promise<Lane> {
    return new Promise((resolve, reject) => {
      const taker = (lane: Lane) => {
        clearTimeout(timer);
        resolve(lane);
      };
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(taker), 1);
        reject(new StoreUnavailable('The directory has more writes waiting than its storage takes.', 5));
      }, WAIT_LIMIT_MS);
      waiting.push(taker);
    });
  }
}
