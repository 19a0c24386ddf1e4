// Chooses what of a resource is put out: `attributes`, `excludedAttributes` (RFC 7644 section 3.9) and the `returned`
// characteristic of every attribute (RFC 7643 section 2.2). Names that no schema defines choose nothing and are no error, so
// that a client may ask services of different make alike.

import { isObject, type JsonObject, type JsonValue } from './json.ts';
import type { AttributeDefinition, ResourceTypeDefinition } from './schema/definition.ts';
import { coreAttributes, findAttribute, resolveAttribute } from './schema/lookup.ts';
import { isUrn } from './schema/validate.ts';

export interface Selection {
  /** When given, these and what is always returned. An empty list is none given. */
  readonly attributes?: readonly string[];
  /** Not these. Applied after `attributes` where both are given. */
  readonly excludedAttributes?: readonly string[];
  /** The attributes that a write set: what is returned only on request comes back to who wrote it. */
  readonly written?: readonly string[];
}

/** Chosen names as a tree: extension, attribute, sub-attribute. Names are in lower case. */
interface Names {
  /** Chosen itself, not only a part of it. */
  readonly whole: boolean;
  readonly parts: ReadonlyMap<string, Names>;
}

interface Choice {
  /** Whether only what `included` names is put out, apart from what always is. */
  readonly only: boolean;
  readonly included: Names;
  readonly excluded: Names;
  readonly written: Names;
}

const NOTHING: Names = { whole: false, parts: new Map() };

/** What of the resource the selection puts out. An attribute that is never returned is not in it, whatever is selected. */
export function project(
  type: ResourceTypeDefinition,
  resource: JsonObject,
  selection: Selection,
): JsonObject {
  const choice = choose(type, selection);
  const { schemas, ...core } = projectObject(coreAttributes(type), resource, choice);
  const extensions: JsonObject = {};
  for (const [urn, extension] of Object.entries(resource)) {
    if (!isUrn(urn) || !isObject(extension)) continue;
    const projected = projectExtension(type, urn, extension, choice);
    if (Object.keys(projected).length > 0) extensions[urn] = projected;
  }
  const { meta, ...attributes } = core;
  return {
    ...presentSchemas(schemas, extensions),
    ...attributes,
    ...extensions,
    ...(meta === undefined ? {} : { meta }),
  };
}

/** Whether the selection puts out the attribute of this name or a part of it: asked before it is read. */
export function wants(type: ResourceTypeDefinition, selection: Selection, name: string): boolean {
  const definition = findAttribute(coreAttributes(type), name);
  return definition !== undefined && isReturned(definition, choose(type, selection));
}

/** The names of the attributes that the body of a POST or PUT sets, for `Selection.written`. */
export function writtenAttributes(body: JsonObject): string[] {
  return Object.entries(body).flatMap(([name, value]) =>
    isUrn(name) && isObject(value) ? Object.keys(value).map((part) => `${name}:${part}`) : [name],
  );
}

function choose(type: ResourceTypeDefinition, selection: Selection): Choice {
  const { attributes = [], excludedAttributes = [], written = [] } = selection;
  return {
    only: attributes.length > 0,
    included: treeOf(type, attributes),
    excluded: treeOf(type, excludedAttributes),
    written: treeOf(type, written),
  };
}

function treeOf(type: ResourceTypeDefinition, names: readonly string[]): Names {
  return names.reduce((tree, name) => withPath(tree, pathOf(type, name.trim())), NOTHING);
}

/** A name that no schema defines is one step, which only an unknown extension of that URN can match. */
function pathOf(type: ResourceTypeDefinition, name: string): string[] {
  const resolved = resolveAttribute(type, name);
  if (resolved === undefined) return [name.toLowerCase()];
  const { schema, attribute, subAttribute } = resolved;
  return [schema, attribute?.name, subAttribute?.name]
    .filter((step) => step !== undefined)
    .map((step) => step.toLowerCase());
}

function withPath(tree: Names, [first, ...rest]: readonly string[]): Names {
  if (first === undefined) return { ...tree, whole: true };
  return { ...tree, parts: new Map(tree.parts).set(first, withPath(tree.parts.get(first) ?? NOTHING, rest)) };
}

function isReturned({ name, returned }: AttributeDefinition, choice: Choice): boolean {
  const key = name.toLowerCase();
  if (returned === 'always' || returned === 'never') return returned === 'always';
  if (choice.excluded.whole || choice.excluded.parts.get(key)?.whole) return false;
  if (choice.included.parts.has(key)) return true;
  if (choice.only) return false;
  return returned === 'default' || choice.written.whole || choice.written.parts.has(key);
}

function projectObject(
  definitions: readonly AttributeDefinition[],
  object: JsonObject,
  choice: Choice,
): JsonObject {
  const projected: JsonObject = {};
  for (const definition of definitions) {
    const value = object[definition.name];
    if (value === undefined || !isReturned(definition, choice)) continue;
    const part = projectValue(definition, value, within(choice, definition.name));
    if (part !== undefined) projected[definition.name] = part;
  }
  return projected;
}

/** Undefined when nothing of the value is left. */
function projectValue(
  { subAttributes = [] }: AttributeDefinition,
  value: JsonValue,
  choice: Choice,
): JsonValue | undefined {
  // Untouched values are not copied: a group may have a hundred thousand members.
  if (subAttributes.every((subAttribute) => isReturned(subAttribute, choice))) return value;
  if (Array.isArray(value)) {
    const elements = value
      .map((element) => (isObject(element) ? projectObject(subAttributes, element, choice) : element))
      .filter((element) => !isObject(element) || Object.keys(element).length > 0);
    return elements.length === 0 && value.length > 0 ? undefined : elements;
  }
  if (!isObject(value)) return value;
  const part = projectObject(subAttributes, value, choice);
  return Object.keys(part).length === 0 ? undefined : part;
}

/** The choice among the sub-attributes of an attribute that is put out. Named whole, it has its usual sub-attributes. */
function within(choice: Choice, name: string): Choice {
  const inner = partsOf(choice, name);
  return { ...inner, only: !inner.included.whole && inner.included.parts.size > 0 };
}

function partsOf(choice: Choice, name: string): Choice {
  const key = name.toLowerCase();
  return {
    only: choice.only,
    included: choice.included.parts.get(key) ?? NOTHING,
    excluded: choice.excluded.parts.get(key) ?? NOTHING,
    written: choice.written.parts.get(key) ?? NOTHING,
  };
}

function projectExtension(
  type: ResourceTypeDefinition,
  urn: string,
  extension: JsonObject,
  choice: Choice,
): JsonObject {
  const schema = type.extensions.find((known) => known.schema.id === urn)?.schema;
  const inner = partsOf(choice, urn);
  const { included, excluded } = inner;
  if (schema !== undefined) {
    return projectObject(schema.attributes, extension, { ...inner, only: inner.only && !included.whole });
  }
  return excluded.whole || (choice.only && !included.whole) ? {} : extension;
}

/** `schemas` names the schemas of what is put out: RFC 7643 section 3. */
function presentSchemas(schemas: JsonValue | undefined, extensions: JsonObject): JsonObject {
  if (!Array.isArray(schemas)) return {};
  const [core = '', ...others] = schemas;
  return {
    schemas: [core, ...others.filter((urn) => typeof urn === 'string' && Object.hasOwn(extensions, urn))],
  };
}
