// JSON as the protocol's modules see it. Objects made here have no prototype surprises: see `parseJson` in http/body.ts
// for what is refused before a value gets this far.

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
  [name: string]: JsonValue;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
