// The enterprise extension of the User: RFC 7643 sections 4.3 and 8.7.1.

import { attribute } from './attribute.ts';
import type { SchemaDefinition } from './definition.ts';

export const ENTERPRISE_USER_SCHEMA: SchemaDefinition = {
  id: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  name: 'EnterpriseUser',
  description: 'Enterprise User',
  attributes: [
    attribute('employeeNumber', 'The number or code that the organization knows the user by.'),
    attribute('costCenter', 'The name of a cost center.'),
    attribute('organization', 'The name of an organization.'),
    attribute('division', 'The name of a division.'),
    attribute('department', 'The name of a department.'),
    // Without the read-only `displayName` of the RFC: filling it would cost a read of the manager for each user put out,
    // and a client may expect every attribute that is listed here to be filled.
    attribute('manager', "The user's manager.", {
      type: 'complex',
      subAttributes: [
        attribute('value', 'The id of the manager.'),
        attribute('$ref', 'The address of the manager, made by the service from the id.', {
          type: 'reference',
          referenceTypes: ['User'],
        }),
      ],
    }),
  ],
};
