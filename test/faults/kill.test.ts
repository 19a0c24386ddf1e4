// A process that is killed at any moment leaves a sound directory: what it had acknowledged is there, what it was doing is
// there whole or not at all, and the next process finishes what had only begun.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, inject, test } from 'vitest';
import { DEFAULT_ORGANIZATION_ROLES } from '../../src/directory/organization-role.ts';
import { verifyDirectory } from '../../src/storage/verify.ts';
import { type TestDirectory, testDirectory } from '../support/directory.ts';
import { type Call, explain, type Model } from '../support/linearizable.ts';
import { seeded } from '../support/scheduler.ts';
import { seedGroup, seedUsers } from '../support/seed.ts';
import { begin, changesSince, readState } from '../support/state.ts';
import { type Answer, DIRECTORY, everythingIn, type ModelState, type Request } from './race-model.ts';
import type { Line } from './random-process.ts';

const ROUNDS = 6;
/** How long a request that was on its way when its process was killed may still take to arrive. */
const ON_ITS_WAY_MS = 200;

const EMPTY: Model<ModelState, Request, Answer> = { ...DIRECTORY, initial: { users: {}, groups: {} } };

function start(script: string, directory: TestDirectory, ...more: readonly string[]): ChildProcess {
  const path = new URL(script, import.meta.url).pathname;
  const options = [path, inject('tablesConnectionString'), directory.tableName, ...more];
  return spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
  await new Promise((resolve) => setTimeout(resolve, ON_ITS_WAY_MS));
}

test(`random work, killed ${ROUNDS} times`, { timeout: 120_000 }, async () => {
  const directory = await testDirectory();
  const names = await begin(directory.writer, { users: [], groups: {} });
  const random = seeded(17);
  const lines: Line[] = [];
  let killedAtWork = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const child = start('./random-process.ts', directory, String(round));
    const exit = once(child, 'exit');
    const before = lines.length;
    const limit = before + 1 + Math.floor(random() * 350);
    if (child.stdout === null) throw new Error('The process has no output.');
    for await (const line of createInterface(child.stdout)) {
      lines.push(JSON.parse(line) as Line);
      if (lines.length !== limit) continue;
      await new Promise((resolve) => setTimeout(resolve, random() * 10));
      child.kill('SIGKILL');
    }
    const [code] = await exit;
    if (code === null) killedAtWork += 1;
    await new Promise((resolve) => setTimeout(resolve, ON_ITS_WAY_MS));
    await directory.sibling().store.resumeSweeps();

    const { findings, sweeps } = await verifyDirectory(directory.writer, DEFAULT_ORGANIZATION_ROLES);
    expect({ findings, sweeps }, `round ${round}`).toEqual({ findings: [], sweeps: 0 });
    const state = await readState(directory.writer, names);
    // What earlier rounds left must be there too, at the end.
    const checked = round === ROUNDS - 1 ? lines : lines.slice(before);
    for (const worker of new Set(checked.map((line) => line.worker))) {
      const calls = callsOf(lines.filter((line) => line.worker === worker));
      const ofWorker = <T>(all: Readonly<Record<string, T>>) =>
        Object.fromEntries(Object.entries(all).filter(([name]) => name.startsWith(`${worker} `)));
      const own = { users: ofWorker(state.users), groups: ofWorker(state.groups) };
      const end = calls.length * 2;
      const everything = { operation: { do: 'read everything' }, answer: everythingIn(own) } as const;
      const all = [...calls, { ...everything, from: end, to: end + 1 }];
      expect(explain(all, EMPTY), `worker ${worker}: ${JSON.stringify(all, null, 1)}`).toBeDefined();
    }
  }
  expect(killedAtWork).toBeGreaterThan(ROUNDS / 2);
});

/** One after another; the last may not have been answered. */
function callsOf(lines: readonly Line[]): Call<Request, Answer>[] {
  const answers = new Map(lines.map(({ turn, answer }) => [turn, answer]));
  return lines
    .filter(({ turn }, at) => lines.findIndex((line) => line.turn === turn) === at)
    .map(({ turn, request }, at) => {
      const answer = answers.get(turn);
      const to = answer === undefined ? Number.POSITIVE_INFINITY : at * 2 + 1;
      return { operation: request, answer, from: at * 2, to };
    });
}

test('a sweep of a large group, killed in the middle', { timeout: 120_000 }, async () => {
  const MEMBERS = 800;
  const directory = await testDirectory();
  const users = await seedUsers(directory.writer, MEMBERS);
  const names = await begin(directory.writer, { users: [], groups: { Team: [] } });
  let left = MEMBERS;
  for (let pause = 30; left === 0 || left === MEMBERS; pause += left === 0 ? -15 : 40) {
    const group = await seedGroup(directory.writer, `Crew ${pause}`, users);
    const before = await directory.store.readChangeLog(undefined, 10_000);
    const cursor = before.kind === 'entries' ? before.cursor : undefined;
    names.learn(group, 'Crew');
    const child = start('./delete-process.ts', directory, group);
    if (child.stdout === null) throw new Error('The process has no output.');
    await once(child.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, pause));
    await kill(child);

    left = await membersLeft(directory, group);
    expect(await directory.store.readGroup(group)).toBeUndefined();
    const halfway = await verifyDirectory(directory.writer, DEFAULT_ORGANIZATION_ROLES);
    expect(halfway.findings).toEqual([]);

    const next = directory.sibling();
    expect(await next.store.resumeSweeps()).toBe(halfway.sweeps);
    expect(await membersLeft(directory, group)).toBe(0);
    const { findings, sweeps } = await verifyDirectory(directory.writer, DEFAULT_ORGANIZATION_ROLES);
    expect({ findings, sweeps }).toEqual({ findings: [], sweeps: 0 });
    const changes = await changesSince(directory.store, cursor, names);
    expect(changes.sort()).toEqual(
      ['group.deleted Crew 2', ...users.map((user) => `member.removed ${user} Crew`)].sort(),
    );
  }
});

async function membersLeft({ store }: TestDirectory, group: string): Promise<number> {
  return (await store.pageMembers(group, undefined, 10_000)).items.length;
}
