// Whatever befalls the storage requests of an operation: it is done once or not at all, its changes are in the change log
// once, no row dangles, and a client that sends it again, because it was told to or has heard nothing, is told the truth.
import { afterAll, describe, expect, test } from 'vitest';
import type { ChangeLogCursor } from '../../src/directory/change-log.ts';
import { DEFAULT_ORGANIZATION_ROLES } from '../../src/directory/organization-role.ts';
import { StoreUnavailable } from '../../src/directory/store.ts';
import { ScimError } from '../../src/scim/errors.ts';
import type { Patience } from '../../src/storage/patience.ts';
import { verifyDirectory } from '../../src/storage/verify.ts';
import { type TestDirectory, testDirectory } from '../support/directory.ts';
import { createFaults, FAULTS, type Fault, type FaultPolicy, needsWrite } from '../support/faults.ts';
import { begin, changesSince, type Names, readState } from '../support/state.ts';
import { OPERATIONS, type Operation } from './operations.ts';

/** Fault points under way at a time. */
const AT_ONCE = 6;
const WRITE_FAULTS = Object.keys(FAULTS) as Fault[];
/** To a read it is all the same whether it was answered. */
const READ_FAULTS = WRITE_FAULTS.filter((fault) => !needsWrite(fault));
const NO_READ_ANSWER: Fault = 'no answer in time, nothing sent';

let points = 0;

afterAll(() => {
  process.stdout.write(`Fault points tried: ${points}\n`);
});

// The operation is done at the first try. Only a read that was not answered within its limit, which is the client's own by
// then, may make it ask the client to come back.
describe('one fault at one request', () => {
  test.each(OPERATIONS)('$name', { timeout: 60_000 }, async (operation) => {
    await forEachRequest(operation, {}, async (run, number, methods) => {
      const method = methods[number - 1];
      for (const fault of method === 'POST' ? WRITE_FAULTS : READ_FAULTS) {
        await run(`${fault} at request ${number}`, async (trial) => {
          trial.faults.arm({ [number]: fault });
          const answer = await act(operation, trial);
          const mayBeAway = method === 'GET' && fault === NO_READ_ANSWER;
          expect(mayBeAway ? ['done', 'unavailable'] : ['done']).toContain(answer);
          trial.faults.disarm();
          await trial.faults.deliver();
          await repeat(operation, trial, answer);
        });
      }
    });
  });
});

/** In one transaction, so that all requests after it only clear up what became of it. */
const SINGLE = OPERATIONS.filter(({ isOneTransaction }) => isOneTransaction);
const FIRST: readonly Fault[] = [
  '500',
  'answer lost',
  'late, before the next request',
  'late, after the next request',
  'late, after everything',
];
const SECOND: readonly Fault[] = [
  'connection reset before sending',
  NO_READ_ANSWER,
  'answer lost',
  'late, after everything',
];

describe('a second fault while the first is being cleared up', () => {
  test.each(SINGLE)('$name', { timeout: 60_000 }, async (operation) => {
    await forEachRequest(operation, {}, async (run, number, methods) => {
      // What is written before it prepares the directory.
      if (number !== methods.lastIndexOf('POST') + 1) return;
      for (const first of FIRST) {
        for (const [second, after] of SECOND.flatMap((fault) => [1, 2, 3].map((n) => [fault, n] as const))) {
          await run(`${first} at request ${number}, ${second} ${after} later`, async (trial) => {
            trial.faults.arm({ [number]: first, [number + after]: second });
            expect(await act(operation, trial)).toBe('done');
            trial.faults.disarm();
            await trial.faults.deliver();
            await repeat(operation, trial, 'done');
          });
        }
      }
    });
  });
});

const OUTAGES: readonly { fault: Fault; arrives?: 'before the client comes back' | 'after it came back' }[] =
  [
    { fault: 'connection reset before sending' },
    { fault: '503' },
    { fault: 'answer lost' },
    { fault: 'late, after everything', arrives: 'before the client comes back' },
    { fault: 'late, after everything', arrives: 'after it came back' },
  ];

// Storage gives no certainty in time, so the client is told 503 and comes back. A create that it sends again may be
// refused as taken, a deletion as not found, only where the log says that the first try was applied after all.
describe('an outage from one request on, longer than the service waits', () => {
  test.each(OPERATIONS)('$name', { timeout: 60_000 }, async (operation) => {
    await forEachRequest(operation, { certainty: 30 }, async (run, number) => {
      for (const { fault, arrives } of OUTAGES) {
        await run(`${fault} from request ${number} on; it arrives ${arrives}`, async (trial) => {
          trial.faults.armFrom(number, fault);
          const answer = await act(operation, trial);
          trial.faults.disarm();
          if (arrives === 'before the client comes back') await trial.faults.deliver();
          await repeat(operation, trial, answer);
          await trial.faults.deliver();
        });
      }
    });
  });
});

interface Trial {
  readonly faulty: TestDirectory;
  readonly plain: TestDirectory;
  readonly faults: FaultPolicy;
  readonly names: Names;
  readonly cursor: ChangeLogCursor | undefined;
}

type Run = (title: string, attempt: (trial: Trial) => Promise<void>) => Promise<void>;

/** For each storage request of the operation; each `run` has a directory of its own, and its end is checked. */
async function forEachRequest(
  operation: Operation,
  patience: Partial<Patience>,
  tryRequest: (run: Run, number: number, methods: readonly string[]) => Promise<void>,
): Promise<void> {
  const run: Run = async (title, attempt) => {
    points += 1;
    const trial = await prepare(operation, patience);
    try {
      await attempt(trial);
      await checkEnd(operation, trial);
    } catch (error) {
      throw new Error(`${operation.name}: ${title}`, { cause: error });
    }
  };
  const methods = await methodsOf(operation);
  const numbers = methods.map((_, at) => at + 1);
  const next = async () => {
    for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
      await tryRequest(run, number, methods);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

async function methodsOf(operation: Operation): Promise<readonly string[]> {
  const trial = await prepare(operation, {});
  await act(operation, trial);
  return [...trial.faults.requests()];
}

async function prepare({ beginning }: Operation, patience: Partial<Patience>): Promise<Trial> {
  const faults = createFaults();
  const plain = await testDirectory();
  const faulty = plain.sibling({ policies: [faults.policy], patience });
  const names = await begin(plain.writer, beginning);
  const before = await plain.store.readChangeLog(undefined, 1_000);
  return { faulty, plain, faults, names, cursor: before.kind === 'entries' ? before.cursor : undefined };
}

/** What the client is told; sweeps that began are waited for. */
async function act(operation: Operation, { faulty, names }: Trial): Promise<string> {
  try {
    await operation.act(faulty.context, names);
    return 'done';
  } catch (error) {
    if (error instanceof StoreUnavailable) return 'unavailable';
    if (error instanceof ScimError) return error.kind;
    throw error;
  } finally {
    await Promise.all(faulty.writer.sweeps.values());
  }
}

async function repeat(operation: Operation, trial: Trial, answer: string): Promise<void> {
  const written = await changesSince(trial.plain.store, trial.cursor, trial.names);
  if (answer === 'done') expect(await act(operation, trial)).toBe(operation.again);
  else {
    expect(answer).toBe('unavailable');
    expect(written.length === 0 ? ['done'] : ['done', operation.again]).toContain(
      await act(operation, trial),
    );
  }
}

async function checkEnd(operation: Operation, { plain, names, cursor }: Trial): Promise<void> {
  await plain.store.resumeSweeps();
  expect(await readState(plain.writer, names)).toEqual(operation.end);
  const { findings, sweeps } = await verifyDirectory(plain.writer, DEFAULT_ORGANIZATION_ROLES);
  expect({ findings, sweeps }).toEqual({ findings: [], sweeps: 0 });
  const changes = await changesSince(plain.store, cursor, names);
  expect(changes.sort()).toEqual([...operation.changes].sort());
}
