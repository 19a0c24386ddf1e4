// What must not depend on size: a lookup among thousands, one more member in a group that grows to ten thousand, the last page
// of ten thousand users. SCIMMY looks through all that it has for each request: it gets fewer users, and the naive table its rows.
import { randomUUID } from 'node:crypto';
import { check, groupBody, userBody } from './directory.ts';
import { type Figure, figureOf, measure, type Sample } from './measure.ts';
import { addMembers, createGroup, lookUp, lookupAndCreate } from './operations.ts';
import { PEERS, type Peer, type PeerName } from './peers/peer.ts';
import { entityOf, openTable } from './peers/scimmy-table.ts';
import type { Progress } from './progress.ts';
import { median } from './statistics.ts';

export interface LargeSizes {
  readonly users: number;
  /** Members at which the time of one more is measured; the largest is not above `users`. */
  readonly members: readonly number[];
  /** Measurements of each. */
  readonly times: number;
}

export interface LargeFigures {
  /** When the lookups were timed. */
  readonly users: Readonly<Partial<Record<PeerName, number>>>;
  readonly lookUp: Readonly<Partial<Record<PeerName, Figure>>>;
  /** Time of one more member, by the group's size. */
  readonly adds: Readonly<
    Partial<Record<PeerName, readonly { readonly size: number; readonly ms: number }[]>>
  >;
  /** Time of the first and of the last pages of all users. */
  readonly pages: Readonly<Partial<Record<PeerName, { readonly first: number; readonly last: number }>>>;
  /** Of Rollcall's process. */
  readonly peakMiB: number;
}

const FILLING_CALLERS = 8;
/** Time for what is looked up and written for the log after an answer: it should not meet the next peer's request. */
const AFTERWARDS_MS = 150;
/** The share of the users that is there when lookups are timed. */
const LOOKED_UP_AT = 1 / 2;
/** Of the users, where a peer would need hours for all. */
const SHARES: Readonly<Partial<Record<PeerName, number>>> = { naive: 1 / 2, memory: 1 / 4 };

export const largeSteps = (peers: number, sizes: LargeSizes) => peers * (3 + sizes.members.length);

export async function measureLargeDirectory(
  peers: readonly Peer[],
  connectionString: string,
  sizes: LargeSizes,
  progress: Progress,
): Promise<LargeFigures> {
  const users: Partial<Record<PeerName, number>> = {};
  for (const peer of peers) {
    progress.step(`${PEERS[peer.name]}: filling`);
    await fillUsers(peer, connectionString, sizes.users * Math.min(LOOKED_UP_AT, SHARES[peer.name] ?? 1));
    users[peer.name] = peer.directory.users.length;
  }
  const lookUps = await measureLookUps(peers, sizes, progress);
  for (const peer of peers) await fillUsers(peer, connectionString, sizes.users * (SHARES[peer.name] ?? 1));
  const adds = await measureAdds(peers, sizes, progress);
  const pages: Partial<Record<PeerName, { first: number; last: number }>> = {};
  for (const peer of peers) {
    progress.step(`${PEERS[peer.name]}: paging through all users`);
    if (peer.name !== 'naive') pages[peer.name] = await measurePages(peer);
  }
  const rollcall = peers.find(({ name }) => name === 'rollcall');
  const peakMiB = (await rollcall?.usage())?.peakMiB ?? Number.NaN;
  return { users, lookUp: lookUps, adds, pages, peakMiB };
}

async function measureLookUps(peers: readonly Peer[], { times }: LargeSizes, progress: Progress) {
  const samples = new Map<PeerName, Sample[]>(peers.map(({ name }) => [name, []]));
  for (const peer of peers) progress.step(`${PEERS[peer.name]}: looking up`);
  for (let round = 0; round < 3; round += 1) {
    for (const peer of peers) {
      const own = peer.name === 'naive' ? times : 4 * times;
      samples.get(peer.name)?.push(await measure(peer, lookUp, { times: own, callers: 4 }));
    }
  }
  return Object.fromEntries([...samples].map(([name, own]) => [name, figureOf(own)]));
}

/** Rollcall and the floors grow by single adds, eight at a time; the others are given their members at once. */
async function measureAdds(peers: readonly Peer[], { members, times }: LargeSizes, progress: Progress) {
  const adds = new Map<PeerName, { size: number; ms: number }[]>(peers.map(({ name }) => [name, []]));
  const groups = new Map<PeerName, { id: string; size: number }>();
  for (const peer of peers) groups.set(peer.name, { id: await createGroup(peer.directory), size: 0 });
  for (const size of members) {
    const growing = peers.filter(({ directory }) => directory.users.length >= size + times);
    for (const peer of growing) {
      progress.step(`${PEERS[peer.name]}: a group of ${size}`);
      const group = groups.get(peer.name);
      if (group === undefined) continue;
      await grow(peer, group, size);
    }
    const latencies = new Map<PeerName, number[]>(growing.map(({ name }) => [name, []]));
    for (let time = 0; time < times; time += 1) {
      for (const peer of growing) {
        const group = groups.get(peer.name);
        if (group === undefined || (rewritesGroups(peer) && time >= times / 4)) continue;
        const begun = performance.now();
        await addMembers(peer.directory, group.id, [peer.directory.users[group.size] ?? '']);
        latencies.get(peer.name)?.push(performance.now() - begun);
        group.size += 1;
        if (!rewritesGroups(peer)) await new Promise((resolve) => setTimeout(resolve, AFTERWARDS_MS));
      }
    }
    for (const [name, own] of latencies) adds.get(name)?.push({ size, ms: median(own) });
  }
  return Object.fromEntries(adds);
}

/** SCIMMY reads and writes a group whole for each member: seconds, in the end. */
function rewritesGroups({ name }: Peer): boolean {
  return name === 'naive' || name === 'memory';
}

async function grow(peer: Peer, group: { id: string; size: number }, size: number): Promise<void> {
  const { directory } = peer;
  if (rewritesGroups(peer)) {
    const ids = directory.users.slice(0, size);
    const body = { ...groupBody(0), members: ids.map((value) => ({ value })) };
    check(await directory.send('PUT', `/Groups/${group.id}`, body), 200);
    group.size = size;
    return;
  }
  const caller = async () => {
    while (group.size < size) {
      const member = directory.users[group.size] ?? '';
      group.size += 1;
      await addMembers(directory, group.id, [member]);
    }
  };
  await Promise.all(Array.from({ length: FILLING_CALLERS }, caller));
}

/** The naive peer would look through all users for each that is created: it is given its rows. */
async function fillUsers(peer: Peer, connectionString: string, count: number): Promise<void> {
  const { directory } = peer;
  if (directory.users.length >= count) return;
  if (peer.name === 'naive') return await writeNaiveUsers(peer, connectionString, count);
  const caller = async () => {
    while (directory.users.length < count) await lookupAndCreate(directory);
  };
  await Promise.all(Array.from({ length: FILLING_CALLERS }, caller));
}

async function writeNaiveUsers({ directory, tableName }: Peer, connectionString: string, count: number) {
  const client = openTable(connectionString, tableName);
  for (let start = directory.users.length; start < count; start += 100) {
    const entities = Array.from({ length: Math.min(100, count - start) }, (_, at) => {
      const id = randomUUID();
      directory.users[start + at] = id;
      directory.next('user');
      return entityOf('Users', id, { ...userBody(start + at), id });
    });
    await client.submitTransaction(entities.map((entity) => ['create', entity]));
  }
}

const PAGE = 100;
/** At each end. */
const COMPARED = 10;
const WALKS = 3;

/** Walks through all users. By cursor where there are cursors, by index otherwise. */
async function measurePages({ directory, name }: Peer): Promise<{ first: number; last: number }> {
  const [first, last]: [number[], number[]] = [[], []];
  for (let walk = 0; walk < WALKS; walk += 1) {
    const times: number[] = [];
    const met = new Set<string>();
    let next: string | undefined = name === 'memory' ? '1' : '';
    while (next !== undefined) {
      const query: string = name === 'memory' ? `startIndex=${next}` : `cursor=${next}`;
      const begun = performance.now();
      const text = check(await directory.send('GET', `/Users?${query}&count=${PAGE}`), 200);
      times.push(performance.now() - begun);
      const page = JSON.parse(text) as { Resources: { id: string }[]; nextCursor?: string };
      for (const { id } of page.Resources) met.add(id);
      const isEnd = page.Resources.length < PAGE || met.size >= directory.users.length;
      next = name === 'memory' ? (isEnd ? undefined : String(met.size + 1)) : page.nextCursor;
    }
    const missing = directory.users.filter((id) => !met.has(id)).length;
    if (missing > 0) throw new Error(`${PEERS[name]} left out ${missing} users in paging.`);
    first.push(...times.slice(0, COMPARED));
    last.push(...times.slice(0, -1).slice(-COMPARED));
  }
  return { first: median(first), last: median(last) };
}
