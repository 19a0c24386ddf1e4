// Takes a filter through the rules: its names, and what they are compared with.

import type { Filter } from '../filter/filter.ts';
import type { AttributeDefinition, ResourceTypeDefinition } from '../schema/definition.ts';
import { findAttribute, resolveAttribute } from '../schema/lookup.ts';
import { type Adapting, through } from './adapt-values.ts';

/** How names in a filter are rewritten and what they stand for: in a resource, or in an element of an attribute. */
export interface FilterScope {
  readonly rename: (name: string) => string;
  readonly find: (name: string) => AttributeDefinition | undefined;
}

/** Names of attributes of the resource type. */
export function resourceScope(adapting: Adapting, type: ResourceTypeDefinition): FilterScope {
  return {
    rename: (name) => through(adapting, name, (rule, current) => rule.attributeName?.(type, current)),
    find: (name) => {
      const found = resolveAttribute(type, name);
      return found?.subAttribute ?? found?.attribute;
    },
  };
}

/** Names of sub-attributes. */
export function elementScope(definition: AttributeDefinition | undefined): FilterScope {
  return { rename: (name) => name, find: (name) => findAttribute(definition?.subAttributes ?? [], name) };
}

/** The filter in the strict form; the very same filter where no rule changed anything. */
export function adaptFilter(adapting: Adapting, scope: FilterScope, filter: Filter): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const terms = filter.terms.map((term) => adaptFilter(adapting, scope, term));
      return terms.every((term, index) => term === filter.terms[index]) ? filter : { ...filter, terms };
    }
    case 'not': {
      const term = adaptFilter(adapting, scope, filter.term);
      return term === filter.term ? filter : { ...filter, term };
    }
    case 'present': {
      const attribute = scope.rename(filter.attribute);
      return attribute === filter.attribute ? filter : { ...filter, attribute };
    }
    case 'elements': {
      const attribute = scope.rename(filter.attribute);
      const inner = adaptFilter(adapting, elementScope(scope.find(attribute)), filter.filter);
      const isSame = attribute === filter.attribute && inner === filter.filter;
      return isSame ? filter : { ...filter, attribute, filter: inner };
    }
    case 'compare': {
      const attribute = scope.rename(filter.attribute);
      const definition = scope.find(attribute);
      const value =
        definition === undefined
          ? filter.value
          : through(adapting, filter.value, (rule, current) => rule.filterValue?.(definition, current));
      return attribute === filter.attribute && value === filter.value
        ? filter
        : { ...filter, attribute, value };
    }
  }
}
