// Memberships as resources of their own, after draft-zollner-scim-group-members (which is not an RFC): off until an operator
// switches it on.

import { attribute } from './attribute.ts';
import type { ResourceTypeDefinition } from './definition.ts';

const fixed = { required: true, mutability: 'immutable' } as const;

export const GROUP_MEMBER: ResourceTypeDefinition = {
  name: 'GroupMember',
  description: 'The membership of one user or group in a group',
  endpoint: '/GroupMembers',
  extensions: [],
  schema: {
    id: 'urn:ietf:params:scim:schemas:core:2.0:GroupMember',
    name: 'GroupMember',
    description: 'Membership in a group',
    attributes: [
      attribute('group', 'The group.', {
        type: 'complex',
        ...fixed,
        subAttributes: [
          attribute('value', 'The id of the group.', { ...fixed, caseExact: true }),
          attribute('$ref', 'The address of the group.', {
            type: 'reference',
            referenceTypes: ['Group'],
            mutability: 'readOnly',
          }),
        ],
      }),
      attribute('member', 'The user or group who is its member.', {
        type: 'complex',
        ...fixed,
        subAttributes: [
          attribute('value', 'The id of the member.', { ...fixed, caseExact: true }),
          attribute('$ref', 'The address of the member.', {
            type: 'reference',
            referenceTypes: ['User', 'Group'],
            mutability: 'readOnly',
          }),
          attribute('type', 'The resource type of the member.', {
            canonicalValues: ['User', 'Group'],
            mutability: 'immutable',
          }),
        ],
      }),
    ],
  },
};
