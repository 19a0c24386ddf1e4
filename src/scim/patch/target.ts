// What the path of an operation leads to in resources of a type. A path that leads nowhere is no error here: a client sends
// all changes of a user in one request, and refusing it for one unknown attribute would lose the others, a deactivation
// among them.

import { ScimError } from '../errors.ts';
import { checkElementFilter } from '../filter/check.ts';
import type { CheckedFilter } from '../filter/checked.ts';
import type { JsonObject } from '../json.ts';
import type { Path } from '../path/path.ts';
import { printPath } from '../path/print.ts';
import type { AttributeDefinition, ResourceTypeDefinition, SchemaDefinition } from '../schema/definition.ts';
import { findAttribute, resolveAttribute } from '../schema/lookup.ts';
import { schemasOf } from '../schema/registry.ts';
import { isUrn, keptAttributes } from '../schema/validate.ts';
import { shown } from '../shown.ts';
import type { PatchOperation } from './operation.ts';

/** An attribute, or the part of its values that a path chooses. */
export interface AttributeTarget {
  readonly kind: 'attribute';
  /** The extension that holds the attribute; undefined for core and common ones. */
  readonly extension: SchemaDefinition | undefined;
  readonly definition: AttributeDefinition;
  /** Which of several values; undefined for all. */
  readonly filter: CheckedFilter | undefined;
  readonly subAttribute: AttributeDefinition | undefined;
  /** How it is called in errors. */
  readonly name: string;
}

export type Target =
  | AttributeTarget
  /** A whole extension that a schema describes. */
  | { readonly kind: 'extension'; readonly schema: SchemaDefinition }
  /** An extension that no schema describes, or one of its attributes; kept as clients send it. */
  | { readonly kind: 'foreign'; readonly urn: string; readonly attribute: string | undefined }
  /** Computed by the service, such as `schemas`, or kept elsewhere: what a client sends has no effect on the attributes. */
  | { readonly kind: 'computed' }
  | { readonly kind: 'unknown' };

/**
 * The target of an operation in a resource with these attributes.
 * Throws `invalidPath` where the form of the path does not fit the attribute, `invalidFilter` where its filter does not.
 */
export function findTarget(
  type: ResourceTypeDefinition,
  attributes: JsonObject,
  operation: PatchOperation,
): Target {
  const { path } = operation;
  const found = resolveAttribute(type, path.attribute);
  if (found === undefined) return findForeign(type, attributes, operation);
  const extension = type.extensions.find(({ schema }) => schema.id === found.schema)?.schema;
  if (found.attribute === undefined) {
    if (path.filter !== undefined) throw noElements(path);
    return extension === undefined ? { kind: 'unknown' } : { kind: 'extension', schema: extension };
  }
  const target = chooseValues(path, extension, found.attribute, found.subAttribute);
  const isKept = extension !== undefined || keptAttributes(type).includes(found.attribute);
  return isKept || target.kind === 'unknown' ? target : { kind: 'computed' };
}

function chooseValues(
  path: Path,
  extension: SchemaDefinition | undefined,
  definition: AttributeDefinition,
  dotted: AttributeDefinition | undefined,
): Target {
  const target = { kind: 'attribute', extension, definition, name: shown(printPath(path)) } as const;
  if (path.filter === undefined) return { ...target, filter: undefined, subAttribute: dotted };
  if (!definition.multiValued || dotted !== undefined) throw noElements(path);
  const filter = checkElementFilter(definition, path.filter);
  const subAttribute =
    path.subAttribute === undefined
      ? undefined
      : findAttribute(definition.subAttributes ?? [], path.subAttribute);
  const isUnknown = path.subAttribute !== undefined && subAttribute === undefined;
  return isUnknown || asksUnknown(filter) ? { kind: 'unknown' } : { ...target, filter, subAttribute };
}

function noElements(path: Path): ScimError {
  return new ScimError(
    'invalidPath',
    `The path ${shown(printPath(path))} chooses among values with a filter, but ${shown(path.attribute)} has only one. Leave the filter out.`,
  );
}

/** Whether a condition of the filter is on a sub-attribute that no schema defines. */
function asksUnknown(filter: CheckedFilter): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.terms.some(asksUnknown);
    case 'not':
      return asksUnknown(filter.term);
    default:
      return filter.target.steps === undefined;
  }
}

/**
 * An extension without a schema begins when a client sends it whole, as an object under its URN. A path alone cannot begin
 * one, since nothing tells where its URN ends; it can change one that the resource has.
 */
function findForeign(
  type: ResourceTypeDefinition,
  attributes: JsonObject,
  { path, named, value }: PatchOperation,
): Target {
  if (path.filter !== undefined || !isUrn(path.attribute)) return { kind: 'unknown' };
  const lower = path.attribute.toLowerCase();
  const isWithin = (urn: string) => `${lower}:`.startsWith(`${urn.toLowerCase()}:`);
  if (schemasOf(type).some(({ id }) => isWithin(id))) return { kind: 'unknown' };
  const held = Object.keys(attributes)
    .filter((name) => isUrn(name) && isWithin(name))
    .reduce<string>((longest, urn) => (urn.length > longest.length ? urn : longest), '');
  if (held !== '') {
    const attribute = path.attribute.slice(held.length + 1);
    return { kind: 'foreign', urn: held, attribute: attribute === '' ? undefined : attribute };
  }
  const isWhole = named === 'in value' && typeof value === 'object' && !Array.isArray(value);
  return isWhole ? { kind: 'foreign', urn: path.attribute, attribute: undefined } : { kind: 'unknown' };
}
