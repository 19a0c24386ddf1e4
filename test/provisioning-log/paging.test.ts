// The log is read newest first whatever lies where: over the ends of months, between a directory's own entries and those of
// nobody, by index or not. Compared with a plain list.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LogRecord, OUTCOMES, type Outcome } from '../../src/directory/provisioning-log/entry.ts';
import type { LogQuery } from '../../src/directory/provisioning-log/store.ts';
import { outcomeTerms } from '../../src/directory/provisioning-log/terms.ts';
import { createProvisioningLog } from '../../src/storage/provisioning-log.ts';
import { logTablesOf } from '../support/log.ts';

const NOW = Date.parse('2026-03-02T00:00:00Z');
const START = Date.parse('2026-01-30T00:00:00Z');
const PEOPLE = ['7f3c1d52-9b1e-4d43-8f6a-0c2f5d1e9a70', '0b1e9a70-7f3c-4d43-8f6a-9b1e0c2f5d1e'];
const NAMES = ['nadia@atlas.example', 'Nadia Okafor', 'ben@atlas.example'];

interface Given {
  readonly time: number;
  readonly outcome: Outcome;
  readonly directory: string;
  readonly person: string | undefined;
  readonly name: string | undefined;
}

interface Made extends Pick<Given, 'time' | 'person' | 'name'> {
  readonly record: LogRecord;
}

const made: fc.Arbitrary<Given> = fc.record({
  time: fc.integer({ min: START, max: NOW - 1 }),
  outcome: fc.constantFrom(...OUTCOMES),
  directory: fc.constantFrom('default', 'default', 'other'),
  person: fc.option(fc.constantFrom(...PEOPLE), { nil: undefined }),
  name: fc.option(fc.constantFrom(...NAMES), { nil: undefined }),
});

function recordOf({ time, outcome, directory, person, name }: Given, at: number): Made {
  const isOutside = outcome === 'rejected_credential';
  return {
    time,
    person: isOutside ? undefined : person,
    name: isOutside ? undefined : name,
    record: {
      key: `request-${at}`,
      directory: isOutside ? undefined : directory,
      entry: {
        time: new Date(time).toISOString(),
        outcome,
        sentence: `${at}`,
        method: 'GET',
        path: '/scim/v2/Users',
        status: 200,
        kind: undefined,
        scimType: undefined,
        detail: undefined,
        user: undefined,
        group: undefined,
        credential: 'test',
        client: 'test',
        dialects: [],
        skippedPaths: [],
        unknownMembers: [],
        requestId: `request-${at}`,
        durationMs: 1,
        request: undefined,
        response: undefined,
        changes: [],
      },
      terms: isOutside
        ? outcomeTerms(outcome)
        : [
            ...outcomeTerms(outcome),
            ...(person === undefined ? [] : [{ by: 'subject', value: person } as const]),
            ...(name === undefined ? [] : [{ by: 'name', value: name } as const]),
          ],
    },
  };
}

type Condition = Pick<LogQuery, 'outcome' | 'subject' | 'name' | 'from' | 'to'>;
const NO_CONDITION: Condition = {
  outcome: undefined,
  subject: undefined,
  name: undefined,
  from: undefined,
  to: undefined,
};
const CONDITIONS: readonly Condition[] = [
  NO_CONDITION,
  ...OUTCOMES.map((outcome) => ({ ...NO_CONDITION, outcome })),
  ...PEOPLE.map((subject) => ({ ...NO_CONDITION, subject })),
  ...PEOPLE.map((subject) => ({ ...NO_CONDITION, subject, outcome: 'refused' as const })),
  { ...NO_CONDITION, name: 'NADIA' },
  { ...NO_CONDITION, name: 'nadia@' },
  { ...NO_CONDITION, from: Date.parse('2026-01-31T12:00:00Z'), to: Date.parse('2026-02-01T12:00:00Z') },
];

function isWanted({ record, time, person, name }: Made, condition: Condition): boolean {
  const { outcome, subject, name: start, from = 0, to = Number.POSITIVE_INFINITY } = condition;
  return (
    (record.directory === 'default' || record.directory === undefined) &&
    (outcome === undefined || record.entry.outcome === outcome) &&
    (subject === undefined || person === subject) &&
    (start === undefined || name?.toLowerCase().startsWith(start.toLowerCase()) === true) &&
    time >= from &&
    time <= to
  );
}

test('every question, in pages of every size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(made, { maxLength: 40 }),
      fc.integer({ min: 1, max: 7 }),
      async (given, limit) => {
        const tableName = `t${crypto.randomUUID().replaceAll('-', '')}`;
        const log = createProvisioningLog({ tables: logTablesOf({ tableName }), days: 365, now: () => NOW });
        const all = given.map(recordOf);
        for (const { record } of all) log.add(record);
        await log.settled();
        for (const condition of CONDITIONS) {
          const walked: string[] = [];
          let after: string | undefined;
          do {
            const page = await log.page({ ...condition, directory: 'default', after, limit });
            expect(page.entries.length).toBeLessThanOrEqual(limit);
            walked.push(...page.entries.map(({ sentence }) => sentence));
            after = page.next;
          } while (after !== undefined);
          const expected = all.filter((one) => isWanted(one, condition));
          const inOrder = expected.toSorted(
            (a, b) => b.time - a.time || (a.record.key < b.record.key ? -1 : 1),
          );
          expect(walked).toEqual(inOrder.map(({ record }) => record.entry.sentence));
        }
      },
    ),
    { numRuns: 8 },
  );
});

test('of those that are not let in sixty a minute are told, and all are counted', async () => {
  let now = NOW;
  const log = createProvisioningLog({
    tables: logTablesOf({ tableName: `t${crypto.randomUUID().replaceAll('-', '')}` }),
    days: 365,
    now: () => now,
  });
  const knock = (at: number) =>
    recordOf(
      { time: now, outcome: 'rejected_credential', directory: 'default', person: undefined, name: undefined },
      at,
    );
  for (let at = 0; at < 500; at += 1) log.add(knock(at).record);
  now += 60_000;
  log.add(knock(500).record);
  await log.settled();
  const { entries } = await log.page({
    ...NO_CONDITION,
    directory: 'default',
    after: undefined,
    limit: 1_000,
  });
  expect(entries).toHaveLength(61);
  expect((await log.counts('default', 1)).rejected_credential).toBe(501);
});

test('what is counted in the last hours', async () => {
  const log = createProvisioningLog({
    tables: logTablesOf({ tableName: `t${crypto.randomUUID().replaceAll('-', '')}` }),
    days: 365,
    now: () => NOW + 30 * 60_000,
  });
  const at = (hoursAgo: number, directory = 'default') =>
    recordOf(
      { time: NOW - hoursAgo * 3_600_000, outcome: 'read', directory, person: undefined, name: undefined },
      hoursAgo,
    ).record;
  for (const hoursAgo of [0, 1, 1, 23, 24, 30]) log.add(at(hoursAgo));
  log.add(at(0, 'other'));
  await log.settled();
  expect((await log.counts('default', 24)).read).toBe(4);
  expect((await log.counts('default', 1)).read).toBe(1);
  expect((await log.counts('nobody', 24)).read).toBe(0);
});
