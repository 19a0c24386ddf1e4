// What RFC 7643 section 2.4 asks of the values of one attribute together: no (type, value) combination twice, one primary value
// at most. All values are in their canonical form.

import { ScimError } from '../errors.ts';
import { foldCase } from '../fold.ts';
import { isObject, type JsonObject, type JsonValue } from '../json.ts';
import type { AttributeDefinition } from './definition.ts';

/** The values with those merged that are the same (type, value) combination. What a later one has wins. */
export function withoutDuplicates(
  definition: AttributeDefinition,
  values: readonly JsonValue[],
): JsonValue[] {
  const distinct = new Map<string, JsonValue>();
  for (const value of values) {
    const key = identityOf(definition, value);
    const earlier = distinct.get(key);
    distinct.set(key, isObject(earlier) && isObject(value) ? merged(definition, earlier, value) : value);
  }
  return [...distinct.values()];
}

/** Refuses a second primary value. `path` names the attribute in the error. */
export function checkOnePrimary(values: readonly JsonValue[], path: string): void {
  const primaries = values.filter((value) => isObject(value) && value.primary === true).length;
  if (primaries < 2) return;
  throw new ScimError(
    'invalidValue',
    `${path} has ${primaries} values with "primary": true. One at most may be primary.`,
  );
}

/** Its sub-attributes are in the order of the schema again. */
function merged(
  { subAttributes = [] }: AttributeDefinition,
  earlier: JsonObject,
  later: JsonObject,
): JsonObject {
  const both = { ...earlier, ...later };
  return Object.fromEntries(
    subAttributes.flatMap(({ name }) => (both[name] === undefined ? [] : [[name, both[name]]])),
  );
}

/** Two values of an attribute are one when this is the same. Values without `value`, such as addresses, are compared whole. */
function identityOf(definition: AttributeDefinition, value: JsonValue): string {
  if (!isObject(value)) return JSON.stringify(folded(definition, value));
  if (value.value === undefined) return JSON.stringify(value);
  return JSON.stringify(
    (definition.subAttributes ?? [])
      .filter(({ name }) => name === 'type' || name === 'value')
      .map((subAttribute) => folded(subAttribute, value[subAttribute.name] ?? null)),
  );
}

function folded({ caseExact }: AttributeDefinition, value: JsonValue): JsonValue {
  return typeof value === 'string' && !caseExact ? foldCase(value) : value;
}
