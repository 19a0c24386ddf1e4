// A process of its own that does random work on a directory and says on its output what it is about to do and what it was
// told: a line is written whole before the next thing happens, so that whoever kills the process knows both.
import { writeSync } from 'node:fs';
import { openDirectory } from '../support/open-directory.ts';
import { seeded } from '../support/scheduler.ts';
import type { Names } from '../support/state.ts';
import { type Answer, type Request, send } from './race-model.ts';

/** `answer` is not there yet in the line that is written before. */
export interface Line {
  readonly worker: string;
  readonly turn: number;
  readonly request: Request;
  readonly answer?: Answer;
}

/** They work at the same time, each on users and groups of its own. */
const WORKERS = 4;
const TURNS_EACH = 50;

const NO_USER = '00000000-0000-4000-8000-000000000000';
const NO_GROUP = '00000000-0000-8000-8000-000000000000';

type One = <T>(options: readonly T[]) => T;
const user = (one: One, worker: string) => `${worker} user ${one([0, 1, 2, 3])}`;
const group = (one: One, worker: string) => `${worker} group ${one([0, 1, 2])}`;

const KINDS: readonly ((one: One, worker: string) => Request)[] = [
  (one, worker) => ({ do: 'create user', as: user(one, worker) }),
  (one, worker) => ({ do: 'create user', as: user(one, worker) }),
  (one, worker) => ({ do: 'retitle user', user: user(one, worker), as: one(['Analyst', 'Editor']) }),
  (one, worker) => ({ do: 'delete user', user: user(one, worker) }),
  (one, worker) => ({ do: 'create group', as: group(one, worker), member: user(one, worker) }),
  (one, worker) => ({ do: 'delete group', group: group(one, worker) }),
  (one, worker) => ({ do: 'add member', group: group(one, worker), user: user(one, worker) }),
  (one, worker) => ({ do: 'add member', group: group(one, worker), user: user(one, worker) }),
  (one, worker) => ({ do: 'remove member', group: group(one, worker), user: user(one, worker) }),
  (one, worker) => {
    const users = [user(one, worker), user(one, worker)];
    return { do: 'replace members', group: group(one, worker), users: [...new Set(users)] };
  },
];

const [connectionString = '', tableName = '', seed = '0'] = process.argv.slice(2);
const { context } = openDirectory(connectionString, tableName);

await Promise.all(Array.from({ length: WORKERS }, (_, worker) => work(`${seed}-${worker}`, worker)));
process.exit();

async function work(worker: string, number: number): Promise<void> {
  const random = seeded(Number(seed) * WORKERS + number);
  const one = <T>(options: readonly T[]): T => {
    const chosen = options[Math.floor(random() * options.length)];
    if (chosen === undefined) throw new Error('There is nothing to choose from.');
    return chosen;
  };
  const ids = new Map<string, string>();
  const names: Names = {
    // What was never created has an id that nobody has.
    id: (name) => ids.get(name) ?? (name.includes('user') ? NO_USER : NO_GROUP),
    name: (id) => id,
    learn: (id, name) => ids.set(name, id),
  };
  for (let turn = 0; turn < TURNS_EACH; turn += 1) {
    const request = KINDS[Math.floor(random() * KINDS.length)]?.(one, worker);
    if (request === undefined) continue;
    say({ worker, turn, request });
    const answer = await send(context, request, names, {});
    say({ worker, turn, request, ...(answer === undefined ? {} : { answer }) });
  }
}

function say(line: Line): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}
