// In which order a bulk request is carried out: as it stands, but what an operation refers to comes before it. Where
// references go in a circle (two groups that are members of each other), the first of the circle is created without what is
// not there yet, and completed when it is: RFC 7644 section 3.7.1.

import type { BulkOperation } from './parse.ts';
import { referencesIn } from './references.ts';

export type BulkStep =
  /** Carry out the operation at this place of the request, without what refers to `left`. */
  | { readonly kind: 'run'; readonly at: number; readonly left: ReadonlySet<string> }
  /** Give the created resource what was left out. */
  | { readonly kind: 'complete'; readonly at: number };

/** The bulkIds that an operation's path and data refer to. */
export function referencesOf({ path, data = {} }: BulkOperation): string[] {
  return referencesIn([...path, data]);
}

/** Every operation once, and the steps that complete some of them. Undefined stands for a faulty one. */
export function orderBulk(operations: readonly (BulkOperation | undefined)[]): BulkStep[] {
  const creators = new Map(
    operations.flatMap((operation, at) =>
      operation?.method === 'POST' && operation.bulkId !== undefined ? [[operation.bulkId, at] as const] : [],
    ),
  );
  const steps: BulkStep[] = [];
  const states = new Map<number, 'open' | 'done'>();

  /** Gives the operations of the visit that have to be completed. */
  function visit(at: number): number[] {
    if (states.has(at)) return [];
    states.set(at, 'open');
    const operation = operations[at];
    const incomplete: number[] = [];
    const left = new Set<string>();
    for (const bulkId of operation === undefined ? [] : referencesOf(operation)) {
      const creator = creators.get(bulkId);
      if (creator === undefined) continue;
      incomplete.push(...visit(creator));
      if (states.get(creator) === 'open') left.add(bulkId);
    }
    states.set(at, 'done');
    steps.push({ kind: 'run', at, left });
    return left.size === 0 ? incomplete : [...incomplete, at];
  }

  for (const at of operations.keys()) {
    const incomplete = visit(at);
    steps.push(...incomplete.map((one) => ({ kind: 'complete', at: one }) as const));
  }
  return steps;
}
