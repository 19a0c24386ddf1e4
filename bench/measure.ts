// Times a number of operations on one peer, and what its process used for them. What a peer does after its answers counts as
// used too, so each measurement ends when the peer has come to rest; the time of the operations does not hold that.
import type { Operation } from './operations.ts';
import type { Peer } from './peers/peer.ts';
import { median, percentile } from './statistics.ts';

export interface Sample {
  readonly operations: number;
  readonly seconds: number;
  /** Of each operation. */
  readonly latenciesMs: readonly number[];
  readonly cpuMs: number;
}

export interface Figure {
  /** Operations. */
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of the peer's process, for an operation. */
  readonly cpuMs: number;
}

/** Runs the operation so many times, by so many callers at once. */
export async function measure(
  peer: Peer,
  operation: Operation,
  { times, callers }: { readonly times: number; readonly callers: number },
): Promise<Sample> {
  const before = await untilResting(peer);
  const latenciesMs: number[] = [];
  let left = times;
  const caller = async () => {
    while (left > 0) {
      left -= 1;
      const begun = performance.now();
      await operation(peer.directory);
      latenciesMs.push(performance.now() - begun);
    }
  };
  const begun = performance.now();
  try {
    await Promise.all(Array.from({ length: callers }, caller));
  } catch (cause) {
    throw new Error(`${peer.name} failed.`, { cause });
  }
  const seconds = (performance.now() - begun) / 1000;
  const after = await untilResting(peer);
  return { operations: times, seconds, latenciesMs, cpuMs: after - before };
}

/** The middle of several samples, for each measure by itself. */
export function figureOf(samples: readonly Sample[]): Figure {
  const middle = (of: (sample: Sample) => number) => median(samples.map(of));
  return {
    perSecond: middle(({ operations, seconds }) => operations / seconds),
    p50Ms: middle(({ latenciesMs }) => percentile(latenciesMs, 0.5)),
    p99Ms: middle(({ latenciesMs }) => percentile(latenciesMs, 0.99)),
    cpuMs: middle(({ cpuMs, operations }) => cpuMs / operations),
  };
}

const REST_MS = 250;
const RESTING_CPU_MS = 15;
const REST_LIMIT = 240;

/** Waits until the peer does nothing worth mentioning. Gives its CPU time up to then. */
async function untilResting(peer: Peer): Promise<number> {
  let { cpuMs } = await peer.usage();
  for (let wait = 0; wait < REST_LIMIT; wait += 1) {
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    const now = (await peer.usage()).cpuMs;
    if (now - cpuMs < RESTING_CPU_MS) return now;
    cpuMs = now;
  }
  throw new Error(`${peer.name} does not come to rest.`);
}
