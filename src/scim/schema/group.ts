// The core Group schema: RFC 7643 sections 4.2 and 8.7.1.

import { attribute } from './attribute.ts';
import type { SchemaDefinition } from './definition.ts';

export const GROUP_SCHEMA: SchemaDefinition = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  name: 'Group',
  description: 'Group',
  attributes: [
    // Required by section 4.2, which section 8.7.1 contradicts. Unique because clients match groups by their name: two of
    // one name could not be told apart.
    attribute('displayName', 'The unique name of the group. Compared without case.', {
      required: true,
      uniqueness: 'server',
    }),
    // No `display`: the rename of a user would have to rewrite every membership.
    attribute('members', 'The members of the group.', {
      type: 'complex',
      multiValued: true,
      subAttributes: [
        attribute('value', 'The id of the member.', { mutability: 'immutable' }),
        attribute('$ref', 'The address of the member.', {
          type: 'reference',
          referenceTypes: ['User', 'Group'],
          mutability: 'immutable',
        }),
        attribute('type', 'The resource type of the member.', {
          canonicalValues: ['User', 'Group'],
          mutability: 'immutable',
        }),
      ],
    }),
  ],
};
