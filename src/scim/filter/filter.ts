// A filter as data: what RFC 7644 section 3.4.2.2 (figure 1) can say, before any schema has been asked. Names are kept as
// they were written, because which URN ends where is known to the schemas alone.

export type ComparisonOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';
export type FilterValue = string | number | boolean | null;

export type Filter =
  | {
      readonly kind: 'compare';
      readonly attribute: string;
      readonly operator: ComparisonOperator;
      readonly value: FilterValue;
    }
  | { readonly kind: 'present'; readonly attribute: string }
  /** A value path: one and the same element of the attribute matches the inner filter. */
  | { readonly kind: 'elements'; readonly attribute: string; readonly filter: Filter }
  | { readonly kind: 'not'; readonly term: Filter }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Filter[] };

export const COMPARISON_OPERATORS: readonly ComparisonOperator[] = [
  'eq',
  'ne',
  'co',
  'sw',
  'ew',
  'gt',
  'ge',
  'lt',
  'le',
];
