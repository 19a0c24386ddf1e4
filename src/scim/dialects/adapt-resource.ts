// Takes the body of a POST or PUT through the rules.

import { isObject, type JsonObject, type JsonValue } from '../json.ts';
import type { AttributeDefinition, ResourceTypeDefinition } from '../schema/definition.ts';
import { coreAttributes, findAttribute, resolveAttribute } from '../schema/lookup.ts';
import { type Adapting, adaptValue, changedObject, through } from './adapt-values.ts';

const CONTEXT = { op: undefined, isElement: false } as const;

/** The resource in the strict form; the very same object where no rule changed anything. */
export function adaptResourceBody(
  adapting: Adapting,
  type: ResourceTypeDefinition,
  body: JsonObject,
): JsonObject {
  const renamed = renameMembers(adapting, type, body);
  const definitions = coreAttributes(type);
  return changedObject(renamed, (name, value) => {
    if (name.toLowerCase() === 'schemas') {
      return [name, through(adapting, value, (rule, current) => rule.schemas?.(type, current))];
    }
    const extension = name.includes(':')
      ? type.extensions.find(({ schema }) => schema.id.toLowerCase() === name.toLowerCase())
      : undefined;
    if (extension !== undefined) return [name, adaptMembers(adapting, extension.schema.attributes, value)];
    const definition = findAttribute(definitions, name);
    return [name, definition === undefined ? value : adaptValue(adapting, definition, value, CONTEXT)];
  });
}

/** A member whose new name lies in an extension moves into that extension's object, where it does not push aside another. */
function renameMembers(adapting: Adapting, type: ResourceTypeDefinition, body: JsonObject): JsonObject {
  const moved = new Map<string, [string, JsonValue][]>();
  const renamed = Object.entries(body).flatMap(([name, value]): [string, JsonValue][] => {
    const strict = through(adapting, name, (rule, current) => rule.attributeName?.(type, current));
    const { schema, attribute } = (strict !== name && resolveAttribute(type, strict)) || {};
    if (schema === undefined || attribute === undefined) return [[strict, value]];
    moved.set(schema, [...(moved.get(schema) ?? []), [attribute.name, value]]);
    return [];
  });
  if (moved.size === 0 && renamed.every(([name]) => Object.hasOwn(body, name))) return body;
  const result = Object.fromEntries(renamed);
  for (const [schema, members] of moved) {
    const urn = Object.keys(result).find((name) => name.toLowerCase() === schema.toLowerCase()) ?? schema;
    const held = result[urn];
    result[urn] = withMissing(isObject(held) ? held : {}, members);
  }
  return result;
}

function withMissing(object: JsonObject, members: readonly (readonly [string, JsonValue])[]): JsonObject {
  const present = new Set(Object.keys(object).map((name) => name.toLowerCase()));
  return { ...object, ...Object.fromEntries(members.filter(([name]) => !present.has(name.toLowerCase()))) };
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
