// The form in which the attributes of a body are kept.

import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/scim/json.ts';
import { readAttributes } from '../../../src/scim/schema/validate.ts';
import { groupBody, userBody } from '../support/bodies.ts';
import { BADGE, ENTERPRISE, GROUP, USER } from '../support/types.ts';

const UNKNOWN = 'urn:Example:unknown:2.0:User';

/** A body, beside the userName, and what is kept of it. */
const KEPT: readonly (readonly [string, JsonObject, JsonObject])[] = [
  [
    'names in any case',
    { DISPLAYNAME: 'Ada', Name: { GIVENNAME: 'A' } },
    { displayName: 'Ada', name: { givenName: 'A' } },
  ],
  ['externalId', { externalId: 'E-1' }, { externalId: 'E-1' }],
  ['values as they came', { title: ' Dr  ', locale: 'de-ch' }, { title: ' Dr  ', locale: 'de-ch' }],
  ['an empty text', { title: '' }, { title: '' }],
  ['line breaks', { addresses: [{ formatted: 'a\r\nb\tc' }] }, { addresses: [{ formatted: 'a\r\nb\tc' }] }],
  [
    'values that are no canonical ones',
    { emails: [{ value: 'a@b', type: 'Holiday' }] },
    { emails: [{ value: 'a@b', type: 'Holiday' }] },
  ],
  [
    'an extension under the URN as its schema writes it',
    { [ENTERPRISE.toUpperCase()]: { DEPARTMENT: 'R' } },
    { [ENTERPRISE]: { department: 'R' } },
  ],
  [
    'an unknown extension as it was sent',
    { [UNKNOWN]: { A: [{ b: null }], c: { D: 1 } } },
    { [UNKNOWN]: { A: [{ b: null }], c: { D: 1 } } },
  ],
  [
    'of a reference the id',
    { [ENTERPRISE]: { manager: { value: '7', $ref: 'x' } } },
    { [ENTERPRISE]: { manager: { value: '7' } } },
  ],
  [
    'the id of a reference that came as an address alone',
    { [ENTERPRISE]: { manager: { $REF: 'https://h/scim/v2/Users/7?a=b' } } },
    { [ENTERPRISE]: { manager: { value: '7' } } },
  ],
  ['nothing of a password', { password: 'secret' }, {}],
  [
    'nothing of what only the service sets',
    { id: '1', meta: { version: 'x' }, groups: [{ value: 'g' }] },
    {},
  ],
  ['nothing of a read-only attribute, whatever it is', { id: 7, meta: 'x', groups: true }, {}],
  ['nothing of unknown attributes', { shoeSize: 43, name: { nick: 'A' }, members: [{ value: '1' }] }, {}],
  ['nothing of unknown attributes of an extension', { [ENTERPRISE]: { shoeSize: 43 } }, {}],
  ['nothing of an extension that is no object', { [UNKNOWN]: 'text' }, {}],
  [
    'nothing under the URN of the core schema',
    { 'urn:ietf:params:scim:schemas:core:2.0:User': { title: 'x' } },
    {},
  ],
];

test.each(KEPT)('keeps %s', (_, sent, kept) => {
  expect(readAttributes(USER, userBody(sent), 'create')).toEqual({ userName: 'ada', ...kept });
});

const UNASSIGNED: readonly (readonly [string, JsonObject])[] = [
  ['null', { displayName: null, emails: null, active: null, [ENTERPRISE]: null, [UNKNOWN]: null }],
  ['an empty array', { emails: [], [BADGE]: { doors: [] } }],
  ['an object without any value', { name: {}, [ENTERPRISE]: {}, [UNKNOWN]: {} }],
  [
    'an object of nulls',
    { name: { givenName: null }, [ENTERPRISE]: { department: null, manager: { value: null } } },
  ],
  ['an array of empty objects', { emails: [{}, { value: null }] }],
];

test.each(UNASSIGNED)('%s is the same as nothing (RFC 7643 section 2.5)', (_, sent) => {
  expect(readAttributes(USER, userBody(sent), 'replace')).toEqual({ userName: 'ada' });
});

test('attributes have the order of the schema, so that equal ones have equal texts', () => {
  const one = readAttributes(
    USER,
    userBody({ title: 't', emails: [{ type: 'work', value: 'a' }] }),
    'create',
  );
  const other = readAttributes(
    USER,
    { emails: [{ value: 'a', type: 'work' }], title: 't', ...userBody() },
    'create',
  );
  expect(JSON.stringify(one)).toBe(JSON.stringify(other));
});

test('members are not among the attributes of a group', () => {
  expect(readAttributes(GROUP, groupBody({ members: [{ value: '1' }], userName: 'x' }), 'create')).toEqual({
    displayName: 'Pilots',
  });
});

test('names that JavaScript objects have by themselves are no attributes', () => {
  const kept = readAttributes(USER, userBody({ toString: 'x', valueOf: {}, hasOwnProperty: 1 }), 'create');
  expect(Object.keys(kept)).toEqual(['userName']);
});
