// Runs the service under mixed load while one storage request in a hundred fails, and looks for what only time shows: memory that
// grows, handles that stay, a request that fails though its client did nothing wrong.
import { createGroup, lookupAndCreate } from '../operations.ts';
import type { Usage } from '../peers/child.ts';
import { AS_IN_512_MB, type Peer, type PeerOptions, startPeer } from '../peers/peer.ts';
import { median } from '../statistics.ts';
import { startStorageProxy } from '../storage-proxy.ts';
import { soakLoad } from './load.ts';

export interface SoakOptions extends PeerOptions {
  readonly seconds: number;
  /** The share of storage requests that fail, 0 to 1. */
  readonly faults: number;
}

export interface SoakReport {
  readonly seconds: number;
  readonly operations: number;
  readonly storageFaults: number;
  /** What was answered wrongly, or not at all. */
  readonly failures: readonly string[];
  /** After a collection each, in the order of time. */
  readonly heapMiB: readonly number[];
  readonly residentMiB: readonly number[];
  /** At rest, before and after. */
  readonly resources: readonly [Usage['resources'], Usage['resources']];
}

const CALLERS = 8;
const USERS = 150;
const SAMPLES = 24;
/** Longer than kept connections stay open. */
const REST_MS = 8_000;
const SHOWN_FAILURES = 20;

export async function soak(options: SoakOptions, sampled: (share: number) => void): Promise<SoakReport> {
  const proxy = await startStorageProxy(options.connectionString, { faults: options.faults });
  const peer = await startPeer('rollcall', {
    ...options,
    connectionString: proxy.connectionString,
    node: ['--expose-gc', ...AS_IN_512_MB],
  });
  try {
    for (let user = 0; user < USERS; user += 1) await lookupAndCreate(peer.directory);
    await createGroup(peer.directory);
    await underLoad(peer, Math.min(10, options.seconds / 4), []);
    const before = await atRest(peer);
    const usages: Usage[] = [];
    const failures: string[] = [];
    let operations = 0;
    for (let sample = 1; sample <= SAMPLES; sample += 1) {
      operations += await underLoad(peer, options.seconds / SAMPLES, failures);
      usages.push(await peer.usage());
      sampled(sample / SAMPLES);
    }
    const after = await atRest(peer);
    return {
      seconds: options.seconds,
      operations,
      storageFaults: proxy.faults(),
      failures: failures.slice(0, SHOWN_FAILURES),
      heapMiB: usages.map(({ heapMiB }) => heapMiB),
      residentMiB: usages.map(({ residentMiB }) => residentMiB),
      resources: [before, after],
    };
  } finally {
    await peer.stop();
    await proxy.stop();
  }
}

/** Gives how many operations were done. */
async function underLoad({ directory }: Peer, seconds: number, failures: string[]): Promise<number> {
  const end = performance.now() + seconds * 1000;
  let operations = 0;
  const caller = async () => {
    while (performance.now() < end) {
      try {
        await soakLoad(directory);
      } catch (error) {
        failures.push(String(error));
      }
      operations += 1;
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return operations;
}

async function atRest(peer: Peer): Promise<Usage['resources']> {
  await new Promise((resolve) => setTimeout(resolve, REST_MS));
  return (await peer.usage()).resources;
}

/** What code that is compiled later and caches that fill up may take beside. */
const GROWTH_MIB = 6;
const GROWTH = 1.1;

/** What is wrong, in words; nothing when all is well. */
export function problemsOf({ failures, heapMiB, resources }: SoakReport): string[] {
  const [early, late] = quarters(heapMiB);
  const [before, after] = resources;
  const grown = Object.entries(after).filter(([kind, count]) => count > (before[kind] ?? 0));
  return [
    ...failures.map((failure) => `A client that did nothing wrong: ${failure}`),
    ...(late > early * GROWTH + GROWTH_MIB
      ? [`The heap grew from ${early.toFixed(1)} to ${late.toFixed(1)} MiB.`]
      : []),
    ...grown.map(([kind, count]) => `${kind}: ${before[kind] ?? 0} at rest before, ${count} after.`),
  ];
}

/** The middle of the second quarter, since the first warms up, and that of the last. */
export function quarters(samples: readonly number[]): readonly [number, number] {
  const quarter = Math.floor(samples.length / 4);
  return [median(samples.slice(quarter, 2 * quarter)), median(samples.slice(-quarter))];
}
