// Applies the operations of a PATCH to a resource's attributes: RFC 7644 section 3.5.2. Nothing that is given is changed,
// and what fails fails as a whole: either all operations are in the result or an error is thrown.

import { ScimError } from '../errors.ts';
import { isObject, type JsonObject, type JsonValue } from '../json.ts';
import { parsePath } from '../path/parse.ts';
import { printPath } from '../path/print.ts';
import type { ResourceTypeDefinition, SchemaDefinition } from '../schema/definition.ts';
import { checkAttributes, checkImmutable, keptAttributes } from '../schema/validate.ts';
import { readSingleValue, readValue } from '../schema/value.ts';
import { shown } from '../shown.ts';
import { mergeComplex, withMember } from './complex.ts';
import type { PatchOperation } from './operation.ts';
import { type AttributeTarget, findTarget, type Target } from './target.ts';
import { changeValues } from './values.ts';
import { MAX_WORK, OPERATION_WORK, spend, type Work } from './work.ts';

/** An operation, or a part of one, that had no effect because no schema defines what its path names. */
export interface SkippedPath {
  /** Which of the request's operations, counted from 0. */
  readonly operation: number;
  readonly path: string;
}

export interface PatchResult {
  /** In the kept form of `schema/validate.ts`, like those before. */
  readonly attributes: JsonObject;
  readonly skipped: readonly SkippedPath[];
}

/**
 * The attributes after the operations, in order. For a group, `planMembers` has taken out what concerns members.
 * Throws `mutability`, `invalidValue`, `invalidPath`, `invalidFilter`, `noTarget` or `payloadTooLarge`, naming the attribute.
 */
export function applyPatch(
  type: ResourceTypeDefinition,
  attributes: JsonObject,
  operations: readonly PatchOperation[],
): PatchResult {
  const run: Run = { type, work: { left: MAX_WORK }, skipped: [] };
  const after = operations.reduce(
    (current, operation) => applyOperation(run, current, operation),
    attributes,
  );
  checkAttributes(type, after, 'patch', attributes);
  checkImmutable(type, attributes, after);
  return { attributes: after, skipped: run.skipped };
}

interface Run {
  readonly type: ResourceTypeDefinition;
  readonly work: Work;
  readonly skipped: SkippedPath[];
}

function applyOperation(run: Run, attributes: JsonObject, operation: PatchOperation): JsonObject {
  // The attributes are looked through and copied: with many extensions that nobody described, that is many of them.
  spend(run.work, OPERATION_WORK + Object.keys(attributes).length * 2);
  const target = findTarget(run.type, attributes, operation);
  switch (target.kind) {
    case 'attribute':
      return changeAttribute(run, attributes, operation, target);
    case 'extension':
      return changeExtension(run, attributes, operation, target.schema);
    case 'foreign':
      return changeForeign(attributes, operation, target);
    case 'computed':
      return attributes;
    case 'unknown':
      run.skipped.push({ operation: operation.index, path: shown(printPath(operation.path)) });
      return attributes;
  }
}

function changeAttribute(
  { type, work }: Run,
  attributes: JsonObject,
  operation: PatchOperation,
  target: AttributeTarget,
): JsonObject {
  const { definition, subAttribute, extension, name } = target;
  if (definition.mutability === 'readOnly' || subAttribute?.mutability === 'readOnly') {
    throw new ScimError('mutability', `${name} is read-only and cannot be changed. Leave it out.`);
  }
  if (definition.mutability === 'writeOnly') {
    readValue(definition, operation.value ?? null, name);
    return attributes;
  }
  if (extension === undefined) {
    const after = changeMember(target, operation, attributes, work);
    return withMember(attributes, keptAttributes(type), definition.name, after);
  }
  const held = attributes[extension.id];
  const holder = isObject(held) ? held : {};
  const after = changeMember(target, operation, holder, work);
  return withExtension(
    attributes,
    extension.id,
    withMember(holder, extension.attributes, definition.name, after),
  );
}

function changeMember(
  target: AttributeTarget,
  operation: PatchOperation,
  holder: JsonObject,
  work: Work,
): JsonValue | undefined {
  const { definition } = target;
  const before = holder[definition.name];
  const isWholeList =
    definition.multiValued && target.filter === undefined && target.subAttribute === undefined;
  if (operation.op === 'remove' && operation.value !== undefined && !isWholeList) {
    throw new ScimError(
      'invalidValue',
      `Removing ${target.name} takes no value: values may be named only where ${definition.name} has several of them. Leave the value out.`,
    );
  }
  return definition.multiValued
    ? changeValues(target, operation, before, work)
    : changeSingle(target, operation, before);
}

/** Add and replace say the same of an attribute with one value: RFC 7644 sections 3.5.2.1 and 3.5.2.3. */
function changeSingle(
  { definition, subAttribute, name }: AttributeTarget,
  { op, value }: PatchOperation,
  before: JsonValue | undefined,
): JsonValue | undefined {
  const given = op === 'remove' ? null : (value ?? null);
  const held = isObject(before) ? before : {};
  if (subAttribute !== undefined) return mergeComplex(definition, held, { [subAttribute.name]: given }, name);
  if (given === null) return undefined;
  return definition.type === 'complex'
    ? mergeComplex(definition, held, given, name)
    : readSingleValue(definition, given, name);
}

/** An operation on a whole extension is one on each of its attributes that the value names. */
function changeExtension(
  run: Run,
  attributes: JsonObject,
  operation: PatchOperation,
  schema: SchemaDefinition,
): JsonObject {
  const { op, value = null } = operation;
  if (op === 'remove' || value === null) return withExtension(attributes, schema.id, {});
  if (!isObject(value)) {
    throw new ScimError(
      'invalidValue',
      `${schema.id} must be an object with the attributes of the extension.`,
    );
  }
  return Object.entries(value).reduce(
    (current, [name, inner]) =>
      applyOperation(run, current, { ...operation, path: parsePath(`${schema.id}:${name}`), value: inner }),
    attributes,
  );
}

function changeForeign(
  attributes: JsonObject,
  { op, value = null }: PatchOperation,
  { urn, attribute }: Extract<Target, { kind: 'foreign' }>,
): JsonObject {
  const held = attributes[urn];
  const before = isObject(held) ? held : {};
  const given = op === 'remove' ? null : value;
  if (attribute !== undefined)
    return withExtension(attributes, urn, withMember(before, [], attribute, given ?? undefined));
  if (given === null) return withExtension(attributes, urn, {});
  if (!isObject(given)) {
    throw new ScimError('invalidValue', `${urn} must be an object with the attributes of the extension.`);
  }
  const assigned = Object.entries({ ...before, ...given }).filter(([, inner]) => inner !== null);
  return withExtension(attributes, urn, Object.fromEntries(assigned));
}

/** An extension without attributes is not there (RFC 7643 section 2.5). */
function withExtension(attributes: JsonObject, urn: string, extension: JsonObject): JsonObject {
  if (Object.keys(extension).length > 0) return { ...attributes, [urn]: extension };
  const { [urn]: _removed, ...others } = attributes;
  return others;
}
