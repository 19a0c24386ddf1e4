// Puts a resource together as it is answered (RFC 7643 section 3): the kept attributes with what is computed each time, so
// that none of it can go stale: `schemas` from the extensions that are there, `meta`, and every `$ref` from the base URL.
// Filters and sorting are evaluated on this form as well, so that they see what the client sees.

import { isObject, type JsonObject, type JsonValue } from './json.ts';
import type { AttributeDefinition, ResourceTypeDefinition } from './schema/definition.ts';
import { findAttribute } from './schema/lookup.ts';
import { BUILT_IN_RESOURCE_TYPES, type ResourceTypeName } from './schema/registry.ts';
import { isUrn } from './schema/validate.ts';

export interface ResourceParts {
  readonly type: ResourceTypeDefinition;
  readonly id: string;
  /** In the kept form of schema/validate.ts. */
  readonly attributes: JsonObject;
  /** RFC 3339, UTC. */
  readonly created: string;
  readonly lastModified: string;
  /** The entity tag. */
  readonly version: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** The ids of the groups that a user is a direct member of; absent where they were not read. */
  readonly groups?: readonly string[];
  /** The members of a group; absent where they were not read. */
  readonly members?: readonly Member[];
}

export interface Member {
  readonly value: string;
  readonly type: ResourceTypeName;
}

/** The whole resource, before projection. */
export function assembleResource(parts: ResourceParts): JsonObject {
  const { type, id, attributes, baseUrl, groups, members } = parts;
  const { externalId, ...others } = withReferences(type, attributes, baseUrl);
  return {
    schemas: [type.schema.id, ...Object.keys(attributes).filter(isUrn)],
    id,
    ...(externalId === undefined ? {} : { externalId }),
    ...unassignedMeaning(type),
    ...others,
    ...(groups === undefined ? {} : { groups: groups.map((group) => groupValue(group, baseUrl)) }),
    ...(members === undefined ? {} : { members: members.map((member) => memberValue(member, baseUrl)) }),
    meta: {
      resourceType: type.name,
      created: parts.created,
      lastModified: parts.lastModified,
      location: locationBelow(type, id, baseUrl),
      version: parts.version,
    },
  };
}

/** One value of a group's `members`. */
export function memberValue({ value, type }: Member, baseUrl: string): JsonObject {
  return { value, $ref: resourceLocation(type, value, baseUrl), type };
}

/** The address of a resource, `meta.location`. */
export function resourceLocation(type: ResourceTypeName, id: string, baseUrl: string): string {
  return locationBelow(BUILT_IN_RESOURCE_TYPES[type], id, baseUrl);
}

/** The address of a resource of any type. */
export function locationBelow({ endpoint }: ResourceTypeDefinition, id: string, baseUrl: string): string {
  return `${baseUrl}${endpoint}/${encodeURIComponent(id)}`;
}

/** Groups within groups give nothing, so every group of a user is a direct one (RFC 7643 section 4.1.2). */
function groupValue(group: string, baseUrl: string): JsonObject {
  return { value: group, $ref: resourceLocation('Group', group, baseUrl), type: 'direct' };
}

/** `active` is optional, but a client must be told the state it has in fact: a user is active until somebody says no. */
function unassignedMeaning({ name, schema }: ResourceTypeDefinition): JsonObject {
  return name === 'User' && findAttribute(schema.attributes, 'active') !== undefined ? { active: true } : {};
}

/** The attributes with `$ref` beside every `value` that names a resource, such as `manager.$ref`. */
function withReferences(type: ResourceTypeDefinition, attributes: JsonObject, baseUrl: string): JsonObject {
  const referring = { ...attributes, ...referencesOf(type.schema.attributes, attributes, baseUrl) };
  for (const { schema } of type.extensions) {
    const extension = attributes[schema.id];
    if (!isObject(extension)) continue;
    referring[schema.id] = { ...extension, ...referencesOf(schema.attributes, extension, baseUrl) };
  }
  return referring;
}

function referencesOf(
  definitions: readonly AttributeDefinition[],
  attributes: JsonObject,
  baseUrl: string,
): JsonObject {
  const references: JsonObject = {};
  for (const { name, subAttributes = [] } of definitions) {
    const target = subAttributes.find((sub) => sub.name === '$ref')?.referenceTypes?.find(isResourceTypeName);
    const value = attributes[name];
    if (target === undefined || value === undefined) continue;
    references[name] = Array.isArray(value)
      ? value.map((element) => withReference(element, target, baseUrl))
      : withReference(value, target, baseUrl);
  }
  return references;
}

function withReference(value: JsonValue, target: ResourceTypeName, baseUrl: string): JsonValue {
  if (!isObject(value) || typeof value.value !== 'string') return value;
  return { ...value, $ref: resourceLocation(target, value.value, baseUrl) };
}

function isResourceTypeName(name: string): name is ResourceTypeName {
  return Object.hasOwn(BUILT_IN_RESOURCE_TYPES, name);
}
