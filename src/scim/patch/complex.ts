// Changes sub-attributes of one complex value and leaves the others as they are, which is what both add and replace mean
// for it: "Sub-attributes that are not specified in the "value" parameter are left unchanged" (RFC 7644 section 3.5.2.3).

import { isObject, type JsonObject, type JsonValue } from '../json.ts';
import type { AttributeDefinition } from '../schema/definition.ts';
import { readSingleValue } from '../schema/value.ts';

/**
 * The complex value with the sub-attributes of `given` in place of its own; null takes one away. Undefined when none is left.
 * The whole is read by the definition again: the result is canonical, and what is not of the right type is refused.
 * @param name how the value is called in errors
 */
export function mergeComplex(
  definition: AttributeDefinition,
  before: JsonObject,
  given: JsonValue,
  name: string,
): JsonValue | undefined {
  if (!isObject(given)) return readSingleValue(definition, given, name);
  const replaced = new Set(Object.keys(given).map((key) => key.toLowerCase()));
  // A reference given by its address alone is another reference: the id that was there must not outlive it.
  if (Object.entries(given).some(([key, value]) => key.toLowerCase() === '$ref' && value !== null)) {
    replaced.add('value');
  }
  const kept = Object.entries(before).filter(([key]) => !replaced.has(key.toLowerCase()));
  return readSingleValue(definition, { ...Object.fromEntries(kept), ...given }, name);
}

/** The object with a member set, or taken away where `value` is undefined; known members in the order of the definitions. */
export function withMember(
  object: JsonObject,
  definitions: readonly AttributeDefinition[],
  name: string,
  value: JsonValue | undefined,
): JsonObject {
  const others = Object.entries(object).filter(([key]) => key !== name);
  const all = new Map(value === undefined ? others : [...others, [name, value]]);
  const known = definitions.flatMap((definition) => {
    const found = all.get(definition.name);
    return found === undefined ? [] : [[definition.name, found] as const];
  });
  return Object.fromEntries(new Map([...known, ...all]));
}
