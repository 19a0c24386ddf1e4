// Far more random races than npm test has time for: see random-races.ts.
import { test } from 'vitest';
import { raceSeeds } from './random-races.ts';

const FIRST_SEED = 1_000;
const RACES = 1_500;

test(`four processes at random, with faults: ${RACES} seeds`, async () => {
  await raceSeeds(Array.from({ length: RACES }, (_, at) => FIRST_SEED + at));
});
