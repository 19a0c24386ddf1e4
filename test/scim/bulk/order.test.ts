// In which order a bulk request is carried out, for references that go forward, backward and in circles.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orderBulk, referencesOf } from '../../../src/scim/bulk/order.ts';
import type { BulkOperation } from '../../../src/scim/bulk/parse.ts';

/** A group whose members are the groups of these bulkIds. */
function group(bulkId: string, members: readonly string[] = []): BulkOperation {
  const data = { members: members.map((member) => ({ value: `bulkId:${member}` })) };
  return { method: 'POST', bulkId, version: undefined, path: ['Groups'], data };
}

function shown(operations: readonly (BulkOperation | undefined)[]): string[] {
  return orderBulk(operations).map((step) =>
    step.kind === 'complete' ? `complete ${step.at}` : [`run ${step.at}`, ...step.left].join(' without '),
  );
}

test.each<[string, BulkOperation[], string[]]>([
  ['as it stands', [group('a'), group('b')], ['run 0', 'run 1']],
  ['backward', [group('a'), group('b', ['a'])], ['run 0', 'run 1']],
  ['forward', [group('a', ['b']), group('b')], ['run 1', 'run 0']],
  ['a chain forward', [group('a', ['b']), group('b', ['c']), group('c')], ['run 2', 'run 1', 'run 0']],
  [
    'two in a circle',
    [group('a', ['b']), group('b', ['a']), group('c')],
    ['run 1 without a', 'run 0', 'complete 1', 'run 2'],
  ],
  [
    'three in a circle',
    [group('a', ['b']), group('b', ['c']), group('c', ['a'])],
    ['run 2 without a', 'run 1', 'run 0', 'complete 2'],
  ],
  ['itself', [group('a', ['a'])], ['run 0 without a', 'complete 0']],
  ['to nobody', [group('a', ['nobody'])], ['run 0']],
])('references %s', (_, operations, expected) => {
  expect(shown(operations)).toEqual(expected);
});

test('a faulty operation has its turn, and nothing waits for it', () => {
  expect(shown([group('a', ['b']), undefined, group('b')])).toEqual(['run 2', 'run 0', 'run 1']);
});

test('an operation on what the request creates comes after it', () => {
  const deletion: BulkOperation = {
    method: 'DELETE',
    bulkId: undefined,
    version: undefined,
    path: ['Groups', 'bulkId:a'],
    data: undefined,
  };
  expect(shown([deletion, group('a')])).toEqual(['run 1', 'run 0']);
});

test('a long chain does not exhaust the stack', () => {
  const operations = Array.from({ length: 1_000 }, (_, at) => group(`g${at}`, [`g${at + 1}`]));
  expect(orderBulk(operations).map(({ at }) => at)).toEqual(
    Array.from({ length: 1_000 }, (_, at) => 999 - at),
  );
});

describe('whatever refers to whatever', () => {
  const size = 12;
  const graphs = fc.array(fc.array(fc.nat(size - 1), { maxLength: 3 }), { minLength: size, maxLength: size });
  const operationsOf = (graph: readonly (readonly number[])[]) =>
    graph.map((members, at) =>
      group(
        `g${at}`,
        members.map((member) => `g${member}`),
      ),
    );

  test('each runs once, what it needs is there, and what was left out is given later', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const operations = operationsOf(graph);
        const steps = orderBulk(operations);
        const ran = steps.filter(({ kind }) => kind === 'run').map(({ at }) => at);
        expect([...ran].sort((a, b) => a - b)).toEqual([...operations.keys()]);
        const there = new Set<string>();
        const incomplete = new Map<number, ReadonlySet<string>>();
        for (const step of steps) {
          const operation = operations[step.at] as BulkOperation;
          if (step.kind === 'run') {
            for (const bulkId of referencesOf(operation)) {
              expect(there.has(bulkId) || step.left.has(bulkId)).toBe(true);
            }
            if (step.left.size > 0) incomplete.set(step.at, step.left);
            there.add(operation.bulkId ?? '');
          } else {
            for (const bulkId of incomplete.get(step.at) ?? ['none']) expect(there.has(bulkId)).toBe(true);
            incomplete.delete(step.at);
          }
        }
        expect(incomplete.size).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  test('without circles nothing is left out', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const forward = graph.map((members, at) => members.filter((member) => member > at));
        expect(orderBulk(operationsOf(forward)).some(({ kind }) => kind === 'complete')).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
