// The workloads on a directory of some hundreds, all peers in turn: in each round each does the same once, so that whatever
// else the machine does meanwhile meets them all. Every second round goes the other way: otherwise Rollcall would always come
// after the naive table, which leaves Azurite much to collect.
import { type Figure, figureOf, measure, type Sample } from './measure.ts';
import { lookUp, lookupAndCreate, patchUser } from './operations.ts';
import { PEERS, type Peer, type PeerName } from './peers/peer.ts';
import type { Progress } from './progress.ts';
import { WORKLOADS, type WorkloadName } from './workloads.ts';

/** Users before the first round. */
const SEED = 400;

export type SmallFigures = Readonly<Record<WorkloadName, Readonly<Record<PeerName, Figure>>>>;

/** Steps that `measureSmallDirectory` reports. */
export const smallSteps = (rounds: number) =>
  Object.keys(PEERS).length * (1 + rounds * Object.keys(WORKLOADS).length);

/** @param share of the operations that a full round has */
export async function measureSmallDirectory(
  peers: readonly Peer[],
  { rounds, share }: { readonly rounds: number; readonly share: number },
  progress: Progress,
): Promise<SmallFigures> {
  for (const peer of peers) {
    progress.step(`${PEERS[peer.name]}: warming up`);
    await measure(peer, lookupAndCreate, { times: SEED, callers: 4 });
    await measure(peer, lookUp, { times: Math.ceil(1_000 * share), callers: 4 });
    await measure(peer, patchUser, { times: Math.ceil(300 * share), callers: 4 });
  }
  const figures: Partial<Record<WorkloadName, Record<string, Figure>>> = {};
  for (const [name, { title, operation, callers, times }] of entriesOf(WORKLOADS)) {
    const samples = new Map<PeerName, Sample[]>(peers.map((peer) => [peer.name, []]));
    for (let round = 1; round <= rounds; round += 1) {
      for (const peer of round % 2 === 1 ? peers : peers.toReversed()) {
        progress.step(`${title}, round ${round}: ${PEERS[peer.name]}`);
        const sample = await measure(peer, operation, { times: Math.ceil(times * share), callers });
        samples.get(peer.name)?.push(sample);
      }
    }
    figures[name] = Object.fromEntries([...samples].map(([peer, own]) => [peer, figureOf(own)]));
  }
  return figures as SmallFigures;
}

function entriesOf<Key extends string, Value>(record: Readonly<Record<Key, Value>>): [Key, Value][] {
  return Object.entries(record) as [Key, Value][];
}
