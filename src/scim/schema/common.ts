// The attributes that every resource has whatever its type: RFC 7643 sections 3 and 3.1. They belong to no schema of their
// own, so they are never listed in a resource's `schemas`.

import { attribute } from './attribute.ts';
import type { AttributeDefinition } from './definition.ts';

export const COMMON_ATTRIBUTES: readonly AttributeDefinition[] = [
  attribute('schemas', 'The URNs of the schemas that the resource has attributes of.', {
    type: 'reference',
    referenceTypes: ['uri'],
    multiValued: true,
    required: true,
    // A URN is compared without case in the parts that differ in the field (RFC 8141 section 3.1), so not case exact.
    caseExact: false,
    returned: 'always',
  }),
  attribute('id', 'The identifier of the resource, issued by the service and never changed.', {
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    uniqueness: 'server',
  }),
  attribute('externalId', 'The identifier of the resource in the system of the client that provisions it.', {
    caseExact: true,
  }),
  attribute('meta', 'What the service knows about the resource itself.', {
    type: 'complex',
    mutability: 'readOnly',
    subAttributes: [
      attribute('resourceType', 'The name of the resource type.', {
        caseExact: true,
        mutability: 'readOnly',
      }),
      attribute('created', 'When the resource was created.', { type: 'dateTime', mutability: 'readOnly' }),
      attribute('lastModified', 'When the resource was last changed.', {
        type: 'dateTime',
        mutability: 'readOnly',
      }),
      attribute('location', 'The address of the resource.', {
        type: 'reference',
        referenceTypes: ['uri'],
        mutability: 'readOnly',
      }),
      attribute('version', 'The version of the resource, the same as its ETag.', {
        caseExact: true,
        mutability: 'readOnly',
      }),
    ],
  }),
];
