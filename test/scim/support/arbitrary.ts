// Random resources made from the definitions, so that a changed definition changes what is tried.

import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../../src/scim/json.ts';
import type { AttributeDefinition, ResourceTypeDefinition } from '../../../src/scim/schema/definition.ts';

/** Few different texts, so that equal values meet. */
const text = fc.oneof(
  fc.constantFrom('a', 'A', 'b', 'work', 'é', ' x\n'),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);

const SIMPLE: Readonly<Record<Exclude<AttributeDefinition['type'], 'complex'>, fc.Arbitrary<JsonValue>>> = {
  string: text.filter((value) => !value.includes('\0')),
  boolean: fc.boolean(),
  decimal: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
  integer: fc.maxSafeInteger(),
  dateTime: fc.constantFrom('2026-01-31T09:30:00Z', '2026-01-31T10:30:00+01:00', '2025-12-24T18:00:00.5Z'),
  reference: fc.webUrl(),
  binary: fc.base64String({ maxLength: 12 }),
};

/** A value of the attribute as a client may send it. */
function anyValueOf(definition: AttributeDefinition): fc.Arbitrary<JsonValue> {
  const single: fc.Arbitrary<JsonValue> =
    definition.type === 'complex' ? objectOf(definition.subAttributes ?? []) : SIMPLE[definition.type];
  const value = definition.multiValued ? fc.array(single, { maxLength: 4 }).map(withOnePrimary) : single;
  return fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) });
}

function objectOf(definitions: readonly AttributeDefinition[]): fc.Arbitrary<JsonObject> {
  const values = Object.fromEntries(
    definitions.map((definition) => [definition.name, anyValueOf(definition)]),
  );
  return fc.record(values, { requiredKeys: [] }).map((record) => ({ ...record }) as JsonObject);
}

function withOnePrimary(values: JsonValue[]): JsonValue[] {
  return values.map((value, position) =>
    position > 0 &&
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    value.primary === true
      ? { ...value, primary: false }
      : value,
  );
}

/** The body of a POST for this resource type, with any of its attributes and extensions, known and unknown. */
export function bodyOf(type: ResourceTypeDefinition): fc.Arbitrary<JsonObject> {
  const required = Object.fromEntries(
    type.schema.attributes
      .filter(({ required }) => required)
      .map(({ name }) => [name, fc.constantFrom('ada', 'Bob')]),
  );
  const extensions = fc.record(
    {
      ...Object.fromEntries(type.extensions.map(({ schema }) => [schema.id, objectOf(schema.attributes)])),
      'urn:example:unknown:2.0': fc.dictionary(fc.constantFrom('x', 'Y'), SIMPLE.string),
    },
    { requiredKeys: [] },
  );
  return fc
    .tuple(objectOf(type.schema.attributes), extensions, fc.record(required))
    .map(
      ([core, extended, names]) =>
        ({ schemas: [type.schema.id], ...core, ...extended, ...names }) as JsonObject,
    );
}

/** Every path that a client may name in resources of this type, and some that nothing has. */
export function pathsOf(type: ResourceTypeDefinition): string[] {
  const paths = (attributes: readonly AttributeDefinition[], prefix: string): string[] =>
    attributes.flatMap(({ name, subAttributes = [] }) => [
      `${prefix}${name}`,
      ...subAttributes.map((part) => `${prefix}${name}.${part.name}`),
    ]);
  return [
    ...paths(type.schema.attributes, ''),
    ...type.extensions.flatMap(({ schema }) => [schema.id, ...paths(schema.attributes, `${schema.id}:`)]),
    'id',
    'META.Created',
    'schemas',
    'nothing',
    'urn:example:unknown:2.0',
  ];
}
