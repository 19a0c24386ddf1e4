// What each operation costs of storage, counted: requests and their depth up to the answer, and all that Azure bills, the
// provisioning log included. And its time with a network before the storage: depth x latency and what the service adds.

import { check, type Directory, userBody } from './directory.ts';
import {
  addOne,
  addTwenty,
  createGroup,
  lookUp,
  lookUpGroup,
  lookUpNobody,
  type Operation,
  patchUser,
  readGroup,
} from './operations.ts';
import { type PeerName, type PeerOptions, startPeer } from './peers/peer.ts';
import type { Progress } from './progress.ts';
import { percentile } from './statistics.ts';
import { type StorageCount, startStorageProxy } from './storage-proxy.ts';

export const INJECTED_MS = 5;

const createOnly: Operation = async (directory) => {
  const number = directory.next('user');
  const answer = await directory.send('POST', '/Users', userBody(number));
  directory.users[number] = String((JSON.parse(check(answer, 201)) as { id: unknown }).id);
};

export type CostedName = keyof typeof COSTED;
/** Depth: how many storage requests follow one another before Rollcall answers. */
export const COSTED = {
  miss: {
    title: 'look up a user who is not there',
    operation: (directory) => lookUpNobody(directory, 'nobody@atlas.example'),
    depth: 1,
  },
  hit: { title: 'look up a user', operation: lookUp, depth: 2 },
  create: { title: 'create a user', operation: createOnly, depth: 1 },
  patch: { title: 'PATCH a user', operation: patchUser, depth: 2 },
  createGroup: {
    title: 'create a group',
    operation: async (directory) => {
      await createGroup(directory);
    },
    depth: 1,
  },
  lookUpGroup: { title: 'look up a group', operation: lookUpGroup, depth: 2 },
  readGroup: { title: 'read a group without its members', operation: readGroup, depth: 1 },
  addOne: { title: 'add one member', operation: addOne, depth: 1 },
  addTwenty: { title: 'add twenty members', operation: addTwenty, depth: 1 },
} as const satisfies Record<string, { title: string; operation: Operation; depth: number }>;

export interface StorageCost {
  /** Up to the answer. */
  readonly answer: StorageCount;
  /** With what is written after it. */
  readonly all: StorageCount;
  readonly p50Ms: number;
}

export type StorageCosts = Readonly<Record<CostedName, StorageCost>>;

/** Time enough for what is written after an answer. */
const AFTERWARDS_MS = 400;
/**
 * What happens before the first is timed, eight at once: what is timed is not how V8 compiles. Not more users than that, because
 * Azurite walks through all rows for a range of them.
 */
const WARM_UP: readonly (readonly [Operation, times: number])[] = [
  [createOnly, 150],
  [lookUp, 400],
  [patchUser, 150],
  [
    async (directory) => {
      await createGroup(directory);
    },
    60,
  ],
];
const WARM_UP_CALLERS = 8;

/** One request at a time through a proxy that holds each storage request back. */
export async function countStorageCosts(
  name: PeerName,
  options: PeerOptions,
  times: number,
  progress: Progress,
): Promise<StorageCosts> {
  const proxy = await startStorageProxy(options.connectionString, { requestMs: INJECTED_MS });
  const peer = await startPeer(name, { ...options, connectionString: proxy.connectionString });
  const { directory } = peer;
  try {
    for (const [operation, times] of WARM_UP) await warmUp(directory, operation, times);
    // The first of each fill begins a group; what is counted is one that goes on.
    for (const operation of [addOne, addTwenty]) await operation(directory);
    const costs: Partial<Record<CostedName, StorageCost>> = {};
    for (const [key, { title, operation }] of Object.entries(COSTED)) {
      progress.step(`counted: ${title}`);
      // Once before: what happens only the first time is not counted.
      await operation(directory);
      await afterwards();
      let answer: StorageCount = { requests: 0, depth: 0, billed: 0 };
      const all = await proxy.count(async () => {
        await operation(directory);
        answer = proxy.counted();
        await afterwards();
      });
      const latencies: number[] = [];
      for (let time = 0; time < times; time += 1) {
        const begun = performance.now();
        await operation(directory);
        latencies.push(performance.now() - begun);
      }
      await afterwards();
      costs[key as CostedName] = { answer, all, p50Ms: percentile(latencies, 0.5) };
    }
    return costs as StorageCosts;
  } finally {
    await peer.stop();
    await proxy.stop();
  }
}

async function warmUp(directory: Directory, operation: Operation, times: number): Promise<void> {
  let left = times;
  const caller = async () => {
    for (; left > 0; left -= 1) await operation(directory);
  };
  await Promise.all(Array.from({ length: WARM_UP_CALLERS }, caller));
}

export const costSteps = Object.keys(COSTED).length;

function afterwards(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, AFTERWARDS_MS));
}
