// Requests that race: first every pair of them in every order in which their storage requests can arrive, then four
// processes at random, with faults.
import { afterAll, describe, test } from 'vitest';
import { testDirectory } from '../support/directory.ts';
import { everyOrder } from '../support/scheduler.ts';
import { race } from './race.ts';
import type { Request } from './race-model.ts';
import { raceSeeds } from './random-races.ts';

const PAIRS: readonly (readonly [Request, Request])[] = pairsOf([
  { do: 'create user', as: 'dan' },
  { do: 'retitle user', user: 'ada', as: 'Analyst' },
  { do: 'retitle user as first read', user: 'ada', as: 'Editor' },
  { do: 'rename user', user: 'ada', as: 'dan' },
  { do: 'rename user', user: 'bob', as: 'dan' },
  { do: 'delete user', user: 'ada' },
  { do: 'delete user as first read', user: 'ada' },
  { do: 'create group', as: 'Deck', member: 'ada' },
  { do: 'rename group', group: 'Crew', as: 'Deck' },
  { do: 'rename group as first read', group: 'Crew', as: 'Hold' },
  { do: 'rename group', group: 'Team', as: 'Deck' },
  { do: 'delete group', group: 'Crew' },
  { do: 'delete group as first read', group: 'Crew' },
  { do: 'add member', group: 'Crew', user: 'bob' },
  { do: 'add member', group: 'Team', user: 'ada' },
  { do: 'remove member', group: 'Crew', user: 'ada' },
  { do: 'replace members', group: 'Crew', users: ['bob'] },
  { do: 'replace members', group: 'Crew', users: ['ada', 'bob'] },
  { do: 'replace members', group: 'Team', users: ['ada'] },
  { do: 'replace members', group: 'Team', users: ['bob'] },
]);

function titleOf({ do: what, ...names }: Request): string {
  return `${what} ${Object.values(names).join(' ')}`;
}

function pairsOf(requests: readonly Request[]): [Request, Request][] {
  return requests.flatMap((one, at) => requests.slice(at).map((other): [Request, Request] => [one, other]));
}

/** More of them in races.scale.test.ts. */
const RANDOM_RACES = 100;

let interleavings = 0;

afterAll(() => {
  process.stdout.write(`Interleavings tried: ${interleavings}\n`);
});

describe('two requests in every order of their storage requests', () => {
  test.each(PAIRS.map((pair) => [pair.map(titleOf).join(' | '), pair] as const))(
    '%s',
    async (_title, pair) => {
      const table = await testDirectory();
      const order = everyOrder();
      do {
        interleavings += 1;
        await race(table, { processes: pair.map((one) => [one]), choose: order.choose, start: 'warm' }).catch(
          (cause) => {
            throw new Error(`In the order ${order.list()}`, { cause });
          },
        );
      } while (order.next());
    },
  );
});

test(`four processes at random, with faults: ${RANDOM_RACES} seeds`, { timeout: 120_000 }, async () => {
  const seeds = Array.from({ length: RANDOM_RACES }, (_, seed) => seed);
  await raceSeeds(seeds);
  interleavings += seeds.length;
});
