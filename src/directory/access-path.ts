// Chooses what to read for a filter. A term that every match satisfies and that storage has an index for spares reading all;
// the whole filter is evaluated on what was read, because a row found through an index may have changed since.
import type { CheckedFilter } from '../scim/filter/checked.ts';
import { type IndexableTerm, indexableTerms } from '../scim/filter/indexable.ts';

export type AccessPath<Lookup> =
  | { readonly kind: 'id'; readonly id: string }
  | {
      readonly kind: 'index';
      readonly by: Lookup;
      readonly match: 'equals' | 'startsWith';
      readonly value: string;
    }
  /** Groups that have this member. */
  | { readonly kind: 'member'; readonly member: string }
  | { readonly kind: 'all' };

/** The index for an attribute of a filter, and how few a term of it leaves. */
export type Lookups<Lookup> = Readonly<Record<string, Lookup>>;

/**
 * The cheapest path: by id, then an exact value, then the beginning of one, then everything.
 * @param lookups the attributes, as the schemas write them, that storage has an index for
 */
export function chooseAccessPath<Lookup>(
  filter: CheckedFilter | undefined,
  lookups: Lookups<Lookup>,
): AccessPath<Lookup> {
  if (filter === undefined) return { kind: 'all' };
  const paths = indexableTerms(filter).flatMap((term) => pathOf(term, lookups) ?? []);
  return paths.sort((a, b) => cost(a) - cost(b))[0] ?? { kind: 'all' };
}

function pathOf<Lookup>(
  { attribute, operator, value }: IndexableTerm,
  lookups: Lookups<Lookup>,
): AccessPath<Lookup> | undefined {
  if (attribute === 'id') return operator === 'eq' ? { kind: 'id', id: value } : undefined;
  if (attribute === 'members.value') return operator === 'eq' ? { kind: 'member', member: value } : undefined;
  const by = Object.hasOwn(lookups, attribute) ? lookups[attribute] : undefined;
  // An empty beginning is every value: an index of values would only be a longer way to read all.
  if (by === undefined || value === '') return undefined;
  return { kind: 'index', by, match: operator === 'eq' ? 'equals' : 'startsWith', value };
}

function cost(path: AccessPath<unknown>): number {
  switch (path.kind) {
    case 'id':
      return 0;
    case 'index':
      return path.match === 'equals' ? 1 : 3;
    case 'member':
      return 2;
    case 'all':
      return 4;
  }
}
