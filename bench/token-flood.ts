// Whether somebody who tries tokens slows those who have one: a good caller alone, and beside callers who send wrong tokens as
// fast as they are refused. The key vault is asked no more than before.
import { makeToken } from '../src/identity/token.ts';
import { check } from './directory.ts';
import { createHttpClient } from './http-client.ts';
import { lookUp } from './operations.ts';
import type { Peer } from './peers/peer.ts';
import { median } from './statistics.ts';

export interface TokenFlood {
  /** p50 of the good caller's lookups. */
  readonly aloneMs: number;
  readonly besideMs: number;
  /** Wrong tokens refused meanwhile, for each of its lookups. */
  readonly refusedEach: number;
}

const BAD_CALLERS = 2;

export async function measureTokenFlood(peer: Peer, times: number): Promise<TokenFlood> {
  const alone = await lookUps(peer, times);
  let isOver = false;
  let refused = 0;
  const flood = Array.from({ length: BAD_CALLERS }, async () => {
    const client = createHttpClient(peer.url, makeToken());
    while (!isOver) {
      check(await client.send('GET', '/Users'), 401);
      refused += 1;
    }
    client.close();
  });
  const beside = await lookUps(peer, times);
  isOver = true;
  await Promise.all(flood);
  return { aloneMs: median(alone), besideMs: median(beside), refusedEach: refused / times };
}

async function lookUps({ directory }: Peer, times: number): Promise<number[]> {
  const latencies: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const begun = performance.now();
    await lookUp(directory);
    latencies.push(performance.now() - begun);
  }
  return latencies;
}
