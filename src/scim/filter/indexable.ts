// What a filter demands of every match, for storage to begin with: a term that it has an index for spares it from reading
// everything. The whole filter is evaluated again on what was read, so leaving a term out here costs time, never truth.

import type { CheckedFilter } from './checked.ts';

export interface IndexableTerm {
  /** As the schemas write it: `userName`, `emails.value`, `urn:...:enterprise:2.0:User:manager.value`. */
  readonly attribute: string;
  readonly operator: 'eq' | 'sw';
  readonly value: string;
}

/** The `eq` and `sw` terms with a text that every match satisfies: those joined by `and`, within a value path too. */
export function indexableTerms(filter: CheckedFilter): readonly IndexableTerm[] {
  switch (filter.kind) {
    case 'and':
      return filter.terms.flatMap(indexableTerms);
    case 'elements':
      return indexableTerms(filter.filter);
    case 'compare': {
      const { target, operator, value } = filter;
      const indexable = (operator === 'eq' || operator === 'sw') && typeof value === 'string';
      return indexable && target.steps !== undefined ? [{ attribute: target.name, operator, value }] : [];
    }
    default:
      return [];
  }
}
