import type { JsonObject } from '../json.ts';
import type { DialectRule } from './rule.ts';

const OPERATIONS: ReadonlySet<string> = new Set(['add', 'remove', 'replace']);

/** Entra writes `Add`, `Replace` and `Remove` unless its feature flag is set; the RFC has them in lower case. */
export const capitalisedOperations: DialectRule = {
  name: 'entra-capitalised-operations',
  operation: (_, operation) => {
    const { op } = operation;
    if (typeof op !== 'string' || OPERATIONS.has(op) || !OPERATIONS.has(op.toLowerCase())) return operation;
    return { ...operation, op: op.toLowerCase() } satisfies JsonObject;
  },
  examples: [
    {
      resourceType: 'User',
      kind: 'operation',
      before: { op: 'Replace', path: 'displayName', value: 'Nadia Lind' },
      after: { op: 'replace', path: 'displayName', value: 'Nadia Lind' },
    },
    {
      resourceType: 'User',
      kind: 'operation',
      before: { op: 'REMOVE', path: 'title' },
      after: { op: 'remove', path: 'title' },
    },
  ],
};
