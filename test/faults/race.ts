// One race: processes send requests to one directory at the same time, their storage requests arrive in the order that is
// chosen, and what the clients were told, and what is there in the end, is explained by the model or fails.
import { expect } from 'vitest';
import { newUserId } from '../../src/directory/ids.ts';
import { createFaults, type Fault, type FaultPolicy } from '../support/faults.ts';
import { type Call, explain } from '../support/linearizable.ts';
import { ORIGIN, type TestDirectory } from '../support/open-directory.ts';
import { type Choose, createScheduler } from '../support/scheduler.ts';
import { expectSound } from '../support/sound.ts';
import { begin, readState } from '../support/state.ts';
import {
  type Answer,
  BEGINNING,
  DIRECTORY,
  everythingIn,
  type Request,
  readVersions,
  send,
  UNSEEN,
} from './race-model.ts';

export interface Race {
  /** What each process sends, one after another. */
  readonly processes: readonly (readonly Request[])[];
  readonly choose: Choose;
  /** Whether each process has written before, so that it has a lane and knows the settings. */
  readonly start: 'cold' | 'warm';
  /** Faults of each process' storage requests, by their numbers. */
  readonly faults?: readonly Readonly<Record<number, Fault>>[];
}

/** @param table any directory of the table in which a new one is made for the race */
export async function race(table: TestDirectory, { processes, choose, start, faults }: Race): Promise<void> {
  const directory = crypto.randomUUID();
  const scheduler = createScheduler();
  const plain = table.sibling({ name: directory });
  const actors = processes.map((_, actor) => {
    const faulty = createFaults();
    const policies = [scheduler.policyOf(actor), faulty.policy];
    return { faulty, ...table.sibling({ name: directory, policies }) };
  });
  const names = await begin(plain.writer, BEGINNING);
  const isConditional = processes.flat().some((request) => request.do.endsWith('as first read'));
  const versions = isConditional ? await readVersions(plain.context, names) : {};
  if (start === 'warm') await Promise.all(actors.map(warmUp));

  const calls: Call<Request, Answer>[] = [];
  let clock = 0;
  const works = actors.map(({ context, writer, faulty }, actor) => async () => {
    faulty.arm(faults?.[actor] ?? {});
    for (const operation of processes[actor] ?? []) {
      clock += 1;
      const from = clock;
      const answer = await send(context, operation, names, versions);
      clock += 1;
      calls.push({ operation, answer, from, to: answer === undefined ? Number.POSITIVE_INFINITY : clock });
    }
    await Promise.all(writer.sweeps.values());
  });
  await scheduler.run(works, choose);
  await settle(actors.map(({ faulty }) => faulty));
  await expectSound(plain);
  const answer = everythingIn(await readState(plain.writer, names));
  calls.push({ operation: { do: 'read everything' }, answer, from: clock + 1, to: clock + 2 });
  expect(explain(calls, DIRECTORY), `No order explains ${JSON.stringify(calls, null, 1)}`).toBeDefined();
}

async function warmUp({ store }: TestDirectory): Promise<void> {
  await store.createUser(newUserId(), { userName: `${UNSEEN} ${newUserId()}` }, ORIGIN);
}

/** What is still late arrives. */
async function settle(faults: readonly FaultPolicy[]): Promise<void> {
  for (const each of faults) {
    each.disarm();
    await each.deliver();
  }
}
