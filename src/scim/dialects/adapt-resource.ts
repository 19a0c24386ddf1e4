// Takes the body of a POST or PUT through the rules.

import { isObject, type JsonObject, type JsonValue } from '../json.ts';
import type { AttributeDefinition, ResourceTypeDefinition } from '../schema/definition.ts';
import { findAttribute, resolveAttribute } from '../schema/lookup.ts';
import { type Adapting, adaptValue, changedObject, through } from './adapt-values.ts';

const CONTEXT = { op: undefined, isElement: false } as const;

/** The resource in the strict form; the very same object where no rule changed anything. */
export function adaptResourceBody(
  adapting: Adapting,
  type: ResourceTypeDefinition,
  body: JsonObject,
): JsonObject {
  const renamed = renameMembers(adapting, type, body);
  return changedObject(renamed, (name, value) => {
    if (name.toLowerCase() === 'schemas') {
      return [name, through(adapting, value, (rule, current) => rule.schemas?.(type, current))];
    }
    const extension = type.extensions.find(({ schema }) => schema.id.toLowerCase() === name.toLowerCase());
    if (extension !== undefined) return [name, adaptMembers(adapting, extension.schema.attributes, value)];
    const found = resolveAttribute(type, name);
    if (found?.attribute === undefined || found.subAttribute !== undefined) return [name, value];
    return [name, adaptValue(adapting, found.attribute, value, CONTEXT)];
  });
}

/** A member whose new name lies in an extension moves into that extension's object, where it does not push aside another. */
function renameMembers(adapting: Adapting, type: ResourceTypeDefinition, body: JsonObject): JsonObject {
  let result = body;
  for (const [name, value] of Object.entries(body)) {
    const renamed = through(adapting, name, (rule, current) => rule.attributeName?.(type, current));
    if (renamed === name) continue;
    const others = Object.fromEntries(Object.entries(result).filter(([key]) => key !== name));
    const { schema, attribute } = resolveAttribute(type, renamed) ?? {};
    if (schema === undefined || attribute === undefined) {
      result = { ...others, [renamed]: value };
      continue;
    }
    const [urn, held] = Object.entries(others).find(
      ([key]) => key.toLowerCase() === schema.toLowerCase(),
    ) ?? [schema];
    const extension = isObject(held) ? held : {};
    const isThere = Object.keys(extension).some((key) => key.toLowerCase() === attribute.name.toLowerCase());
    result = { ...others, [urn]: isThere ? extension : { ...extension, [attribute.name]: value } };
  }
  return result;
}

/** The members of an extension's object, each by its definition. */
export function adaptMembers(
  adapting: Adapting,
  definitions: readonly AttributeDefinition[],
  value: JsonValue,
  context: { readonly op: string | undefined; readonly isElement: boolean } = CONTEXT,
): JsonValue {
  if (!isObject(value)) return value;
  return changedObject(value, (name, inner) => {
    const definition = findAttribute(definitions, name);
    return [name, definition === undefined ? inner : adaptValue(adapting, definition, inner, context)];
  });
}
