// What each operation costs of storage, counted: requests and their depth up to the answer, and all that Azure bills, the
// provisioning log included.
import { COSTED_ENTRIES, type CostedName, makeReady } from './costed.ts';
import { type PeerName, type PeerOptions, startPeer } from './peers/peer.ts';
import type { Progress } from './progress.ts';
import { type StorageCount, startStorageProxy } from './storage-proxy.ts';

export interface StorageCost {
  /** Up to the answer. */
  readonly answer: StorageCount;
  /** With what is written after it. */
  readonly all: StorageCount;
}

export type StorageCosts = Readonly<Record<CostedName, StorageCost>>;

/** Steps that `countStorageCosts` reports. */
export const costSteps = COSTED_ENTRIES.length;

/** Long enough to tell requests that wait for one another from those sent together. */
const HELD_BACK_MS = 5;
/** Time enough for what is written after an answer. */
const AFTERWARDS_MS = 400;

/** One request at a time. */
export async function countStorageCosts(
  name: PeerName,
  options: PeerOptions,
  progress: Progress,
): Promise<StorageCosts> {
  const proxy = await startStorageProxy(options.connectionString, { requestMs: HELD_BACK_MS });
  const peer = await startPeer(name, { ...options, connectionString: proxy.connectionString });
  const { directory } = peer;
  try {
    await makeReady(directory);
    const costs: Partial<Record<CostedName, StorageCost>> = {};
    for (const [key, { title, operation }] of COSTED_ENTRIES) {
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
      costs[key] = { answer, all };
    }
    return costs as StorageCosts;
  } finally {
    await peer.stop();
    await proxy.stop();
  }
}

function afterwards(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, AFTERWARDS_MS));
}
