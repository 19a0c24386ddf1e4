// Reads a value as the definition of its attribute has it, and gives it in its canonical form: names as the schema writes
// them, in the schema's order, without what is unassigned (RFC 7643 section 2.5) and without what a client may send but not
// set. Values themselves are kept as they came: a client that reads back another text sends it again for ever.

import { instantOf } from '../date-time.ts';
import { ScimError } from '../errors.ts';
import { isObject, type JsonObject, type JsonValue } from '../json.ts';
import { shown } from '../shown.ts';
import { checkName, checkString } from '../text.ts';
import type { AttributeDefinition, AttributeType } from './definition.ts';
import { checkOnePrimary, withoutDuplicates } from './multi-valued.ts';

interface ValueType {
  /** What is expected, for the error. */
  readonly expected: string;
  accepts(value: JsonValue): boolean;
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
/** What no URI holds, with room for the letters of other scripts that an IRI may have (RFC 3986, RFC 3987). */
const NOT_IN_URI = /[\u0000-\u0020\u007f"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})/;

const VALUE_TYPES: Readonly<Record<Exclude<AttributeType, 'complex'>, ValueType>> = {
  string: { expected: 'a string', accepts: (value) => typeof value === 'string' },
  boolean: { expected: 'a boolean (true or false)', accepts: (value) => typeof value === 'boolean' },
  decimal: { expected: 'a number', accepts: (value) => Number.isFinite(value) },
  integer: {
    expected: 'a whole number between -2^53 and 2^53',
    accepts: (value) => Number.isSafeInteger(value),
  },
  dateTime: {
    expected: 'a date and time such as "2026-01-31T09:30:00Z"',
    accepts: (value) => typeof value === 'string' && instantOf(value) !== undefined,
  },
  reference: {
    expected: 'a URI',
    accepts: (value) => typeof value === 'string' && !NOT_IN_URI.test(value),
  },
  // Padding may be left out: RFC 7643 section 2.3.6.
  binary: {
    expected: 'a string of base64',
    accepts: (value) =>
      typeof value === 'string' && BASE64.test(value) && value.replace(/=+$/, '').length % 4 !== 1,
  },
};

/**
 * The canonical form of an attribute's value, or undefined when it is unassigned: null, an empty array, an object without
 * any assigned sub-attribute. Throws `invalidValue` or `invalidSyntax` that names `path`, the expected type and what came.
 * @param path how the value is called in errors: `emails`, `name.givenName`
 */
export function readValue(
  definition: AttributeDefinition,
  value: JsonValue,
  path: string,
): JsonValue | undefined {
  if (value === null) return undefined;
  if (!definition.multiValued) return readSingleValue(definition, value, path);
  if (!Array.isArray(value))
    throw unexpected(definition, `an array, each element ${expectedOf(definition)}`, value, path);
  const values = value
    .map((element, position) => readSingleValue(definition, element, `${path}[${position}]`))
    .filter((element) => element !== undefined);
  const distinct = withoutDuplicates(definition, values);
  checkOnePrimary(distinct, path);
  return distinct.length === 0 ? undefined : distinct;
}

/** One value of the attribute: that of a single-valued one, or an element of a multi-valued one. */
export function readSingleValue(
  definition: AttributeDefinition,
  value: JsonValue,
  path: string,
): JsonValue | undefined {
  if (definition.type === 'complex') return readComplexValue(definition, value, path);
  if (!VALUE_TYPES[definition.type].accepts(value))
    throw unexpected(definition, expectedOf(definition), value, path);
  if (typeof value === 'string') checkString(value, path);
  return value;
}

/**
 * The assigned attributes of an object, by their definitions. What no definition names is left out, as RFC 7644 section 3.3
 * lets a service do, and so is what `isStored` excludes, after its type was checked where a client may write it.
 */
export function readObject(
  definitions: readonly AttributeDefinition[],
  object: JsonObject,
  prefix: string,
): JsonObject {
  const sent = valuesByDefinition(definitions, object, prefix);
  const read: JsonObject = {};
  for (const definition of definitions) {
    const value = sent.get(definition);
    if (value === undefined || definition.mutability === 'readOnly') continue;
    const canonical = readValue(definition, value, prefix + definition.name);
    if (canonical !== undefined && isStored(definition)) read[definition.name] = canonical;
  }
  return read;
}

/**
 * Whether a client's value of the attribute is kept. Not what it may not write, nor what may never be read again
 * (a password is accepted and forgotten), nor `$ref`, which is made from `value` whenever a resource is put out.
 */
export function isStored({ mutability, name }: AttributeDefinition): boolean {
  return mutability !== 'readOnly' && mutability !== 'writeOnly' && name !== '$ref';
}

function readComplexValue(
  definition: AttributeDefinition,
  value: JsonValue,
  path: string,
): JsonObject | undefined {
  if (!isObject(value)) throw unexpected(definition, expectedOf(definition), value, path);
  const subAttributes = definition.subAttributes ?? [];
  const read = readObject(subAttributes, withValueOfReference(subAttributes, value), `${path}.`);
  if (Object.keys(read).length === 0) return undefined;
  for (const subAttribute of subAttributes) {
    if (subAttribute.required && isStored(subAttribute) && read[subAttribute.name] === undefined) {
      throw new ScimError('invalidValue', `${path}.${subAttribute.name} is required where ${path} is sent.`);
    }
  }
  return read;
}

/**
 * A reference that came as `$ref` alone, which RFC 7643 section 2.4 allows, with the `value` that it stands for: the id at the
 * end of the address.
 */
function withValueOfReference(subAttributes: readonly AttributeDefinition[], object: JsonObject): JsonObject {
  const isReference = ['$ref', 'value'].every((name) => subAttributes.some((sub) => sub.name === name));
  const sent = new Map(Object.entries(object).map(([name, value]) => [name.toLowerCase(), value]));
  const reference = sent.get('$ref');
  if (!isReference || sent.has('value') || typeof reference !== 'string') return object;
  const [address = ''] = reference.split(/[?#]/, 1);
  const id = address.split('/').findLast((segment) => segment !== '');
  return id === undefined ? object : { ...object, value: id };
}

function valuesByDefinition(
  definitions: readonly AttributeDefinition[],
  object: JsonObject,
  prefix: string,
): Map<AttributeDefinition, JsonValue> {
  const byName = new Map(definitions.map((definition) => [definition.name.toLowerCase(), definition]));
  const values = new Map<AttributeDefinition, JsonValue>();
  for (const [name, value] of Object.entries(object)) {
    checkName(name);
    const definition = byName.get(name.toLowerCase());
    if (definition === undefined) continue;
    if (values.has(definition)) {
      throw new ScimError(
        'invalidSyntax',
        `${prefix}${definition.name} is there twice, in different case. Send it once.`,
      );
    }
    values.set(definition, value);
  }
  return values;
}

function expectedOf({ type, subAttributes = [] }: AttributeDefinition): string {
  if (type !== 'complex') return VALUE_TYPES[type].expected;
  return `an object with ${subAttributes.map(({ name }) => name).join(', ')}`;
}

function unexpected(
  definition: AttributeDefinition,
  expected: string,
  value: JsonValue,
  path: string,
): ScimError {
  return new ScimError(
    'invalidValue',
    `${path} must be ${expected}, but ${describe(definition, value)} came.`,
  );
}

/** Says what came; of an attribute that is never returned only its type, because it may be a secret. */
function describe({ returned }: AttributeDefinition, value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (isObject(value)) return 'an object';
  if (returned === 'never') return `a ${typeof value}`;
  return `the ${typeof value} ${typeof value === 'string' ? JSON.stringify(shown(value)) : value}`;
}
