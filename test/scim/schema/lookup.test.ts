// Attribute notation (RFC 7644 section 3.10): which definition a name in a request stands for.

import { expect, test } from 'vitest';
import { attribute } from '../../../src/scim/schema/attribute.ts';
import { resolveAttribute } from '../../../src/scim/schema/lookup.ts';
import { createRegistry } from '../../../src/scim/schema/registry.ts';
import { BADGE, ENTERPRISE, GROUP, USER } from '../support/types.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';

const FOUND = [
  ['userName', undefined, 'userName', undefined],
  ['USERNAME', undefined, 'userName', undefined],
  ['Name.GivenName', undefined, 'name', 'givenName'],
  ['emails.value', undefined, 'emails', 'value'],
  ['groups.$ref', undefined, 'groups', '$ref'],
  ['meta.created', undefined, 'meta', 'created'],
  ['id', undefined, 'id', undefined],
  [`${CORE}:name.givenName`, undefined, 'name', 'givenName'],
  [`${CORE.toUpperCase()}:USERNAME`, undefined, 'userName', undefined],
  [`${CORE}:externalId`, undefined, 'externalId', undefined],
  [`${ENTERPRISE}:department`, ENTERPRISE, 'department', undefined],
  [`${ENTERPRISE.toLowerCase()}:manager.VALUE`, ENTERPRISE, 'manager', 'value'],
  [ENTERPRISE, ENTERPRISE, undefined, undefined],
  [`${BADGE}:number`, BADGE, 'number', undefined],
] as const;

test.each(FOUND)('%s', (text, schema, name, subName) => {
  const resolved = resolveAttribute(USER, text);
  expect(resolved?.schema).toBe(schema);
  expect(resolved?.attribute?.name).toBe(name);
  expect(resolved?.subAttribute?.name).toBe(subName);
});

const UNKNOWN = [
  '',
  'nothing',
  'name.nothing',
  'name.givenName.deeper',
  'userName.value',
  'department',
  'members',
  'constructor',
  '__proto__',
  CORE,
  `${CORE}:nothing`,
  `${ENTERPRISE}:userName`,
  `${ENTERPRISE}s`,
  'urn:example:unknown:2.0:User:a',
];

test.each(UNKNOWN)('"%s" names nothing of a user', (text) => {
  expect(resolveAttribute(USER, text)).toBeUndefined();
});

test('a resource type has its own attributes only', () => {
  expect(resolveAttribute(GROUP, 'members.type')?.subAttribute?.name).toBe('type');
  expect(resolveAttribute(GROUP, 'userName')).toBeUndefined();
  expect(resolveAttribute(GROUP, `${ENTERPRISE}:department`)).toBeUndefined();
});

test('of two URNs of which one begins with the other, the longer one that fits wins', () => {
  const schema = (id: string) => ({ id, name: id, description: '', attributes: [attribute('a', '')] });
  const short = { resourceType: 'User', required: false, schema: schema('urn:example:x') } as const;
  const long = { resourceType: 'User', required: false, schema: schema('urn:example:x:y') } as const;
  for (const extensions of [
    [short, long],
    [long, short],
  ]) {
    const type = createRegistry(extensions).resourceType('User');
    expect(resolveAttribute(type, 'urn:example:x:y:a')?.schema).toBe('urn:example:x:y');
    expect(resolveAttribute(type, 'urn:example:x:a')?.schema).toBe('urn:example:x');
  }
});
