// Orders resources: RFC 7644 section 3.4.2.3. Text is compared as filters compare it, dates as instants; what has no value
// comes last when ascending and first when descending. Equal ones are ordered by id, so that pages never overlap.

import { ScimError } from './errors.ts';
import { comparable } from './filter/comparable.ts';
import { isObject, type JsonObject, type JsonValue } from './json.ts';
import type { AttributeDefinition, ResourceTypeDefinition } from './schema/definition.ts';
import { findAttribute, type ResolvedAttribute, resolveAttribute } from './schema/lookup.ts';
import { shown } from './shown.ts';

export type SortOrder = 'ascending' | 'descending';

/** What a resource is ordered by. Undefined where it has no value of the attribute. */
type SortKey = string | number | boolean | undefined;

/**
 * Compares resources, as they are answered, by the attribute that `sortBy` names. Where resources of several types are listed,
 * one whose type does not have the attribute has no value. Throws `invalidValue` when no type has it, or it has no order.
 */
export function createComparator(
  types: readonly ResourceTypeDefinition[],
  sortBy: string,
  order: SortOrder = 'ascending',
): (a: JsonObject, b: JsonObject) => number {
  const keysByType = new Map(types.flatMap((type) => keyOf(type, sortBy)));
  if (keysByType.size === 0) {
    throw new ScimError('invalidValue', `sortBy names "${shown(sortBy)}", which is no attribute here.`);
  }
  const sign = order === 'ascending' ? 1 : -1;
  // A key is computed once for each resource and not for each of its comparisons.
  const keys = new WeakMap<JsonObject, { readonly key: SortKey }>();
  const keyFor = (resource: JsonObject): SortKey => {
    const known = keys.get(resource) ?? { key: keysByType.get(typeName(resource))?.(resource) };
    keys.set(resource, known);
    return known.key;
  };
  return (a, b) => sign * compareKeys(keyFor(a), keyFor(b)) || compareKeys(String(a.id), String(b.id));
}

/** Reads the parameter `sortOrder`; ascending when it is absent. Throws `invalidValue`. */
export function readSortOrder(text: string | undefined): SortOrder {
  const order = text?.toLowerCase() ?? 'ascending';
  if (order === 'ascending' || order === 'descending') return order;
  throw new ScimError('invalidValue', `sortOrder must be ascending or descending, not "${shown(order)}".`);
}

function typeName(resource: JsonObject): string {
  return isObject(resource.meta) ? String(resource.meta.resourceType) : '';
}

function keyOf(
  type: ResourceTypeDefinition,
  sortBy: string,
): [JsonValue, (resource: JsonObject) => SortKey][] {
  const resolved = resolveAttribute(type, sortBy);
  if (resolved === undefined) return [];
  const { schema, attribute } = resolved;
  const target = orderedAttribute(resolved, sortBy);
  if (attribute === undefined) return [];
  const key = (resource: JsonObject): SortKey => {
    const container = schema === undefined ? resource : resource[schema];
    const value = isObject(container) ? mainValue(container[attribute.name]) : undefined;
    const plain = target === attribute || !isObject(value) ? value : value[target.name];
    if (plain === undefined || plain === null || typeof plain === 'object') return undefined;
    return comparable(target, 'gt', plain) ?? undefined;
  };
  return [[type.name, key]];
}

/** The attribute or sub-attribute whose values have the order: `value` where a complex one is named without a sub-attribute. */
function orderedAttribute(
  { attribute, subAttribute }: ResolvedAttribute,
  sortBy: string,
): AttributeDefinition {
  const named = subAttribute ?? attribute;
  const parts = named?.subAttributes ?? [];
  const target = named?.type === 'complex' ? findAttribute(parts, 'value') : named;
  if (target === undefined || [attribute, target].some((definition) => definition?.returned === 'never')) {
    const advice =
      parts.length === 0 ? '' : ` Name one of its parts: ${parts.map(({ name }) => name).join(', ')}.`;
    throw new ScimError('invalidValue', `Resources cannot be sorted by "${shown(sortBy)}".${advice}`);
  }
  return target;
}

/** Of several values the primary one decides, or else the first. */
function mainValue(value: JsonValue | undefined): JsonValue | undefined {
  if (!Array.isArray(value)) return value;
  return value.find((element) => isObject(element) && element.primary === true) ?? value[0];
}

/** What has no value comes after everything else. */
function compareKeys(a: SortKey, b: SortKey): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return a < b ? -1 : Number(a > b);
}
