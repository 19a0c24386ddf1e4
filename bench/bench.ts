// `npm run bench`: Rollcall beside its peers, all on one Azurite. `-- --quick` does a tenth of it, to see that everything works,
// and writes nothing; `-- --scale` fills a directory of 100,000 instead (scale.ts).

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startAzurite } from '../local/azurite.ts';
import { evaluate, GOALS } from './goals.ts';
import { type LargeSizes, largeSteps, measureLargeDirectory } from './large-directory.ts';
import { type LatencySizes, latencySteps, measureLatencies } from './latency.ts';
import { measureLoadTime } from './load-time.ts';
import { describeMachine } from './machine.ts';
import { type Bundles, buildBundles } from './peers/bundles.ts';
import { AS_IN_512_MB, PEERS, type Peer, type PeerName, type PeerOptions, startPeer } from './peers/peer.ts';
import { createProgress, type Progress } from './progress.ts';
import { shown } from './report/chart.ts';
import { writeReport } from './report/report.ts';
import type { Results } from './results.ts';
import { runScale } from './scale.ts';
import { measureSmallDirectory, smallSteps } from './small-directory.ts';
import { costSteps, countStorageCosts } from './storage-costs.ts';
import { measureTokenFlood } from './token-flood.ts';

const DOCUMENTS = join(import.meta.dirname, '../docs/performance');

interface Sizes {
  readonly rounds: number;
  /** Of the operations that a full round has. */
  readonly share: number;
  readonly large: LargeSizes;
  readonly latency: LatencySizes;
  readonly loads: number;
}

const FULL: Sizes = {
  // Three were asked for; with five, two bad moments of a shared machine do not make a figure.
  rounds: 5,
  share: 1,
  large: { users: 10_100, members: [10, 100, 1_000, 2_500, 4_950, 10_000], times: 30 },
  // Short and many: a fraction of a millisecond counts, and the machine is faster at one time than at another.
  latency: { rounds: 7, times: 20 },
  loads: 10,
};
const QUICK: Sizes = {
  rounds: 1,
  share: 0.1,
  large: { users: 600, members: [10, 100, 250, 500], times: 8 },
  latency: { rounds: 1, times: 5 },
  loads: 2,
};
const PEER_NAMES = Object.keys(PEERS) as PeerName[];
/** Those that are compared by their counts. */
const COUNTED: readonly PeerName[] = ['rollcall', 'sdkFloor', 'naive'];
const FLOODED_LOOKUPS = 400;

const { values } = parseArgs({ options: { quick: { type: 'boolean' }, scale: { type: 'boolean' } } });
if (values.scale === true) await runScale(DOCUMENTS);
else await run(values.quick === true ? QUICK : FULL, values.quick !== true);
process.exit();

async function run(sizes: Sizes, isKept: boolean): Promise<void> {
  const machine = describeMachine();
  const azurite = await startAzurite({ keep: 'memory' });
  const bundles = await buildBundles();
  const steps =
    smallSteps(sizes.rounds) +
    largeSteps(PEER_NAMES.length, sizes.large) +
    COUNTED.length * costSteps +
    latencySteps(sizes.latency.rounds) +
    2;
  const progress = createProgress(steps);
  try {
    const results = await measureAll(azurite.connectionString, bundles, sizes, progress);
    progress.end();
    if (isKept) console.log(await writeReport(DOCUMENTS, results, machine));
    else printVerdicts(results);
  } finally {
    await azurite.stop();
    await bundles.remove();
  }
}

async function measureAll(
  connectionString: string,
  bundles: Bundles,
  sizes: Sizes,
  progress: Progress,
): Promise<Results> {
  const options = { connectionString, bundles };
  const small = await withPeers(
    () => options,
    (peers) => measureSmallDirectory(peers, sizes, progress),
  );
  // Before Azurite holds a large directory: what it needs itself is part of these times.
  const latencies = await measureLatencies(options, sizes.latency, progress);
  const limited = (name: PeerName) => (name === 'rollcall' ? { ...options, node: AS_IN_512_MB } : options);
  const [large, flood] = await withPeers(limited, async (peers) => {
    const figures = await measureLargeDirectory(peers, connectionString, sizes.large, progress);
    progress.step('a flood of wrong tokens');
    const rollcall = peers.find(({ name }) => name === 'rollcall') as Peer;
    return [figures, await measureTokenFlood(rollcall, Math.ceil(FLOODED_LOOKUPS * sizes.share))] as const;
  });
  const costs: Results['costs'] = Object.fromEntries(
    await inTurn(COUNTED, async (name) => [name, await countStorageCosts(name, options, progress)]),
  );
  progress.step('loading the bundle');
  const load = await measureLoadTime(join(bundles.rollcall, 'dist/rollcall.cjs'), sizes.loads);
  const rounds = { small: sizes.rounds, latencies: sizes.latency.rounds };
  return { rounds, small, large, costs, latencies, load, flood };
}

/** New peers, each with an empty directory. */
async function withPeers<Found>(
  optionsOf: (name: PeerName) => PeerOptions,
  work: (peers: readonly Peer[]) => Promise<Found>,
): Promise<Found> {
  const peers = await inTurn(PEER_NAMES, (name) => startPeer(name, optionsOf(name)));
  try {
    return await work(peers);
  } finally {
    for (const peer of peers) await peer.stop();
  }
}

async function inTurn<Item, Made>(
  items: readonly Item[],
  make: (item: Item) => Promise<Made>,
): Promise<Made[]> {
  const made: Made[] = [];
  for (const item of items) made.push(await make(item));
  return made;
}

function printVerdicts(results: Results): void {
  for (const { title, must, limit, unit, found, isMet } of evaluate(GOALS, results)) {
    console.log(
      `${isMet ? 'met   ' : 'MISSED'}  ${title}: ${shown(found)} ${unit}, must be ${must} ${shown(limit)}`,
    );
  }
}
