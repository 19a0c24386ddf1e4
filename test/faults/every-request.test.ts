// Whatever befalls the storage requests of an operation: it is done once or not at all, its changes are in the change log
// once, no row dangles, and a client that sends it again, because it was told to or has heard nothing, is told the truth.
import { afterAll, describe, expect, test } from 'vitest';
import { StoreUnavailable } from '../../src/directory/store.ts';
import { ScimError } from '../../src/scim/errors.ts';
import type { Patience } from '../../src/storage/patience.ts';
import { type TestDirectory, testDirectory } from '../support/directory.ts';
import { createFaults, FAULTS, type Fault, type FaultPolicy, needsWrite } from '../support/faults.ts';
import { expectSound } from '../support/sound.ts';
import { begin, type Names, readAll } from '../support/state.ts';
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
    await tryPoints(operation, {}, (number, methods) => {
      const method = methods[number - 1];
      return (method === 'POST' ? WRITE_FAULTS : READ_FAULTS).map((fault) => ({
        title: `${fault} at request ${number}`,
        arm: (faults) => faults.arm({ [number]: fault }),
        told: method === 'GET' && fault === NO_READ_ANSWER ? ['done', 'unavailable'] : ['done'],
        arrives: 'before the client comes back',
      }));
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
const SECOND: readonly Fault[] = [NO_READ_ANSWER, 'answer lost', 'late, after everything'];

describe('a second fault while the first is being cleared up', () => {
  test.each(SINGLE)('$name', { timeout: 60_000 }, async (operation) => {
    await tryPoints(operation, {}, (number, methods) => {
      // What is written before it prepares the directory.
      if (number !== methods.lastIndexOf('POST') + 1) return [];
      const pairs = FIRST.flatMap((first) => SECOND.map((second) => [first, second] as const));
      return pairs.flatMap(([first, second]) =>
        [1, 2, 3].map((after) => ({
          title: `${first} at request ${number}, ${second} ${after} later`,
          arm: (faults) => faults.arm({ [number]: first, [number + after]: second }),
          told: ['done'],
          arrives: 'before the client comes back',
        })),
      );
    });
  });
});

const OUTAGES: readonly [Fault, Point['arrives']][] = [
  ['503', 'before the client comes back'],
  ['answer lost', 'before the client comes back'],
  ['late, after everything', 'before the client comes back'],
  ['late, after everything', 'after it came back'],
];

// Storage gives no certainty in time, so the client is told 503 and comes back. A create that it sends again may be
// refused as taken, a deletion as not found, only where the log says that the first try was applied after all.
describe('an outage from one request on, longer than the service waits', () => {
  test.each(OPERATIONS)('$name', { timeout: 60_000 }, async (operation) => {
    await tryPoints(operation, { certainty: 30 }, (number) =>
      OUTAGES.map(([fault, arrives]) => ({
        title: `${fault} from request ${number} on; what is late arrives ${arrives}`,
        arm: (faults) => faults.armFrom(number, fault),
        told: ['done', 'unavailable'],
        arrives,
      })),
    );
  });
});

interface Point {
  readonly title: string;
  readonly arm: (faults: FaultPolicy) => void;
  /** What the client may be told at the first try. */
  readonly told: readonly string[];
  /** When the copies come that are still late. */
  readonly arrives: 'before the client comes back' | 'after it came back';
}

/** All points at the storage requests of an operation, each in a directory of its own. */
async function tryPoints(
  operation: Operation,
  patience: Partial<Patience>,
  pointsAt: (number: number, methods: readonly string[]) => readonly Point[],
): Promise<void> {
  const methods = await methodsOf(operation);
  const left = methods.flatMap((_, at) => pointsAt(at + 1, methods));
  points += left.length;
  const next = async () => {
    for (let point = left.shift(); point !== undefined; point = left.shift()) {
      try {
        await tryPoint(operation, patience, point);
      } catch (cause) {
        throw new Error(`${operation.name}: ${point.title}`, { cause });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

async function tryPoint(operation: Operation, patience: Partial<Patience>, point: Point): Promise<void> {
  const trial = await prepare(operation, patience);
  point.arm(trial.faults);
  const answer = await act(operation, trial);
  expect(point.told).toContain(answer);
  trial.faults.disarm();
  if (point.arrives === 'before the client comes back') await trial.faults.deliver();
  await repeat(operation, trial, answer);
  await trial.faults.deliver();
  await checkEnd(operation, trial);
}

interface Trial {
  readonly faulty: TestDirectory;
  readonly plain: TestDirectory;
  readonly faults: FaultPolicy;
  readonly names: Names;
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
  return { faulty, plain, faults, names };
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
  if (answer === 'done') return expect(await act(operation, trial)).toBe(operation.again);
  expect(answer).toBe('unavailable');
  const { changes } = await readAll(trial.plain.writer, trial.names);
  expect(changes.length === 0 ? ['done'] : ['done', operation.again]).toContain(await act(operation, trial));
}

async function checkEnd(operation: Operation, { plain, names }: Trial): Promise<void> {
  await expectSound(plain);
  const { state, changes } = await readAll(plain.writer, names);
  expect(state).toEqual(operation.end);
  expect(changes.sort()).toEqual([...operation.changes].sort());
}
