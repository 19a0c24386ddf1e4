// Text and names that may not be kept, and sizes beyond the limits, are refused with the attribute named; nothing reaches
// JavaScript's prototypes.

import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/scim/json.ts';
import { readMembers } from '../../../src/scim/schema/members.ts';
import { readAttributes } from '../../../src/scim/schema/validate.ts';
import { IDENTIFIER_LIMIT } from '../../../src/scim/text.ts';
import { groupBody, userBody } from '../support/bodies.ts';
import { refusal } from '../support/refusal.ts';
import { ENTERPRISE, GROUP, USER } from '../support/types.ts';

const UNKNOWN = 'urn:example:unknown:2.0:User';
const parsed = (text: string) => JSON.parse(text) as JsonObject;

const REFUSED: readonly (readonly [string, JsonObject, string, string])[] = [
  ['NUL', { title: 'a\0b' }, 'invalidValue', 'title holds the character U+0000. Remove it.'],
  [
    'NUL in an element',
    { emails: [{ value: 'a\0' }] },
    'invalidValue',
    'emails[0].value holds the character U+0000.',
  ],
  [
    'NUL in an extension',
    { [ENTERPRISE]: { department: '\0' } },
    'invalidValue',
    `${ENTERPRISE}:department holds`,
  ],
  [
    'NUL in an unknown extension',
    { [UNKNOWN]: { a: [{ b: '\0' }] } },
    'invalidValue',
    `${UNKNOWN}.a[0].b holds`,
  ],
  ['half a surrogate pair', { title: 'a\ud800' }, 'invalidValue', 'title holds half of a surrogate pair'],
  [
    'half a pair in an unknown one',
    { [UNKNOWN]: { a: '\udc00' } },
    'invalidValue',
    `${UNKNOWN}.a holds half of a`,
  ],
  [
    'control in userName',
    { userName: 'a\u0007' },
    'invalidValue',
    'userName holds the control character U+0007.',
  ],
  [
    'C1 control in userName',
    { userName: 'a\u0085' },
    'invalidValue',
    'userName holds the control character U+0085.',
  ],
  [
    'control in externalId',
    { externalId: 'a\n' },
    'invalidValue',
    'externalId holds the control character U+000A.',
  ],
  [
    'control in a name',
    { 'a\u0001': 1 },
    'invalidSyntax',
    'The attribute name "a\\u0001" holds a control character',
  ],
  [
    'control in an inner name',
    { name: { 'a\u0001': 1 } },
    'invalidSyntax',
    'The attribute name "a\\u0001" holds',
  ],
  [
    'control in a deep name',
    { [UNKNOWN]: { a: { 'b\u0001': 1 } } },
    'invalidSyntax',
    'The attribute name "b\\u0001"',
  ],
  ['__proto__', parsed('{"__proto__": {"admin": true}}'), 'invalidSyntax', '"__proto__" is not allowed'],
  [
    '__proto__ inside',
    { name: parsed('{"__proto__": {"a": 1}}') },
    'invalidSyntax',
    '"__proto__" is not allowed',
  ],
  [
    '__proto__ deep',
    { [UNKNOWN]: { a: parsed('{"__proto__": 1}') } },
    'invalidSyntax',
    '"__proto__" is not allowed',
  ],
  ['constructor', { constructor: { prototype: { a: 1 } } }, 'invalidSyntax', '"constructor" is not allowed'],
  ['a name twice', { title: 'a', TITLE: 'b' }, 'invalidSyntax', 'title is there twice, in different case.'],
  [
    'an inner name twice',
    { name: { givenName: 'a', GivenName: 'b' } },
    'invalidSyntax',
    'name.givenName is there twice',
  ],
  [
    'an extension twice',
    { [UNKNOWN]: { a: 1 }, [UNKNOWN.toUpperCase()]: { a: 2 } },
    'invalidSyntax',
    'is there twice',
  ],
  [
    'a userName of 20 kB',
    { userName: 'x'.repeat(20_000) },
    'invalidValue',
    'userName is 20000 characters long; at most 1024',
  ],
  [
    '300 kB in all',
    { title: 'é'.repeat(150_000) },
    'invalidValue',
    'take 300029 bytes as JSON; at most 262144 are kept',
  ],
];

test.each(REFUSED)('%s', (_, sent, kind, detail) => {
  const refused = refusal(() => readAttributes(USER, userBody(sent), 'create'));
  expect(refused?.[0]).toBe(kind);
  expect(refused?.[1]).toContain(detail);
  expect(({} as JsonObject).admin).toBeUndefined();
});

test('the name of a group is an identifier, the displayName of a user is text', () => {
  expect(refusal(() => readAttributes(GROUP, groupBody({ displayName: 'a\tb' }), 'create'))?.[1]).toContain(
    'U+0009',
  );
  expect(readAttributes(USER, userBody({ displayName: 'a\tb' }), 'create')).toMatchObject({
    displayName: 'a\tb',
  });
});

test('the longest userName that is taken', () => {
  const userName = 'x'.repeat(IDENTIFIER_LIMIT);
  expect(readAttributes(USER, userBody({ userName }), 'create')).toEqual({ userName });
  const longer = userBody({ userName: `${userName}x` });
  expect(refusal(() => readAttributes(USER, longer, 'create'))?.[1]).toContain(
    'userName is 1025 characters long',
  );
});

test('an address of a megabyte is read at once', () => {
  const references = [`${'a'.repeat(1_000_000)}//`, `${'a'.repeat(1_000_000)}?\n`, '/'.repeat(1_000_000)];
  const start = performance.now();
  for (const $ref of references) refusal(() => readMembers(GROUP, { members: [{ $ref }] }));
  expect(performance.now() - start).toBeLessThan(5_000);
});
