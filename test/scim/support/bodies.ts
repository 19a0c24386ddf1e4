// Bodies of requests with what every one must have.

import type { JsonObject } from '../../../src/scim/json.ts';

export const USER_URN = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP_URN = 'urn:ietf:params:scim:schemas:core:2.0:Group';

/** The body of a user called `ada` with these attributes besides. */
export function userBody(attributes: JsonObject = {}): JsonObject {
  return { schemas: [USER_URN], userName: 'ada', ...attributes };
}

/** The body of a group called `Pilots` with these attributes besides. */
export function groupBody(attributes: JsonObject = {}): JsonObject {
  return { schemas: [GROUP_URN], displayName: 'Pilots', ...attributes };
}
