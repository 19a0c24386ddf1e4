// Chooses what to read for a filter. A term that every match satisfies and that storage has an index for spares reading all;
// the whole filter is evaluated on what was read, because a row found through an index may have changed since.
import type { CheckedFilter } from '../scim/filter/checked.ts';
import { type IndexableTerm, indexableTerms } from '../scim/filter/indexable.ts';
import type { ResourceTypeDefinition } from '../scim/schema/definition.ts';

export type AccessPath =
  | { readonly kind: 'id'; readonly id: string }
  | {
      readonly kind: 'index';
      readonly attribute: string;
      readonly match: 'equals' | 'startsWith';
      readonly value: string;
    }
  /** Groups that have this member. */
  | { readonly kind: 'member'; readonly member: string }
  /** Resources of another type are asked for. */
  | { readonly kind: 'none' }
  | { readonly kind: 'all' };

/**
 * The cheapest path to resources of this type: by id, then an exact value, then a member, then the beginning of a value, then
 * everything.
 * @param indexed the attributes, as the schemas write them, that storage has an index for
 */
export function chooseAccessPath(
  filter: CheckedFilter | undefined,
  type: ResourceTypeDefinition,
  indexed: ReadonlySet<string>,
): AccessPath {
  if (filter === undefined) return { kind: 'all' };
  const paths = indexableTerms(filter).flatMap((term) => pathOf(term, type, indexed) ?? []);
  return paths.sort((a, b) => cost(a) - cost(b))[0] ?? { kind: 'all' };
}

function pathOf(
  { attribute, operator, value }: IndexableTerm,
  type: ResourceTypeDefinition,
  indexed: ReadonlySet<string>,
): AccessPath | undefined {
  if (attribute === 'meta.resourceType') {
    return operator === 'eq' && value !== type.name ? { kind: 'none' } : undefined;
  }
  if (attribute === 'id') return operator === 'eq' ? { kind: 'id', id: value } : undefined;
  if (attribute === 'members.value') return operator === 'eq' ? { kind: 'member', member: value } : undefined;
  // An empty beginning is every value: an index of values would only be a longer way to read all.
  if (!indexed.has(attribute) || value === '') return undefined;
  return { kind: 'index', attribute, match: operator === 'eq' ? 'equals' : 'startsWith', value };
}

function cost(path: AccessPath): number {
  switch (path.kind) {
    case 'none':
      return 0;
    case 'id':
      return 1;
    case 'index':
      return path.match === 'equals' ? 2 : 4;
    case 'member':
      return 3;
    case 'all':
      return 5;
  }
}
