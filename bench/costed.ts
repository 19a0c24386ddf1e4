// The operations whose storage requests are counted, and which are timed behind a slow network.
import type { Directory } from './directory.ts';
import {
  addOne,
  addTwenty,
  createGroup,
  createUser,
  lookUp,
  lookUpGroup,
  lookUpNobody,
  MEMBERS_EACH,
  type Operation,
  patchUser,
  readGroup,
} from './operations.ts';

interface Costed {
  readonly title: string;
  readonly operation: Operation;
  /** How many storage requests follow one another before Rollcall answers. */
  readonly depth: number;
}

export type CostedName = keyof typeof COSTED;
export const COSTED = {
  miss: {
    title: 'look up a user who is not there',
    operation: (directory) => lookUpNobody(directory, 'nobody@atlas.example'),
    depth: 1,
  },
  hit: { title: 'look up a user', operation: lookUp, depth: 2 },
  create: { title: 'create a user', operation: createUser, depth: 1 },
  patch: { title: 'PATCH a user', operation: patchUser, depth: 2 },
  createGroup: { title: 'create a group', operation: createGroup, depth: 1 },
  lookUpGroup: { title: 'look up a group', operation: lookUpGroup, depth: 2 },
  readGroup: { title: 'read a group without its members', operation: readGroup, depth: 1 },
  addOne: { title: 'add one member', operation: addOne, depth: 1 },
  addTwenty: { title: 'add twenty members', operation: addTwenty, depth: 1 },
} as const satisfies Record<string, Costed>;

export const COSTED_ENTRIES = Object.entries(COSTED) as readonly (readonly [CostedName, Costed])[];

/** A directory in which each of them can be done. */
export async function makeReady(directory: Directory): Promise<void> {
  for (let user = 0; user < MEMBERS_EACH; user += 1) await createUser(directory);
  await createGroup(directory);
  // The first of each fill begins a group; what is measured is one that goes on.
  for (const operation of [addOne, addTwenty]) await operation(directory);
}
