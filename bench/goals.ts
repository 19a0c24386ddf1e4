// The goals as data: each a value of one run, mostly a ratio of two, and what it must be. Nothing here depends on how fast the
// machine is.

import { COSTED_ENTRIES } from './costed.ts';
import { ROUND_TRIP_MS } from './latency.ts';
import type { PeerName } from './peers/peer.ts';
import type { Results } from './results.ts';
import type { WorkloadName } from './workloads.ts';

export interface Goal {
  readonly title: string;
  readonly must: 'at least' | 'at most' | 'above' | 'below';
  readonly limit: number;
  readonly unit: '×' | 'ms' | 'MiB';
  readonly value: (results: Results) => number;
}

export interface Verdict extends Goal {
  readonly found: number;
  readonly isMet: boolean;
}

export function evaluate(goals: readonly Goal[], results: Results): Verdict[] {
  return goals.map((goal) => {
    const found = goal.value(results);
    return { ...goal, found, isMet: MEETS[goal.must](found, goal.limit) };
  });
}

const MEETS: Readonly<Record<Goal['must'], (found: number, limit: number) => boolean>> = {
  'at least': (found, limit) => found >= limit,
  'at most': (found, limit) => found <= limit,
  above: (found, limit) => found > limit,
  below: (found, limit) => found < limit,
};

/** Rollcall's throughput as a multiple of a peer's. */
const faster =
  (workload: WorkloadName, than: PeerName) =>
  ({ small }: Results) =>
    small[workload].rollcall.perSecond / small[workload][than].perSecond;

/** Rollcall's CPU time for an operation as a multiple of a peer's. */
const dearer =
  (workload: WorkloadName, than: PeerName) =>
  ({ small }: Results) =>
    small[workload].rollcall.cpuMs / small[workload][than].cpuMs;

const AGAINST_FLOOR: readonly (readonly [WorkloadName, string])[] = [
  ['lookupAndCreate', 'look up + create'],
  ['lookUp', 'look up'],
  ['patch', 'PATCH'],
  ['mix1', 'mix, 1 caller'],
  ['mix8', 'mix, 8 callers'],
  ['mix32', 'mix, 32 callers'],
];

function addAt({ large }: Results, peer: PeerName, size: number): number {
  const [first] = (large.adds[peer] ?? []).filter((add) => add.size >= size);
  return (first ?? large.adds[peer]?.at(-1))?.ms ?? Number.NaN;
}

function lastAdd({ large }: Results, peer: PeerName): number {
  return large.adds[peer]?.at(-1)?.ms ?? Number.NaN;
}

/** Timers and the proxy take their part of this. */
const SERVICE_MS = 4;

export const GOALS: readonly Goal[] = [
  ...AGAINST_FLOOR.map(
    ([workload, title]): Goal => ({
      title: `${title}: throughput, against the SDK floor`,
      must: 'at least',
      limit: 0.8,
      unit: '×',
      value: faster(workload, 'sdkFloor'),
    }),
  ),
  ...AGAINST_FLOOR.map(
    ([workload, title]): Goal => ({
      title: `${title}: CPU, against the SDK floor`,
      must: 'at most',
      limit: 1.6,
      unit: '×',
      value: dearer(workload, 'sdkFloor'),
    }),
  ),
  ...AGAINST_FLOOR.map(
    ([workload, title]): Goal => ({
      title: `${title}: CPU, against scimmy in memory`,
      must: 'below',
      limit: 1,
      unit: '×',
      value: dearer(workload, 'memory'),
    }),
  ),
  {
    title: 'look up + create, from 400 users on: throughput, against the naive table',
    must: 'at least',
    limit: 1.3,
    unit: '×',
    value: faster('lookupAndCreate', 'naive'),
  },
  {
    title: 'PATCH: throughput, against the naive table',
    must: 'at least',
    limit: 2.5,
    unit: '×',
    value: faster('patch', 'naive'),
  },
  {
    title: 'add one member: throughput, against the naive table',
    must: 'at least',
    limit: 2.5,
    unit: '×',
    value: faster('addOne', 'naive'),
  },
  {
    title: 'look up, 400 users: throughput, against the naive table',
    must: 'at least',
    limit: 1,
    unit: '×',
    value: faster('lookUp', 'naive'),
  },
  {
    title: 'look up, 5,000 users: throughput, against the naive table',
    must: 'at least',
    limit: 5,
    unit: '×',
    value: ({ large }) => (large.lookUp.rollcall?.perSecond ?? 0) / (large.lookUp.naive?.perSecond ?? 0),
  },
  {
    title: 'PATCH: throughput, against scimmy in memory',
    must: 'above',
    limit: 1,
    unit: '×',
    value: faster('patch', 'memory'),
  },
  {
    title: 'add one member: throughput, against scimmy in memory',
    must: 'above',
    limit: 1,
    unit: '×',
    value: faster('addOne', 'memory'),
  },
  {
    title: 'one more member in the largest group, against a group of ten',
    must: 'at most',
    limit: 1.5,
    unit: '×',
    value: (results) => lastAdd(results, 'rollcall') / addAt(results, 'rollcall', 10),
  },
  {
    title: "one more member in the naive table's largest group, against Rollcall's",
    must: 'at least',
    limit: 50,
    unit: '×',
    value: (results) => lastAdd(results, 'naive') / lastAdd(results, 'rollcall'),
  },
  {
    title: 'the last page of all users by cursor, against the first',
    must: 'at most',
    limit: 1.25,
    unit: '×',
    value: ({ large }) => (large.pages.rollcall?.last ?? 0) / (large.pages.rollcall?.first ?? 0),
  },
  ...COSTED_ENTRIES.map(
    ([name, { title, depth }]): Goal => ({
      title: `${title}, ${ROUND_TRIP_MS} ms for a storage request: p50 at depth ${depth}`,
      must: 'at most',
      limit: depth * ROUND_TRIP_MS + SERVICE_MS,
      unit: 'ms',
      value: ({ latencies }) => latencies[name].p50Ms,
    }),
  ),
  {
    title: 'a flood of wrong tokens: a good caller’s p50, against the same alone',
    must: 'at most',
    limit: 3,
    unit: '×',
    value: ({ flood }) => flood.besideMs / flood.aloneMs,
  },
  {
    title: 'peak memory with all users served',
    must: 'at most',
    limit: 200,
    unit: 'MiB',
    value: ({ large }) => large.peakMiB,
  },
  {
    title: 'load of the bundle, against the unbundled code',
    must: 'at most',
    limit: 0.4,
    unit: '×',
    value: ({ load }) => load.bundledMs / load.unbundledMs,
  },
];
