// Puts the definitions together: the built-in resource types and what an operator adds to them. Whoever needs to know
// something about an attribute asks the registry, so that a change of a definition changes the whole service.

import type { ResourceTypeDefinition, SchemaDefinition } from './definition.ts';
import { ENTERPRISE_USER_SCHEMA } from './enterprise-user.ts';
import { GROUP_SCHEMA } from './group.ts';
import { GROUP_MEMBER } from './group-member.ts';
import { USER_SCHEMA } from './user.ts';

/** The types that are always there, and that an operator's extensions are for. */
export type ResourceTypeName = 'User' | 'Group';

/** A schema that an operator adds to a resource type. */
export interface SchemaExtension {
  readonly resourceType: ResourceTypeName;
  readonly schema: SchemaDefinition;
  /** Whether every resource of the type must have the extension (RFC 7643 section 6, `schemaExtensions.required`). */
  readonly required: boolean;
}

export interface SchemaRegistry {
  readonly resourceTypes: readonly ResourceTypeDefinition[];
  resourceType(name: ResourceTypeName): ResourceTypeDefinition;
  /** Every schema, each once. */
  readonly schemas: readonly SchemaDefinition[];
  /** The schema of a URN, compared without case. */
  schema(urn: string): SchemaDefinition | undefined;
}

export const BUILT_IN_RESOURCE_TYPES: Readonly<Record<ResourceTypeName, ResourceTypeDefinition>> = {
  User: {
    name: 'User',
    description: 'User Account',
    endpoint: '/Users',
    schema: USER_SCHEMA,
    extensions: [{ schema: ENTERPRISE_USER_SCHEMA, required: false }],
  },
  Group: {
    name: 'Group',
    description: 'Group',
    endpoint: '/Groups',
    schema: GROUP_SCHEMA,
    extensions: [],
  },
};

/**
 * The built-in resource types with an operator's extensions. One that bears the URN of a schema that its resource type
 * already has adds its attributes to that schema; any other becomes an extension of its own.
 * @param groupMembers whether memberships are resources too
 */
export function createRegistry(
  extensions: readonly SchemaExtension[] = [],
  groupMembers: 'on' | 'off' = 'off',
): SchemaRegistry {
  const types = { ...BUILT_IN_RESOURCE_TYPES };
  for (const extension of extensions) {
    types[extension.resourceType] = extended(types[extension.resourceType], extension);
  }
  const resourceTypes = [...Object.values(types), ...(groupMembers === 'on' ? [GROUP_MEMBER] : [])];
  const byUrn = new Map<string, SchemaDefinition>();
  for (const type of resourceTypes) {
    for (const schema of schemasOf(type)) byUrn.set(schema.id.toLowerCase(), schema);
  }
  return {
    resourceTypes,
    resourceType: (name) => types[name],
    schemas: [...byUrn.values()],
    schema: (urn) => byUrn.get(urn.toLowerCase()),
  };
}

/** The core schema of a resource type, then its extensions. */
export function schemasOf(type: ResourceTypeDefinition): readonly SchemaDefinition[] {
  return [type.schema, ...type.extensions.map((extension) => extension.schema)];
}

function extended(type: ResourceTypeDefinition, added: SchemaExtension): ResourceTypeDefinition {
  const same = (schema: SchemaDefinition) => schema.id.toLowerCase() === added.schema.id.toLowerCase();
  const merged = (schema: SchemaDefinition): SchemaDefinition =>
    same(schema) ? { ...schema, attributes: [...schema.attributes, ...added.schema.attributes] } : schema;
  if (!schemasOf(type).some(same)) {
    return {
      ...type,
      extensions: [...type.extensions, { schema: added.schema, required: added.required }],
    };
  }
  return {
    ...type,
    schema: merged(type.schema),
    extensions: type.extensions.map(({ schema, required }) => ({
      schema: merged(schema),
      required: required || (same(schema) && added.required),
    })),
  };
}
