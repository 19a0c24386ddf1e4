// Turns the body of a POST or PUT into the attributes that are kept, strictly by the definitions. What identity providers
// send otherwise is bent into this form by the dialects before it comes here.
//
// The kept form: names as the schemas write them, known extensions under their URN as the schema writes it, unknown ones as
// sent; without `schemas`, `id`, `meta`, `groups` and `members`, which are computed or kept elsewhere, and without a password.

import { ScimError } from '../errors.ts';
import { isObject, type JsonObject, type JsonValue } from '../json.ts';
import { shown } from '../shown.ts';
import { checkContents, checkIdentifier } from '../text.ts';
import type { AttributeDefinition, ResourceTypeDefinition, SchemaDefinition } from './definition.ts';
import { coreAttributes } from './lookup.ts';
import { schemasOf } from './registry.ts';
import { isStored, readObject } from './value.ts';

/** Which request the attributes come from: decides how a missing attribute is reported. */
export type WriteMode = 'create' | 'replace' | 'patch';

/** In bytes of UTF-8 JSON. A row of Table Storage holds 1 MiB of UTF-16 in all. */
export const ATTRIBUTES_LIMIT = 256 * 1024;

/** Kept apart from the attributes: the URNs are computed, memberships are rows of their own. */
const KEPT_APART: ReadonlySet<string> = new Set(['schemas', 'members']);

/**
 * The attributes of a resource from the body of a POST (`create`) or PUT (`replace`), in the kept form. Read-only and unknown
 * attributes are ignored (RFC 7644 sections 3.3 and 3.5.1); a group's members are read by `readMembers`.
 * Throws `invalidSyntax` or `invalidValue` that names the attribute, what it must be and what came.
 */
export function readAttributes(
  type: ResourceTypeDefinition,
  body: JsonObject,
  mode: 'create' | 'replace',
): JsonObject {
  checkSchemas(type, body);
  const attributes = { ...readObject(keptAttributes(type), body, ''), ...readExtensions(type, body) };
  checkAttributes(type, attributes, mode);
  return attributes;
}

/** The attributes that stand at the top of a body, without those kept apart, in the order of the definitions. */
export function keptAttributes(type: ResourceTypeDefinition): readonly AttributeDefinition[] {
  return coreAttributes(type).filter(({ name }) => !KEPT_APART.has(name));
}

/**
 * Refuses attributes in the kept form that no resource may have, whichever way they came about: a required one missing, an
 * identifier that could not be told apart or shown, text that cannot be kept, more than 256 KiB in all.
 * @param before the attributes that a PATCH found
 */
export function checkAttributes(
  type: ResourceTypeDefinition,
  attributes: JsonObject,
  mode: WriteMode,
  before?: JsonObject,
): void {
  checkContents(attributes, type.name);
  checkRequired(type, attributes, mode, before);
  for (const definition of coreAttributes(type)) {
    const value = attributes[definition.name];
    if (isIdentifier(definition) && typeof value === 'string') checkIdentifier(value, definition.name);
  }
  const size = new TextEncoder().encode(JSON.stringify(attributes)).byteLength;
  if (size > ATTRIBUTES_LIMIT) {
    throw new ScimError(
      'invalidValue',
      `The attributes of the ${type.name} take ${size} bytes as JSON; at most ${ATTRIBUTES_LIMIT} are kept. Send less.`,
    );
  }
}

/**
 * Refuses to change or remove an immutable attribute that has a value already: RFC 7644 section 3.5.1, `mutability`.
 * @param before the attributes as they are kept
 * @param after the attributes as the request would leave them, in the same form
 */
export function checkImmutable(type: ResourceTypeDefinition, before: JsonObject, after: JsonObject): void {
  refuseChanges(keptAttributes(type), before, after, '');
  for (const { schema } of type.extensions) {
    refuseChanges(schema.attributes, before[schema.id], after[schema.id], `${schema.id}:`);
  }
}

/** Whether a key of a resource names an extension rather than an attribute (RFC 7643 section 3.3). */
export function isUrn(name: string): boolean {
  return /^urn:[^:]+:./i.test(name);
}

function checkSchemas(type: ResourceTypeDefinition, body: JsonObject): void {
  const [, schemas] = Object.entries(body).find(([name]) => name.toLowerCase() === 'schemas') ?? [];
  const core = type.schema.id;
  if (!Array.isArray(schemas) || !schemas.every((urn) => typeof urn === 'string')) {
    throw new ScimError('invalidSyntax', `schemas must be an array of URNs that holds "${core}".`);
  }
  if (!schemas.some((urn) => urn.toLowerCase() === core.toLowerCase())) {
    throw new ScimError('invalidSyntax', `schemas must hold "${core}" for a ${type.name}.`);
  }
}

function readExtensions(type: ResourceTypeDefinition, body: JsonObject): JsonObject {
  const known = new Map(schemasOf(type).map((schema) => [schema.id.toLowerCase(), schema]));
  const seen = new Set<string>();
  const read: JsonObject = {};
  for (const [name, value] of Object.entries(body)) {
    if (!isUrn(name)) continue;
    const schema = known.get(name.toLowerCase());
    if (seen.has(name.toLowerCase())) {
      throw new ScimError(
        'invalidSyntax',
        `The extension ${shown(name)} is there twice, in different case. Send it once.`,
      );
    }
    seen.add(name.toLowerCase());
    const extension = schema === undefined ? unknownExtension(value) : readExtension(type, schema, value);
    if (extension !== undefined) read[schema?.id ?? name] = extension;
  }
  return read;
}

function readExtension(
  type: ResourceTypeDefinition,
  schema: SchemaDefinition,
  value: JsonValue,
): JsonObject | undefined {
  // The core schema's attributes stand at the top; its URN is no name of an extension.
  if (schema === type.schema || value === null) return undefined;
  if (!isObject(value)) {
    throw new ScimError(
      'invalidValue',
      `${schema.id} must be an object with the attributes of the extension.`,
    );
  }
  const read = readObject(schema.attributes, value, `${schema.id}:`);
  return Object.keys(read).length === 0 ? undefined : read;
}

/** An extension of a schema that nobody described here is kept as it came, so that nothing a client relies on is lost. */
function unknownExtension(value: JsonValue): JsonObject | undefined {
  return isObject(value) && Object.keys(value).length > 0 ? value : undefined;
}

/** Whether resources are found and told apart by the attribute. */
function isIdentifier({ name, uniqueness }: AttributeDefinition): boolean {
  return uniqueness !== 'none' || name === 'externalId';
}

/** What was missing before a PATCH is not its doing: an attribute that became required later must not refuse a deactivation. */
function checkRequired(
  type: ResourceTypeDefinition,
  attributes: JsonObject,
  mode: WriteMode,
  before: JsonObject | undefined,
): void {
  const known = new Set(before === undefined ? [] : missingPaths(type, before));
  const path = missingPaths(type, attributes).find((candidate) => !known.has(candidate));
  if (path !== undefined) throw missing(type, path, mode);
}

function missingPaths(type: ResourceTypeDefinition, attributes: JsonObject): string[] {
  const core = keptAttributes(type).filter((definition) =>
    isMissing(definition, attributes[definition.name]),
  );
  const extensions = type.extensions.flatMap(({ schema, required }) => {
    const extension = attributes[schema.id];
    if (!isObject(extension)) return required ? [schema.id] : [];
    const absent = schema.attributes.filter((definition) =>
      isMissing(definition, extension[definition.name]),
    );
    return absent.map(({ name }) => `${schema.id}:${name}`);
  });
  return [...core.map(({ name }) => name), ...extensions];
}

/** A required string of nothing but blanks is as good as none: nobody could be found or named by it. */
function isMissing(definition: AttributeDefinition, value: JsonValue | undefined): boolean {
  if (!definition.required || !isStored(definition)) return false;
  return value === undefined || (typeof value === 'string' && value.trim() === '');
}

/** RFC 7644 section 3.5.2.2 calls it `mutability` when a PATCH takes away what is required. */
function missing(type: ResourceTypeDefinition, path: string, mode: WriteMode): ScimError {
  const what = `${path} is required for a ${type.name} and must not be empty.`;
  if (mode === 'patch') return new ScimError('mutability', `${what} Replace it instead of removing it.`);
  const advice = mode === 'create' ? 'Send it.' : 'A PUT replaces the whole resource, so send it again.';
  return new ScimError('invalidValue', `${what} ${advice}`);
}

function refuseChanges(
  definitions: readonly AttributeDefinition[],
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  prefix: string,
): void {
  if (!isObject(before)) return;
  for (const definition of definitions) {
    const old = before[definition.name];
    const now = isObject(after) ? after[definition.name] : undefined;
    const path = prefix + definition.name;
    // Both are in the kept form, whose order is that of the definitions: equal values have equal texts.
    if (
      definition.mutability === 'immutable' &&
      old !== undefined &&
      JSON.stringify(old) !== JSON.stringify(now)
    ) {
      throw new ScimError(
        'mutability',
        `${path} is immutable and has a value already. Send the value that it has.`,
      );
    }
    refuseChanges(definition.subAttributes ?? [], old, now, `${path}.`);
  }
}
