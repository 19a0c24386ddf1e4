// The built-in definitions against the text of RFC 7643: what section 8.7.1 lists, and the places where the service differs.

import { expect, test } from 'vitest';
import { COMMON_ATTRIBUTES } from '../../../src/scim/schema/common.ts';
import type { AttributeDefinition } from '../../../src/scim/schema/definition.ts';
import { ENTERPRISE_USER_SCHEMA } from '../../../src/scim/schema/enterprise-user.ts';
import { GROUP_SCHEMA } from '../../../src/scim/schema/group.ts';
import { USER_SCHEMA } from '../../../src/scim/schema/user.ts';

/** `name`, `name*` where multi-valued, with the sub-attributes of complex ones. */
function outline(attributes: readonly AttributeDefinition[]): string[] {
  return attributes.map(({ name, multiValued, subAttributes }) => {
    const sub = subAttributes === undefined ? '' : ` (${subAttributes.map((part) => part.name).join(' ')})`;
    return `${name}${multiValued ? '*' : ''}${sub}`;
  });
}

const OUTLINES = [
  [
    'User',
    USER_SCHEMA.attributes,
    [
      'userName',
      'name (formatted familyName givenName middleName honorificPrefix honorificSuffix)',
      'displayName',
      'nickName',
      'profileUrl',
      'title',
      'userType',
      'preferredLanguage',
      'locale',
      'timezone',
      'active',
      'password',
      'emails* (value display type primary)',
      'phoneNumbers* (value display type primary)',
      'ims* (value display type primary)',
      'photos* (value display type primary)',
      'addresses* (formatted streetAddress locality region postalCode country type primary)',
      'groups* (value $ref type)',
      'entitlements* (value display type primary)',
      'roles* (value display type primary)',
      'x509Certificates* (value display type primary)',
    ],
  ],
  ['Group', GROUP_SCHEMA.attributes, ['displayName', 'members* (value $ref type)']],
  [
    'enterprise User',
    ENTERPRISE_USER_SCHEMA.attributes,
    ['employeeNumber', 'costCenter', 'organization', 'division', 'department', 'manager (value $ref)'],
  ],
  [
    'common',
    COMMON_ATTRIBUTES,
    ['schemas*', 'id', 'externalId', 'meta (resourceType created lastModified location version)'],
  ],
] as const;

test.each(OUTLINES)('the attributes of %s', (_, attributes, expected) => {
  expect(outline(attributes)).toEqual(expected);
});

/** Every attribute and sub-attribute of all built-in definitions, by its path. */
const ALL = new Map(
  [
    ['', COMMON_ATTRIBUTES],
    ['User:', USER_SCHEMA.attributes],
    ['Group:', GROUP_SCHEMA.attributes],
    ['Enterprise:', ENTERPRISE_USER_SCHEMA.attributes],
  ].flatMap(([prefix, attributes]) =>
    (attributes as readonly AttributeDefinition[]).flatMap((attribute) => [
      [`${prefix}${attribute.name}`, attribute] as const,
      ...(attribute.subAttributes ?? []).map(
        (part) => [`${prefix}${attribute.name}.${part.name}`, part] as const,
      ),
    ]),
  ),
);

function namesWhere(holds: (definition: AttributeDefinition) => boolean): string[] {
  return [...ALL].filter(([, definition]) => holds(definition)).map(([name]) => name);
}

/** All attributes with a characteristic that is not the default of section 2.2. */
const EXCEPTIONS: readonly (readonly [
  string,
  (definition: AttributeDefinition) => boolean,
  readonly string[],
])[] = [
  ['required', ({ required }) => required, ['schemas', 'User:userName', 'Group:displayName']],
  ['unique', ({ uniqueness }) => uniqueness !== 'none', ['id', 'User:userName', 'Group:displayName']],
  ['writeOnly', ({ mutability }) => mutability === 'writeOnly', ['User:password']],
  ['never returned', ({ returned }) => returned === 'never', ['User:password']],
  ['always returned', ({ returned }) => returned === 'always', ['schemas', 'id']],
  [
    'immutable',
    ({ mutability }) => mutability === 'immutable',
    ['Group:members.value', 'Group:members.$ref', 'Group:members.type'],
  ],
  [
    'readOnly',
    ({ mutability }) => mutability === 'readOnly',
    [
      'id',
      'meta',
      'meta.resourceType',
      'meta.created',
      'meta.lastModified',
      'meta.location',
      'meta.version',
      'User:groups',
      'User:groups.value',
      'User:groups.$ref',
      'User:groups.type',
    ],
  ],
  [
    'caseExact',
    ({ caseExact }) => caseExact,
    [
      'id',
      'externalId',
      'meta.resourceType',
      'meta.location',
      'meta.version',
      'User:profileUrl',
      'User:photos.value',
      'User:groups.$ref',
      'User:x509Certificates.value',
      'Group:members.$ref',
      'Enterprise:manager.$ref',
    ],
  ],
];

test.each(EXCEPTIONS)('which attributes are %s', (_, holds, expected) => {
  expect(namesWhere(holds)).toEqual(expected);
});

test('the canonical values by which Microsoft Entra addresses elements, and none for roles', () => {
  expect(ALL.get('User:emails.type')?.canonicalValues).toEqual(['work', 'home', 'other']);
  expect(ALL.get('User:addresses.type')?.canonicalValues).toEqual(['work', 'home', 'other']);
  expect(ALL.get('User:phoneNumbers.type')?.canonicalValues).toEqual(
    expect.arrayContaining(['work', 'mobile', 'fax']),
  );
  expect(ALL.get('User:roles.type')).not.toHaveProperty('canonicalValues');
});

test('every attribute says what it is', () => {
  expect(namesWhere(({ description }) => description.trim() === '')).toEqual([]);
});
