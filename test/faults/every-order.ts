// Pairs of requests, each raced in every order in which the storage requests of the two can arrive.
import { testDirectory } from '../support/directory.ts';
import { everyOrder } from '../support/scheduler.ts';
import { race } from './race.ts';
import type { Request } from './race-model.ts';

export type Pair = readonly [Request, Request];

const REQUESTS: readonly Request[] = [
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
];

const ALL: readonly Pair[] = REQUESTS.flatMap((one, at) =>
  REQUESTS.slice(at).map((other): Pair => [one, other]),
);

/** Pairs that touch a user, a group or a name in common. */
export const MEETING = ALL.filter(([one, other]) =>
  [...touchedBy(one)].some((name) => touchedBy(other).has(name)),
);
/** Pairs that should not notice each other. */
export const APART = ALL.filter((pair) => !MEETING.includes(pair));

export function titleOf([one, other]: Pair): string {
  return [one, other]
    .map(({ do: what, ...names }) => `${what} ${Object.values(names).join(' ')}`)
    .join(' | ');
}

/** Gives how many orders there were. Throws with the order that failed. */
export async function raceInEveryOrder(pair: Pair): Promise<number> {
  const table = await testDirectory();
  const order = everyOrder();
  let tried = 0;
  do {
    tried += 1;
    const processes = pair.map((request) => [request]);
    await race(table, { processes, choose: order.choose, start: 'warm' }).catch((cause) => {
      throw new Error(`In the order ${order.list()}`, { cause });
    });
  } while (order.next());
  return tried;
}

/** Ada is in the Crew from the beginning, so that deleting one of them touches the other. */
function touchedBy({ do: what, ...names }: Request): Set<string> {
  const touched = Object.values(names).flat();
  return new Set(what.startsWith('delete') ? [...touched, 'ada', 'Crew'] : touched);
}
