// Turns the results of a run into the page and the charts under docs/performance/.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dollarsPerMillion, REGION_LATENCY_MS, waitMs } from '../azure.ts';
import { COSTED, type CostedName } from '../costed.ts';
import { evaluate, GOALS, type Verdict } from '../goals.ts';
import { ROUND_TRIP_MS } from '../latency.ts';
import type { Machine } from '../machine.ts';
import { PEERS, type PeerName } from '../peers/peer.ts';
import type { Results } from '../results.ts';
import { WORKLOADS, type WorkloadName } from '../workloads.ts';
import { barChart, lineChart, shown } from './chart.ts';
import { table } from './table.ts';

const PEER_NAMES = Object.keys(PEERS) as PeerName[];
const WORKLOAD_NAMES = Object.keys(WORKLOADS) as WorkloadName[];

/** Writes the page and its charts. Gives the page's text. */
export async function writeReport(folder: string, results: Results, machine: Machine): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [name, svg] of Object.entries(chartsOf(results))) {
    await writeFile(join(folder, `${name}.svg`), svg);
  }
  const page = pageOf(results, machine);
  await writeFile(join(folder, 'README.md'), page);
  return page;
}

function chartsOf({ small, large }: Results): Record<string, string> {
  const sizes = [...new Set(PEER_NAMES.flatMap((peer) => (large.adds[peer] ?? []).map(({ size }) => size)))];
  return {
    throughput: barChart({
      title: 'Operations a second',
      unit: '1/s',
      categories: WORKLOAD_NAMES.map((name) => WORKLOADS[name].short),
      series: PEER_NAMES.map((peer) => ({
        name: PEERS[peer],
        values: WORKLOAD_NAMES.map((workload) => small[workload][peer].perSecond),
      })),
      scale: 'linear',
    }),
    cpu: barChart({
      title: 'CPU time of the server for an operation',
      unit: 'ms',
      categories: WORKLOAD_NAMES.map((name) => WORKLOADS[name].short),
      series: PEER_NAMES.map((peer) => ({
        name: PEERS[peer],
        values: WORKLOAD_NAMES.map((workload) => small[workload][peer].cpuMs),
      })),
      scale: 'linear',
    }),
    'growing-group': lineChart({
      title: 'Time to add one member to a group that has so many',
      unit: 'ms',
      categories: sizes.map((size) => size.toLocaleString('en')),
      series: PEER_NAMES.map((peer) => ({
        name: PEERS[peer],
        values: sizes.map((size) => large.adds[peer]?.find((add) => add.size === size)?.ms),
      })),
      scale: 'logarithmic',
    }),
  };
}

function pageOf(results: Results, machine: Machine): string {
  const verdicts = evaluate(GOALS, results);
  const missed = verdicts.filter(({ isMet }) => !isMet).length;
  return `# Performance

Made by \`npm run bench\` on ${machine.date}: ${machine.description}. All peers ran in turn on one Azurite 3.37; figures are medians
of ${results.rounds.small} rounds. The ratios are the result; the absolute figures belong to this machine. Answers were checked while they were timed.
Beside this page: [a directory of 100,000 users](scale.md), [ten minutes with faults](soak.md).

- **SDK floor**: a Functions app on the same host that makes the same storage calls with \`@azure/data-tables\`, the provisioning
  log's included, without any SCIM.
- **signed floor**: the same calls from plain \`node:http\`, signed by hand: what the wire costs.
- **scimmy, memory** and **scimmy, naive table**: SCIMMY with its Express routers on a map, and on one JSON entity for each user and
  group. Handlers are as applications that use SCIMMY write them: all resources go through its filter, and a userName is looked for
  among all before it is kept. Neither keeps a change log, a provisioning log or index rows, nor shows a user's \`groups\`.

What Rollcall does differently from all of them is in how many rows Azurite looks at: it walks the whole table for every range of keys,
where Azure seeks. That weighs on Rollcall and the floors, whose tables hold index rows and a log.

## Goals

${verdicts.length - missed} of ${verdicts.length} are met. Another run may judge a figure near its limit differently: on a machine that is shared, the same work takes longer at one time than
at another.

${table(['goal', 'must be', 'is', ''], verdicts.map(goalRow))}

## Workloads

Operations a second; the ratio to the SDK floor in brackets. Looking up and creating is one operation of two requests.

${table(
  ['workload', ...PEER_NAMES.map((peer) => PEERS[peer])],
  WORKLOAD_NAMES.map((name) => workloadRow(results, name)),
)}

![Operations a second](throughput.svg)

CPU time of the server's process for an operation, in ms, with what it does after the answer.

${table(
  ['workload', ...PEER_NAMES.map((peer) => PEERS[peer])],
  WORKLOAD_NAMES.map((name) => cpuRow(results, name)),
)}

![CPU time](cpu.svg)

## Size

One more member in a group of so many, in ms. Rollcall and the floors grew by single adds; the naive table ends where its users end.

${growthTable(results)}

![Growing group](growing-group.svg)

${sizeSentence(results)}

## What it means on Azure

Counted, so the same everywhere. In the goals above each answer of the storage comes no sooner than ${ROUND_TRIP_MS} ms after its request; what
Azurite needs itself is part of them; medians of ${results.rounds.latencies} rounds. *Wait* is depth × ${REGION_LATENCY_MS} ms, about what a storage request takes within a region; *price* is for a
million operations, everything that is written after the answer included, at 0.00036 USD for 10,000 storage operations (a
transaction is billed by its rows).

${table(
  ['operation', 'requests / depth', 'wait', 'billed', 'price', 'SDK floor', 'naive table'],
  (Object.keys(COSTED) as CostedName[]).map((name) => azureRow(results, name)),
)}
`;
}

function goalRow({ title, must, limit, found, unit, isMet }: Verdict): string[] {
  const distance = Math.abs(found - limit);
  const verdict = isMet ? 'met' : `**missed by ${shown(distance)} ${unit}**`;
  return [title, `${must} ${shown(limit)} ${unit}`, `${shown(found)} ${unit}`, verdict];
}

function workloadRow({ small }: Results, name: WorkloadName): string[] {
  const floor = small[name].sdkFloor.perSecond;
  return [
    WORKLOADS[name].title,
    ...PEER_NAMES.map((peer) => {
      const { perSecond } = small[name][peer];
      return `${shown(perSecond)} (${(perSecond / floor).toFixed(2)})`;
    }),
  ];
}

function cpuRow({ small }: Results, name: WorkloadName): string[] {
  const floor = small[name].sdkFloor.cpuMs;
  return [
    WORKLOADS[name].title,
    ...PEER_NAMES.map((peer) => {
      const { cpuMs } = small[name][peer];
      return `${cpuMs.toFixed(2)} (${(cpuMs / floor).toFixed(2)})`;
    }),
  ];
}

function growthTable({ large }: Results): string {
  const sizes = (large.adds.rollcall ?? []).map(({ size }) => size);
  return table(
    ['members', ...PEER_NAMES.map((peer) => PEERS[peer])],
    sizes.map((size) => [
      size.toLocaleString('en'),
      ...PEER_NAMES.map((peer) => {
        const add = large.adds[peer]?.find((one) => one.size === size);
        return add === undefined ? '' : shown(add.ms);
      }),
    ]),
  );
}

function sizeSentence({ large }: Results): string {
  const { rollcall, memory } = large.pages;
  const lookUps = PEER_NAMES.map(
    (peer) =>
      `${PEERS[peer]} ${shown(large.lookUp[peer]?.p50Ms ?? Number.NaN)} ms of ${large.users[peer]?.toLocaleString('en')}`,
  );
  return `Looking up one user, p50: ${lookUps.join(', ')}. The first pages of all users by cursor take ${shown(rollcall?.first ?? 0)} ms
each, the last ${shown(rollcall?.last ?? 0)} ms (scimmy in memory, by index: ${shown(memory?.first ?? 0)} and ${shown(memory?.last ?? 0)} ms). Rollcall's process
took at most ${shown(large.peakMiB)} MiB, with V8's limits as it sets them itself on the smallest instance, of 512 MB.`;
}

function azureRow({ costs }: Results, name: CostedName): string[] {
  const { answer, all } = costs.rollcall?.[name] ?? NOTHING;
  const other = (peer: PeerName) => {
    const cost = costs[peer]?.[name];
    return cost === undefined
      ? ''
      : `${cost.answer.requests} / ${cost.answer.depth}, ${cost.all.billed} billed`;
  };
  return [
    COSTED[name].title,
    `${answer.requests} / ${answer.depth}`,
    `${waitMs(answer.depth)} ms`,
    String(all.billed),
    `${dollarsPerMillion(all.billed).toFixed(2)} USD`,
    other('sdkFloor'),
    other('naive'),
  ];
}

const NO_COUNT = { requests: 0, depth: 0, billed: 0 };
const NOTHING = { answer: NO_COUNT, all: NO_COUNT };
