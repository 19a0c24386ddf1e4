import type { JsonObject } from '../json.ts';
import { parsePath } from '../path/parse.ts';
import type { ResourceTypeDefinition } from '../schema/definition.ts';
import { resolveAttribute } from '../schema/lookup.ts';
import type { DialectRule } from './rule.ts';

/**
 * Entra has sent removals that still carry the value which is to go. Where the path already says what goes, the value says
 * nothing more; with the path of a whole list it is the list of what goes, and stays.
 */
export const removeWithValue: DialectRule = {
  name: 'entra-remove-with-value',
  operation: (type, operation) => {
    const { value, ...rest } = operation;
    const isRemoval = typeof operation.op === 'string' && operation.op.toLowerCase() === 'remove';
    if (!isRemoval || value === undefined || typeof operation.path !== 'string') return operation;
    return isWholeList(type, operation.path) ? operation : (rest satisfies JsonObject);
  },
  examples: [
    {
      resourceType: 'User',
      kind: 'operation',
      before: { op: 'remove', path: 'emails[type eq "work"].value', value: 'old@atlas.example' },
      after: { op: 'remove', path: 'emails[type eq "work"].value' },
    },
    {
      resourceType: 'Group',
      kind: 'operation',
      before: { op: 'remove', path: 'members[value eq "26118915"]', value: [{ value: '26118915' }] },
      after: { op: 'remove', path: 'members[value eq "26118915"]' },
    },
  ],
};

function isWholeList(type: ResourceTypeDefinition, text: string): boolean {
  const path = parsePath(text);
  const found = resolveAttribute(type, path.attribute);
  const isWhole = path.filter === undefined && found?.subAttribute === undefined;
  return isWhole && (found?.attribute?.multiValued ?? true);
}
