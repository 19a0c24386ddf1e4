// Lanes make the change log readable without gaps. Keys made of clock time would let a slow transaction commit behind a
// reader; one counter row would make all writers collide. A process therefore holds as many lanes as it has writes in
// flight. A lane is a row with the number of its last entry; a transaction borrows a free one and raises the number under
// the lane's ETag, so that its entries have no gap and nobody else can write to it. Ownership is only a lease that keeps
// processes off each other's lanes; what keeps them safe is the ETag.
import { randomBytes } from 'node:crypto';
import { StoreUnavailable } from '../directory/store.ts';
import { LANES, laneKey } from './keys.ts';
import { type Row, readPage } from './reads.ts';
import type { DirectoryTable } from './table.ts';
import type { RowAction } from './transaction.ts';

/** Writes of one process in flight in one directory; more wait. At 10 ms each this is above a partition's target rate. */
const IN_FLIGHT = 16;
/** A lane not written for this long may be claimed by another process. */
const LEASE_MS = 120_000;
/** No lane is made where there are so many: readers read all heads in one request. */
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

/** The service splits a page seldom, and not the same one again and again. */
const READINGS = 5;

/** All lane heads in one request: one page of one partition is one snapshot, a consistent cut of the log. */
export async function readLaneHeads(table: DirectoryTable, partition: string): Promise<LaneHead[]> {
  for (let reading = 0; reading < READINGS; reading += 1) {
    const page = await readPage(table, partition, LANES);
    if (page.next === undefined) return page.rows.map(laneHeadOf);
  }
  throw new StoreUnavailable('The directory storage does not give all heads of the change log at once.', 10);
}

/** The lanes of this process in one directory. */
export function createLanePool(table: DirectoryTable, partition: string): LanePool {
  const free: Lane[] = [];
  /** Ids of the lanes that are free or in use here. */
  const held = new Set<string>();
  /** Writes that wait until fewer are in flight. */
  const waiting: (() => void)[] = [];
  let inFlight = 0;
  /** Lanes of everybody, shared by the writes that need one at the same moment. */
  let reading: Promise<{ readonly heads: LaneHead[]; count: number }> | undefined;

  /** Expired lanes are claimed before new ones are made, and somebody else's when there are enough. */
  async function newLane(): Promise<Lane> {
    reading ??= readLaneHeads(table, partition)
      .then((heads) => ({ heads, count: heads.length }))
      .finally(() => {
        reading = undefined;
      });
    const lanes = await reading;
    const now = new Date().toISOString();
    const others = lanes.heads.filter(({ id }) => !held.has(id));
    const expired = others.filter(({ until }) => until < now);
    const claimable = expired.length > 0 || lanes.count < LANES_LIMIT ? expired : others;
    // A random one: two processes that start together would else fight for the same.
    const claimed = claimable[Math.floor(Math.random() * claimable.length)];
    if (claimed !== undefined) return hold(claimed);
    lanes.count += 1;
    const id = randomBytes(6).toString('hex');
    return hold({ id, etag: undefined, last: 0, stamp: 0, users: 0, groups: 0 });
  }

  function hold(lane: Lane): Lane {
    held.add(lane.id);
    return lane;
  }

  async function enter(): Promise<void> {
    if (inFlight < IN_FLIGHT) inFlight += 1;
    else await turn();
  }

  /** Whoever leaves hands its place to the first that waits. */
  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) inFlight -= 1;
    else next();
  }

  function turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const take = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(take), 1);
        reject(new StoreUnavailable('The directory has more writes waiting than its storage takes.', 5));
      }, table.patience.lane);
      waiting.push(take);
    });
  }

  return {
    async borrow() {
      await enter();
      try {
        return free.pop() ?? (await newLane());
      } catch (error) {
        leave();
        throw error;
      }
    },
    giveBack(lane) {
      free.push(lane);
      leave();
    },
    forget(lane) {
      held.delete(lane.id);
      leave();
    },
  };
}
