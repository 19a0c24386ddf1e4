// Races made at random from a seed: which requests each of four processes sends, in which order their storage requests
// arrive, and which of these meet a fault.

import { type TestDirectory, testDirectory } from '../support/directory.ts';
import { FAULTS, type Fault } from '../support/faults.ts';
import { seeded } from '../support/scheduler.ts';
import { race } from './race.ts';
import type { Request } from './race-model.ts';

const PROCESSES = 4;
const REQUESTS_EACH = 3;
const ALL_FAULTS = Object.keys(FAULTS) as Fault[];

/** Races side by side. */
const AT_ONCE = 4;
/** Azurite's queries slow down with the rows of other directories in their table. */
const RACES_A_TABLE = 10;

/** Races the requests of each seed. Throws with the seed that failed. */
export async function raceSeeds(seeds: readonly number[]): Promise<void> {
  const left = [...seeds];
  const next = async () => {
    let table = await testDirectory();
    for (let seed = left.shift(), raced = 1; seed !== undefined; seed = left.shift(), raced += 1) {
      if (raced % RACES_A_TABLE === 0) table = await testDirectory();
      try {
        await raceOf(table, seed);
      } catch (cause) {
        left.length = 0;
        throw new Error(`Seed ${seed}`, { cause });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

async function raceOf(table: TestDirectory, seed: number): Promise<void> {
  const random = seeded(seed);
  const choose = (options: number) => Math.floor(random() * options);
  const one = <T>(options: readonly T[]): T => {
    const chosen = options[choose(options.length)];
    if (chosen === undefined) throw new Error('There is nothing to choose from.');
    return chosen;
  };
  await race(table, {
    processes: Array.from({ length: PROCESSES }, () =>
      Array.from({ length: REQUESTS_EACH }, () => one(KINDS)(one)),
    ),
    choose,
    start: seed % 2 === 0 ? 'warm' : 'cold',
    faults: Array.from({ length: PROCESSES }, () =>
      Object.fromEntries(Array.from({ length: choose(4) }, () => [1 + choose(12), one(ALL_FAULTS)])),
    ),
  });
}

type One = <T>(options: readonly T[]) => T;

const user = (one: One) => one(['ada', 'bob']);
const group = (one: One) => one(['Crew', 'Team']);
const text = (one: One) => one(['Analyst', 'Editor', 'Writer']);
const userName = (one: One) => one(['dan', 'eva']);
const groupName = (one: One) => one(['Deck', 'Hold']);

/** Memberships more often than the rest: they are what most requests of an identity provider change. */
const KINDS: readonly ((one: One) => Request)[] = [
  (one) => ({ do: 'create user', as: userName(one) }),
  (one) => ({ do: 'retitle user', user: user(one), as: text(one) }),
  (one) => ({ do: 'retitle user as first read', user: user(one), as: text(one) }),
  (one) => ({ do: 'rename user', user: user(one), as: userName(one) }),
  (one) => ({ do: 'delete user', user: user(one) }),
  (one) => ({ do: 'delete user as first read', user: user(one) }),
  (one) => ({ do: 'read user', user: user(one) }),
  (one) => ({ do: 'create group', as: groupName(one), member: user(one) }),
  (one) => ({ do: 'rename group', group: group(one), as: groupName(one) }),
  (one) => ({ do: 'rename group as first read', group: group(one), as: groupName(one) }),
  (one) => ({ do: 'delete group', group: group(one) }),
  (one) => ({ do: 'delete group as first read', group: group(one) }),
  (one) => ({ do: 'read group', group: group(one) }),
  (one) => ({ do: 'read members', group: group(one) }),
  (one) => ({ do: 'read members', group: group(one) }),
  (one) => ({ do: 'add member', group: group(one), user: user(one) }),
  (one) => ({ do: 'add member', group: group(one), user: user(one) }),
  (one) => ({ do: 'remove member', group: group(one), user: user(one) }),
  (one) => ({ do: 'remove member', group: group(one), user: user(one) }),
  (one) => ({ do: 'replace members', group: group(one), users: one([[], ['ada'], ['bob'], ['ada', 'bob']]) }),
];
