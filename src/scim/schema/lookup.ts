// Finds the definition that an attribute's name in a request stands for: RFC 7644 section 3.10 (attribute notation). Names
// and URNs are compared without case (RFC 7643 section 2.1), and the longest URN that fits wins, because a URN may hold
// colons and dots and may begin with another one.

import { COMMON_ATTRIBUTES } from './common.ts';
import type { AttributeDefinition, ResourceTypeDefinition } from './definition.ts';
import { schemasOf } from './registry.ts';

export interface ResolvedAttribute {
  /** The extension's URN as its schema writes it; undefined for core and common attributes. */
  readonly schema: string | undefined;
  /** Absent when the text names a whole extension. */
  readonly attribute?: AttributeDefinition;
  readonly subAttribute?: AttributeDefinition;
}

/**
 * What `text` names in resources of this type: `userName`, `name.givenName`, `meta.created`, a name behind the URN of the
 * core schema or of an extension, or the URN of an extension alone. Undefined when no schema defines it.
 */
export function resolveAttribute(type: ResourceTypeDefinition, text: string): ResolvedAttribute | undefined {
  const lower = text.toLowerCase();
  if (!lower.startsWith('urn:')) return within(coreAttributes(type), undefined, lower);
  const schema = schemasOf(type)
    .filter(({ id }) => lower === id.toLowerCase() || lower.startsWith(`${id.toLowerCase()}:`))
    .reduce<string>((longest, { id }) => (id.length > longest.length ? id : longest), '');
  if (schema === '') return undefined;
  const rest = lower.slice(schema.length + 1);
  if (schema === type.schema.id) return within(coreAttributes(type), undefined, rest);
  return rest === '' ? { schema } : within(extensionAttributes(type, schema), schema, rest);
}

/** The definition of a name among these, compared without case. */
export function findAttribute(
  attributes: readonly AttributeDefinition[],
  name: string,
): AttributeDefinition | undefined {
  const lower = name.toLowerCase();
  // Names are ASCII, so the cheap comparison comes first: a body may hold a hundred thousand names that nobody defined.
  return attributes.find(({ name: known }) => known.length === lower.length && known.toLowerCase() === lower);
}

/** The attributes that stand at the top of a resource: the common ones, then those of the core schema. */
export function coreAttributes(type: ResourceTypeDefinition): readonly AttributeDefinition[] {
  return [...COMMON_ATTRIBUTES, ...type.schema.attributes];
}

function extensionAttributes(type: ResourceTypeDefinition, urn: string): readonly AttributeDefinition[] {
  return type.extensions.find(({ schema }) => schema.id === urn)?.schema.attributes ?? [];
}

function within(
  attributes: readonly AttributeDefinition[],
  schema: string | undefined,
  name: string,
): ResolvedAttribute | undefined {
  const [first = '', second, ...more] = name.split('.');
  const attribute = findAttribute(attributes, first);
  if (attribute === undefined || more.length > 0) return undefined;
  if (second === undefined) return { schema, attribute };
  const subAttribute = findAttribute(attribute.subAttributes ?? [], second);
  return subAttribute === undefined ? undefined : { schema, attribute, subAttribute };
}
