// A filter whose names have been looked up: what evaluation and storage work with. A filter that comes this far can be
// answered for every resource; nothing about it is left to be refused.

import type { AttributeDefinition } from '../schema/definition.ts';
import type { ComparisonOperator, FilterValue } from './filter.ts';

/** The place in a resource, or in an element inside a value path, that a name stands for. */
export interface FilterTarget {
  /** As the schemas write it: `userName`, `emails.value`, `urn:...:enterprise:2.0:User:manager.value`. */
  readonly name: string;
  /** The members to follow from the resource or element; undefined when no schema defines the name: there is no value. */
  readonly steps: readonly string[] | undefined;
  /** Of the value that is found there; undefined for an unknown name and for a whole extension. */
  readonly definition: AttributeDefinition | undefined;
}

export type CheckedFilter =
  | {
      readonly kind: 'compare';
      readonly target: FilterTarget;
      readonly operator: ComparisonOperator;
      readonly value: FilterValue;
      /** `value` in the form in which values are compared: see `comparable`. */
      readonly comparable: FilterValue;
    }
  | { readonly kind: 'present'; readonly target: FilterTarget }
  | { readonly kind: 'elements'; readonly target: FilterTarget; readonly filter: CheckedFilter }
  | { readonly kind: 'not'; readonly term: CheckedFilter }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly CheckedFilter[] };

/** How many conditions the filter has: what evaluating it once may cost. */
export function conditionsIn(filter: CheckedFilter): number {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.terms.reduce((sum, term) => sum + conditionsIn(term), 0);
    case 'not':
      return conditionsIn(filter.term);
    case 'elements':
      return conditionsIn(filter.filter);
    default:
      return 1;
  }
}
