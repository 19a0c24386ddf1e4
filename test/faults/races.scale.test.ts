// Races for which npm test has no time: pairs of requests that should not notice each other, and many more random ones.
import { afterAll, describe, test } from 'vitest';
import { APART, raceInEveryOrder, titleOf } from './every-order.ts';
import { raceSeeds } from './random-races.ts';

const FIRST_SEED = 1_000;
const RANDOM_RACES = 1_500;

let interleavings = 0;

afterAll(() => {
  process.stdout.write(`Interleavings tried: ${interleavings}\n`);
});

describe.concurrent('two requests in every order of their storage requests', () => {
  test.each(APART.map((pair) => [titleOf(pair), pair] as const))('%s', async (_title, pair) => {
    const tried = await raceInEveryOrder(pair);
    interleavings += tried;
  });
});

test(`four processes at random, with faults: ${RANDOM_RACES} seeds`, async () => {
  await raceSeeds(Array.from({ length: RANDOM_RACES }, (_, at) => FIRST_SEED + at));
  interleavings += RANDOM_RACES;
});
