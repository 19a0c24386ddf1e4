// How long each operation takes with a network before the storage: depth x latency, and what the service adds.
import { COSTED_ENTRIES, type CostedName, makeReady } from './costed.ts';
import { type Figure, figureOf, measure, type Sample } from './measure.ts';
import { createGroup, createUser, lookUp, type Operation, patchUser } from './operations.ts';
import { type PeerOptions, startPeer } from './peers/peer.ts';
import type { Progress } from './progress.ts';
import { startSlowNetwork } from './slow-network.ts';

export const ROUND_TRIP_MS = 5;

export type Latencies = Readonly<Record<CostedName, Figure>>;

export interface LatencySizes {
  readonly rounds: number;
  /** Of each operation in a round. */
  readonly times: number;
}

/** Steps that `measureLatencies` reports. */
export const latencySteps = (rounds: number) => 1 + rounds * COSTED_ENTRIES.length;

/**
 * What happens before the first is timed: what is timed is not how V8 compiles. Not more users than that, because Azurite walks
 * through all rows for a range of them.
 */
const WARM_UP: readonly (readonly [Operation, times: number])[] = [
  [createUser, 60],
  [lookUp, 400],
  [patchUser, 200],
  [createGroup, 60],
];
const WARM_UP_CALLERS = 8;

/** Rollcall, one request at a time. */
export async function measureLatencies(
  options: PeerOptions,
  { rounds, times }: LatencySizes,
  progress: Progress,
): Promise<Latencies> {
  const network = await startSlowNetwork(options.connectionString, ROUND_TRIP_MS);
  const peer = await startPeer('rollcall', { ...options, connectionString: network.connectionString });
  try {
    progress.step('slow network: warming up');
    await makeReady(peer.directory);
    for (const [operation, warmUps] of WARM_UP) {
      await measure(peer, operation, { times: warmUps, callers: WARM_UP_CALLERS });
    }
    const samples = new Map<CostedName, Sample[]>();
    for (let round = 1; round <= rounds; round += 1) {
      for (const [name, { title, operation }] of COSTED_ENTRIES) {
        progress.step(`slow network, round ${round}: ${title}`);
        const sample = await measure(peer, operation, { times, callers: 1 });
        samples.set(name, [...(samples.get(name) ?? []), sample]);
      }
    }
    return Object.fromEntries([...samples].map(([name, own]) => [name, figureOf(own)])) as Latencies;
  } finally {
    await peer.stop();
    await network.stop();
  }
}
