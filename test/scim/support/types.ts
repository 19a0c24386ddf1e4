// The resource types that the grammar's tests work on: the built-in ones, and an operator's extension that has what those
// lack (numbers, dates, a multi-valued attribute that is not complex, an attribute that is required or immutable).

import { attribute } from '../../../src/scim/schema/attribute.ts';
import { createRegistry } from '../../../src/scim/schema/registry.ts';

export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const BADGE = 'urn:example:badge:2.0:User';

const registry = createRegistry([
  {
    resourceType: 'User',
    required: false,
    schema: {
      id: BADGE,
      name: 'Badge',
      description: 'What opens doors.',
      attributes: [
        attribute('number', 'The number of the badge.', { type: 'integer' }),
        attribute('height', 'In metres.', { type: 'decimal' }),
        attribute('issued', 'When it was issued.', { type: 'dateTime' }),
        attribute('picture', 'A picture.', { type: 'binary' }),
        attribute('doors', 'Names of doors.', { multiValued: true }),
        attribute('keys', 'Codes.', { multiValued: true, caseExact: true }),
        attribute('serial', 'Given once.', { mutability: 'immutable' }),
        attribute('secret', 'Never told.', { returned: 'never' }),
      ],
    },
  },
]);

export const USER = registry.resourceType('User');
export const GROUP = registry.resourceType('Group');
