// Reads the members that a request names. They are kept as rows of their own and not with the group's attributes, so they are
// read apart from those. Whether an id exists is the directory's question, not this one's.

import { ScimError } from '../errors.ts';
import { isObject, type JsonObject, type JsonValue } from '../json.ts';
import { shown } from '../shown.ts';
import { checkIdentifier } from '../text.ts';
import type { AttributeDefinition, ResourceTypeDefinition } from './definition.ts';
import { findAttribute } from './lookup.ts';
import { BUILT_IN_RESOURCE_TYPES, type ResourceTypeName } from './registry.ts';
import { readSingleValue } from './value.ts';

export interface MemberReference {
  /** The member's id. */
  readonly value: string;
  /** Absent where the client did not say it. */
  readonly type?: ResourceTypeName;
}

/**
 * The members in the body of a POST or PUT, each once; none when `members` is absent, null or empty.
 * Throws `invalidValue` that names the position of the faulty one.
 */
export function readMembers(type: ResourceTypeDefinition, body: JsonObject): MemberReference[] {
  const [, value] = Object.entries(body).find(([name]) => name.toLowerCase() === 'members') ?? [];
  return value === undefined ? [] : readMemberValues(type, value);
}

/** The members in the value of the attribute `members`, as `readMembers`. */
export function readMemberValues(type: ResourceTypeDefinition, value: JsonValue): MemberReference[] {
  const definition = findAttribute(type.schema.attributes, 'members');
  if (definition === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    throw new ScimError(
      'invalidValue',
      'members must be an array of objects with the id of a member as value.',
    );
  }
  const byId = new Map<string, MemberReference>();
  for (const [position, element] of value.entries()) {
    const member = readMember(definition, element, `members[${position}]`);
    byId.set(member.value, { ...byId.get(member.value), ...member });
  }
  return [...byId.values()];
}

function readMember(definition: AttributeDefinition, element: JsonValue, path: string): MemberReference {
  const read = readSingleValue(definition, element, path);
  const { value, type = null } = isObject(read) ? read : {};
  if (typeof value !== 'string' || value === '') {
    throw new ScimError('invalidValue', `${path}.value is required: send the id of the member.`);
  }
  checkIdentifier(value, `${path}.value`);
  return typeof type === 'string' ? { value, type: memberType(type, `${path}.type`) } : { value };
}

/** Unlike other canonical values these two are no suggestions: what a member is decides where it is looked up. */
function memberType(type: string, path: string): ResourceTypeName {
  const names = Object.keys(BUILT_IN_RESOURCE_TYPES) as ResourceTypeName[];
  const name = names.find((candidate) => candidate.toLowerCase() === type.toLowerCase());
  if (name !== undefined) return name;
  throw new ScimError(
    'invalidValue',
    `${path} must be ${names.map((candidate) => `"${candidate}"`).join(' or ')}, but ${JSON.stringify(shown(type))} came.`,
  );
}
