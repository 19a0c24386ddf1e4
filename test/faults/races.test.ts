// Requests that race: first every pair of them that meets, in every order in which their storage requests can arrive, then
// four processes at random, with faults. What the clients are told and what is there in the end must be explained by the
// requests having been done one after another.
import { afterAll, describe, test } from 'vitest';
import { MEETING, raceInEveryOrder, titleOf } from './every-order.ts';
import { raceSeeds } from './random-races.ts';

/** More of them in races.scale.test.ts. */
const RANDOM_RACES = 100;

let interleavings = 0;

afterAll(() => {
  process.stdout.write(`Interleavings tried: ${interleavings}\n`);
});

describe.concurrent('two requests in every order of their storage requests', () => {
  test.each(MEETING.map((pair) => [titleOf(pair), pair] as const))('%s', async (_title, pair) => {
    const tried = await raceInEveryOrder(pair);
    interleavings += tried;
  });
});

test(`four processes at random, with faults: ${RANDOM_RACES} seeds`, { timeout: 120_000 }, async () => {
  await raceSeeds(Array.from({ length: RANDOM_RACES }, (_, seed) => seed));
  interleavings += RANDOM_RACES;
});
