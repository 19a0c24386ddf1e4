// References to resources that the same bulk request creates: RFC 7644 section 3.7.2. A value that is `bulkId:` and an
// operation's bulkId stands for the id of what that operation creates, wherever an id may stand: as a value (`members`,
// `manager`, attributes of any extension), at the end of a `$ref`, in the filter of a PATCH path, in an operation's own path.

import { isObject, type JsonObject, type JsonValue } from '../json.ts';
import { isUrn } from '../schema/validate.ts';

const PREFIX = 'bulkId:';
/** At the end of an address. */
const IN_ADDRESS = /\/bulkId:([^/]+)$/;
/** In the filter of a PATCH path. */
const IN_FILTER = /"bulkId:([^"\\]+)"/g;

/** The bulkIds that the value refers to, each once, in the order in which they come. */
export function referencesIn(value: JsonValue): string[] {
  const found = new Set<string>();
  mapStrings(value, (text) => {
    mapReferences(text, (bulkId) => {
      found.add(bulkId);
      return undefined;
    });
    return text;
  });
  return [...found];
}

/** The value with the ids of `ids` in place of the references; one that `ids` does not know stays. */
export function withReferences<Value extends JsonValue>(
  value: Value,
  ids: ReadonlyMap<string, string>,
): Value {
  return mapStrings(value, (text) => mapReferences(text, (bulkId) => ids.get(bulkId))) as Value;
}

/**
 * The object without what refers to one of `left`: a value of a list, or an attribute. So a resource can be created before
 * the ones that it refers to, and be completed afterwards.
 */
export function withoutReferences(object: JsonObject, left: ReadonlySet<string>): JsonObject {
  const refers = (value: JsonValue) => referencesIn(value).some((bulkId) => left.has(bulkId));
  const kept = Object.entries(object).flatMap(([name, value]): [string, JsonValue][] => {
    if (!refers(value)) return [[name, value]];
    if (Array.isArray(value)) return [[name, value.filter((element) => !refers(element))]];
    // Of an extension only the attributes that refer go; a complex attribute that refers goes whole.
    return isUrn(name) && isObject(value) ? [[name, withoutReferences(value, left)]] : [];
  });
  return Object.fromEntries(kept);
}

/** `idOf` gives what stands in a reference's place; undefined leaves it. */
function mapReferences(text: string, idOf: (bulkId: string) => string | undefined): string {
  if (text.startsWith(PREFIX)) return idOf(text.slice(PREFIX.length)) ?? text;
  if (!text.includes(PREFIX)) return text;
  const address = IN_ADDRESS.exec(text)?.[1];
  if (address !== undefined) {
    const id = idOf(address);
    return id === undefined ? text : text.slice(0, -(PREFIX.length + address.length)) + id;
  }
  return text.replace(IN_FILTER, (whole, bulkId: string) => {
    const id = idOf(bulkId);
    return id === undefined ? whole : JSON.stringify(id);
  });
}

function mapStrings(value: JsonValue, change: (text: string) => string): JsonValue {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((element) => mapStrings(element, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapStrings(inner, change)]));
}
