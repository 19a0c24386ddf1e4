// What operations do to a user's attributes: RFC 7644 sections 3.5.2.1 to 3.5.2.3, with the rules of RFC 7643 for several
// values, and what Entra needs besides.

import { describe, expect, test } from 'vitest';
import { ScimError } from '../../../src/scim/errors.ts';
import type { JsonObject } from '../../../src/scim/json.ts';
import { applyPatch } from '../../../src/scim/patch/apply.ts';
import { PATCH_SCHEMA, parsePatch } from '../../../src/scim/patch/parse.ts';
import { BADGE, ENTERPRISE, USER } from '../support/types.ts';

const ATLAS = 'urn:ietf:params:scim:schemas:extension:Atlas:2.0:User';
const work = { value: 'a@x.example', type: 'work', primary: true };
const home = { value: 'b@x.example', type: 'home' };

const BEFORE: JsonObject = {
  userName: 'nadia',
  name: { familyName: 'Okafor', givenName: 'Nadia' },
  title: 'Analyst',
  active: true,
  emails: [work, home],
  roles: [{ value: 'admin', display: 'Admin', type: 'app', primary: false }],
  [ENTERPRISE]: { department: 'Risk', manager: { value: 'm1' } },
  [BADGE]: { keys: ['aB'], serial: 'S1' },
  [ATLAS]: { badgeColour: 'green' },
};

/** Operations, and what is different afterwards; an attribute that is to be gone is undefined. */
type Case = readonly [string, readonly JsonObject[], Record<string, unknown>];

const add = (path: string, value: unknown) => ({ op: 'add', path, value }) as JsonObject;
const replace = (path: string, value: unknown) => ({ op: 'replace', path, value }) as JsonObject;
const remove = (path: string, value?: unknown) =>
  (value === undefined ? { op: 'remove', path } : { op: 'remove', path, value }) as JsonObject;
const without = (op: 'add' | 'replace', value: unknown) => ({ op, value }) as JsonObject;

const CASES: Readonly<Record<string, readonly Case[]>> = {
  'an attribute with one value': [
    ['add sets it', [add('nickName', 'Nad')], { nickName: 'Nad' }],
    ['add replaces it', [add('title', 'Clerk')], { title: 'Clerk' }],
    ['replace sets it', [replace('TITLE', 'Clerk')], { title: 'Clerk' }],
    ['replace of what is not there adds it', [replace('locale', 'de-CH')], { locale: 'de-CH' }],
    ['remove takes it away', [remove('title')], { title: undefined }],
    ['remove of what is not there is nothing', [remove('locale')], {}],
    ['replace by null takes it away', [replace('title', null)], { title: undefined }],
    [
      'the core URN may stand before it',
      [replace('urn:ietf:params:scim:schemas:core:2.0:User:title', 'x')],
      { title: 'x' },
    ],
    [
      'operations are applied in order',
      [replace('title', 'a'), remove('title'), add('title', 'b')],
      { title: 'b' },
    ],
    ['externalId is like any other', [replace('externalId', 'e1')], { externalId: 'e1' }],
  ],
  'a complex attribute': [
    [
      'its part is set',
      [replace('name.givenName', 'Nadja')],
      { name: { familyName: 'Okafor', givenName: 'Nadja' } },
    ],
    [
      'add leaves the other parts',
      [add('name', { givenName: 'Nadja' })],
      { name: { familyName: 'Okafor', givenName: 'Nadja' } },
    ],
    [
      'replace leaves the other parts',
      [replace('name', { middleName: 'M' })],
      { name: { familyName: 'Okafor', givenName: 'Nadia', middleName: 'M' } },
    ],
    [
      'names are canonical',
      [replace('NAME.MIDDLENAME', 'M')],
      { name: { familyName: 'Okafor', givenName: 'Nadia', middleName: 'M' } },
    ],
    ['a part is removed', [remove('name.givenName')], { name: { familyName: 'Okafor' } }],
    [
      'without parts it is gone',
      [remove('name.givenName'), replace('name.familyName', null)],
      { name: undefined },
    ],
    ['removed whole', [remove('name')], { name: undefined }],
    [
      'null in its value removes a part',
      [replace('name', { givenName: null })],
      { name: { familyName: 'Okafor' } },
    ],
    [
      'unknown parts are left out',
      [replace('name', { nonsense: 'x', givenName: 'N' })],
      { name: { familyName: 'Okafor', givenName: 'N' } },
    ],
  ],
  'attributes of extensions': [
    [
      'set by URN',
      [replace(`${ENTERPRISE}:department`, 'Audit')],
      { [ENTERPRISE]: { department: 'Audit', manager: { value: 'm1' } } },
    ],
    [
      'URN in another case',
      [replace(`${ENTERPRISE.toLowerCase()}:DEPARTMENT`, 'Audit')],
      { [ENTERPRISE]: { department: 'Audit', manager: { value: 'm1' } } },
    ],
    [
      'a part by URN',
      [replace(`${ENTERPRISE}:manager.value`, 'm2')],
      { [ENTERPRISE]: { department: 'Risk', manager: { value: 'm2' } } },
    ],
    [
      'an object',
      [replace(`${ENTERPRISE}:manager`, { value: 'm2', $ref: null })],
      { [ENTERPRISE]: { department: 'Risk', manager: { value: 'm2' } } },
    ],
    [
      'a reference by its address alone',
      [replace(`${ENTERPRISE}:manager`, { $ref: 'https://x.example/Users/m3' })],
      { [ENTERPRISE]: { department: 'Risk', manager: { value: 'm3' } } },
    ],
    ['removed by URN', [remove(`${ENTERPRISE}:manager`)], { [ENTERPRISE]: { department: 'Risk' } }],
    [
      'emptied, the extension is gone',
      [remove(`${ENTERPRISE}:manager`), remove(`${ENTERPRISE}:department`)],
      { [ENTERPRISE]: undefined },
    ],
    ['removed whole', [remove(ENTERPRISE)], { [ENTERPRISE]: undefined }],
    [
      'its object merges',
      [add(ENTERPRISE, { costCenter: 'C9', department: null })],
      { [ENTERPRISE]: { costCenter: 'C9', manager: { value: 'm1' } } },
    ],
    [
      'a list in an extension',
      [add(`${BADGE}:keys`, ['cd', 'aB'])],
      { [BADGE]: { keys: ['aB', 'cd'], serial: 'S1' } },
    ],
    [
      'one of a list by filter',
      [add(`${BADGE}:keys`, ['cd']), remove(`${BADGE}:keys[value eq "aB"]`)],
      { [BADGE]: { keys: ['cd'], serial: 'S1' } },
    ],
    [
      'one of a list replaced',
      [replace(`${BADGE}:keys[value eq "aB"]`, 'zz')],
      { [BADGE]: { keys: ['zz'], serial: 'S1' } },
    ],
    [
      'an immutable attribute may get its first value',
      [remove(BADGE), add(`${BADGE}:serial`, 'S1')],
      { [BADGE]: { serial: 'S1' } },
    ],
  ],
  'a list: add': [
    [
      'appends',
      [add('emails', [{ value: 'c@x.example', type: 'other' }])],
      { emails: [work, home, { value: 'c@x.example', type: 'other' }] },
    ],
    ['what is there already is not added twice', [add('emails', [home]), add('emails', [home, home])], {}],
    [
      'the same value in another case is the same',
      [add('emails', [{ value: 'B@X.EXAMPLE', type: 'HOME' }])],
      { emails: [work, { value: 'B@X.EXAMPLE', type: 'HOME' }] },
    ],
    [
      'the same value of another type is another',
      [add('emails', [{ value: 'a@x.example', type: 'other' }])],
      { emails: [work, home, { value: 'a@x.example', type: 'other' }] },
    ],
    [
      'a value without a type is the one that is there',
      [add('roles', [{ value: 'ADMIN', display: 'Chief' }])],
      { roles: [{ value: 'ADMIN', display: 'Chief', type: 'app', primary: false }] },
    ],
    [
      'a new primary takes the place of the old one',
      [add('emails', [{ value: 'c@x.example', primary: true }])],
      { emails: [{ ...work, primary: false }, home, { value: 'c@x.example', primary: true }] },
    ],
    ['the primary one added again stays primary', [add('emails', [work])], {}],
    ['an empty list adds nothing', [add('emails', []), add('emails', null)], {}],
    [
      'addresses are compared whole',
      [
        add('addresses', [{ type: 'work', locality: 'Bern' }]),
        add('addresses', [
          { locality: 'Bern', type: 'work' },
          { type: 'work', locality: 'Thun' },
        ]),
      ],
      {
        addresses: [
          { locality: 'Bern', type: 'work' },
          { locality: 'Thun', type: 'work' },
        ],
      },
    ],
  ],
  'a list: replace': [
    ['sets all', [replace('emails', [home])], { emails: [home] }],
    [
      'merges what is named twice',
      [replace('emails', [home, { ...home, display: 'Home' }])],
      { emails: [{ value: 'b@x.example', display: 'Home', type: 'home' }] },
    ],
    ['by an empty list clears', [replace('emails', [])], { emails: undefined }],
    ['by null clears', [replace('emails', null)], { emails: undefined }],
  ],
  'a list: remove': [
    ['all', [remove('emails')], { emails: undefined }],
    ['the listed values only', [remove('emails', [{ value: 'A@x.example' }])], { emails: [home] }],
    ['by value and type', [remove('emails', [{ value: 'a@x.example', type: 'home' }])], {}],
    ['an empty list removes nothing', [remove('emails', [])], {}],
    ['absent values are nothing', [remove('emails', [{ value: 'nobody@x.example' }])], {}],
    ['the last ones', [remove('emails', [work, home])], { emails: undefined }],
    [
      'addresses by what is given',
      [
        add('addresses', [
          { type: 'work', locality: 'Bern' },
          { type: 'home', locality: 'Thun' },
        ]),
        remove('addresses', [{ type: 'home' }]),
      ],
      { addresses: [{ locality: 'Bern', type: 'work' }] },
    ],
  ],
  'chosen values': [
    [
      'a part is replaced',
      [replace('emails[type eq "work"].value', 'n@x.example')],
      { emails: [{ ...work, value: 'n@x.example' }, home] },
    ],
    [
      'a part is added',
      [add('emails[type eq "home"].display', 'Home')],
      { emails: [work, { value: 'b@x.example', display: 'Home', type: 'home' }] },
    ],
    [
      'of all that match',
      [replace('emails[value ew "x.example"].display', 'X')],
      {
        emails: [
          { ...work, display: 'X' },
          { ...home, display: 'X' },
        ],
      },
    ],
    [
      'replaced whole, they stay of their kind',
      [replace('emails[type eq "home"]', { value: 'n@x.example' })],
      { emails: [work, { value: 'n@x.example', type: 'home' }] },
    ],
    [
      'replaced whole, other parts go',
      [replace('roles[value eq "admin"]', { value: 'member' })],
      { roles: [{ value: 'member' }] },
    ],
    [
      'add to one merges',
      [add('emails[type eq "work"]', { display: 'Work' })],
      { emails: [{ ...work, display: 'Work' }, home] },
    ],
    ['removed', [remove('emails[type eq "work"]')], { emails: [home] }],
    [
      'removed by an or',
      [remove('emails[value eq "a@x.example" or value eq "b@x.example"]')],
      { emails: undefined },
    ],
    [
      'a part is removed',
      [add('emails[type eq "work"].display', 'W'), remove('emails[type eq "work"].display')],
      {},
    ],
    ['without its value nothing of it is left', [remove('emails[type eq "work"].value')], { emails: [home] }],
    [
      'cleared by null, nothing of it is left',
      [replace('emails[type eq "work"].value', null)],
      { emails: [home] },
    ],
    [
      'its label alone may go',
      [remove('emails[type eq "home"].type')],
      { emails: [work, { value: 'b@x.example' }] },
    ],
    [
      'removing what no value matches is nothing',
      [remove('emails[type eq "fax"]'), remove('emails[type eq "fax"].value')],
      {},
    ],
    [
      'a new primary takes the place of the old one',
      [replace('emails[type eq "home"].primary', true)],
      {
        emails: [
          { ...work, primary: false },
          { ...home, primary: true },
        ],
      },
    ],
    [
      'a part of every value',
      [replace('emails.display', 'X')],
      {
        emails: [
          { ...work, display: 'X' },
          { ...home, display: 'X' },
        ],
      },
    ],
    [
      'a part of every value removed',
      [remove('emails.type')],
      { emails: [{ value: 'a@x.example', primary: true }, { value: 'b@x.example' }] },
    ],
  ],
  'values that are made because none matches': [
    [
      'by add',
      [add('phoneNumbers[type eq "mobile"].value', '1')],
      { phoneNumbers: [{ value: '1', type: 'mobile' }] },
    ],
    [
      'by replace',
      [replace('phoneNumbers[type eq "mobile"].value', '1')],
      { phoneNumbers: [{ value: '1', type: 'mobile' }] },
    ],
    [
      'several parts come to one value',
      [add('addresses[type eq "work"].locality', 'Thun'), replace('addresses[type eq "work"].country', 'CH')],
      { addresses: [{ locality: 'Thun', country: 'CH', type: 'work' }] },
    ],
    [
      'with every equality',
      [add('phoneNumbers[type eq "work" and primary eq true].value', '1')],
      { phoneNumbers: [{ value: '1', type: 'work', primary: true }] },
    ],
    [
      'a primary one takes the place of the old one',
      [add('emails[type eq "other" and primary eq true].value', 'c@x.example')],
      { emails: [{ ...work, primary: false }, home, { value: 'c@x.example', type: 'other', primary: true }] },
    ],
    [
      'whole',
      [replace('phoneNumbers[type eq "fax"]', { value: '9' })],
      { phoneNumbers: [{ value: '9', type: 'fax' }] },
    ],
    ['by a part without filter', [add('ims.value', 'n')], { ims: [{ value: 'n' }] }],
    [
      'not by clearing',
      [
        replace('phoneNumbers[type eq "fax"].value', null),
        replace('phoneNumbers[type eq "fax"]', { value: null }),
      ],
      {},
    ],
  ],
  'operations without a path': [
    [
      'plain, dotted and URN names',
      [
        without('replace', {
          displayName: 'N',
          'name.givenName': 'Nadja',
          [`${ENTERPRISE}:department`]: 'Legal',
        }),
      ],
      {
        displayName: 'N',
        name: { familyName: 'Okafor', givenName: 'Nadja' },
        [ENTERPRISE]: { department: 'Legal', manager: { value: 'm1' } },
      },
    ],
    [
      'nested objects',
      [without('add', { name: { middleName: 'M' }, [ENTERPRISE]: { costCenter: 'C9' } })],
      {
        name: { familyName: 'Okafor', givenName: 'Nadia', middleName: 'M' },
        [ENTERPRISE]: { costCenter: 'C9', department: 'Risk', manager: { value: 'm1' } },
      },
    ],
    [
      'add appends to lists',
      [without('add', { emails: [{ value: 'c@x.example' }] })],
      { emails: [work, home, { value: 'c@x.example' }] },
    ],
    ['replace sets lists', [without('replace', { emails: [home] })], { emails: [home] }],
    [
      'value paths as names',
      [without('replace', { 'emails[type eq "work"].value': 'n@x.example' })],
      { emails: [{ ...work, value: 'n@x.example' }, home] },
    ],
    [
      'nulls clear',
      [without('replace', { title: null, 'name.givenName': null })],
      { title: undefined, name: { familyName: 'Okafor' } },
    ],
    ['schemas are computed', [without('add', { schemas: ['urn:x:y'], title: 'T' })], { title: 'T' }],
    [
      'a password is taken and forgotten',
      [without('replace', { password: 'secret', title: 'T' }), add('password', 'x')],
      { title: 'T' },
    ],
  ],
  'extensions without a schema': [
    [
      'an object under a URN is kept as sent',
      [without('add', { 'urn:example:x:1.0:User': { a: [1, { b: null }] } })],
      { 'urn:example:x:1.0:User': { a: [1, { b: null }] } },
    ],
    [
      'and merges',
      [without('replace', { [ATLAS.toUpperCase()]: { size: 1 } })],
      { [ATLAS]: { badgeColour: 'green', size: 1 } },
    ],
    [
      'one that is held is changed by path',
      [replace(`${ATLAS}:badgeColour`, 'red')],
      { [ATLAS]: { badgeColour: 'red' } },
    ],
    ['and removed by path', [remove(`${ATLAS}:badgeColour`)], { [ATLAS]: undefined }],
    ['and as a whole', [remove(ATLAS)], { [ATLAS]: undefined }],
  ],
};

for (const [subject, cases] of Object.entries(CASES)) {
  describe(subject, () => {
    test.each(cases)('%s', (_, operations, changes) => {
      const expected = Object.fromEntries(
        Object.entries({ ...BEFORE, ...changes }).filter(([, value]) => value !== undefined),
      );
      expect(patch(operations)).toEqual({ attributes: expected, skipped: [] });
    });
  });
}

test.each([
  [[replace('favouriteColour', 'red')], [{ operation: 0, path: 'favouriteColour' }]],
  [
    [replace('title', 'x'), add('urn:example:x:1.0:User:a', 'y')],
    [{ operation: 1, path: 'urn:example:x:1.0:User:a' }],
  ],
  [
    [without('add', { a: 1, title: 'x', 'b.c': 2 })],
    [
      { operation: 0, path: 'a' },
      { operation: 0, path: 'b.c' },
    ],
  ],
  [
    [without('add', { [ENTERPRISE]: { a: 1, department: 'x' } })],
    [{ operation: 0, path: `${ENTERPRISE}:a` }],
  ],
  [[replace('name.nonsense', 'x')], [{ operation: 0, path: 'name.nonsense' }]],
  [
    [replace('emails[type eq "work"].nonsense', 'x')],
    [{ operation: 0, path: 'emails[type eq "work"].nonsense' }],
  ],
  [
    [replace('emails[nonsense eq "work"].value', 'x')],
    [{ operation: 0, path: 'emails[nonsense eq "work"].value' }],
  ],
  [[remove('nonsense[a eq 1]')], [{ operation: 0, path: 'nonsense[a eq 1]' }]],
  [[add('constructor', { prototype: {} })], [{ operation: 0, path: 'constructor' }]],
] as const)('what no schema defines is skipped and reported, the rest applies: %#', (operations, skipped) => {
  expect(patch(operations).skipped).toEqual(skipped);
});

test('what is skipped leaves the rest of its request in force', () => {
  const { attributes } = patch([replace('nonsense', 1), replace('active', false)]);
  expect(attributes.active).toBe(false);
});

test.each([
  ['mutability', [replace('id', 'x')], 'id is read-only'],
  ['mutability', [without('replace', { id: 'x' })], 'id is read-only'],
  ['mutability', [replace('meta.created', '2026-01-01T00:00:00Z')], 'meta.created is read-only'],
  ['mutability', [add('groups', [{ value: 'g' }])], 'groups is read-only'],
  ['mutability', [remove('groups[value eq "g"]')], 'groups[value eq "g"] is read-only'],
  ['mutability', [remove('userName')], 'userName is required'],
  ['mutability', [replace('userName', null)], 'userName is required'],
  ['mutability', [without('replace', { userName: null })], 'userName is required'],
  ['mutability', [replace(`${BADGE}:serial`, 'S2')], `${BADGE}:serial is immutable`],
  ['mutability', [remove(`${BADGE}:serial`)], `${BADGE}:serial is immutable`],
  [
    'invalidValue',
    [replace('active', 'False')],
    'active must be a boolean (true or false), but the string "False" came',
  ],
  ['invalidValue', [replace('title', 5)], 'title must be a string, but the number 5 came'],
  ['invalidValue', [replace('title', ['x'])], 'title must be a string, but an array came'],
  ['invalidValue', [replace('name', 'x')], 'name must be an object'],
  ['invalidValue', [replace('name.givenName', {})], 'name.givenName'],
  ['invalidValue', [add('emails', { value: 'x' })], 'emails must be an array'],
  ['invalidValue', [add('emails', ['x'])], 'emails[0] must be an object'],
  ['invalidValue', [replace('emails[type eq "work"].primary', 'True')], 'primary must be a boolean'],
  ['invalidValue', [replace('emails[type eq "work"].value', { a: 1 })], 'must be a string'],
  ['invalidValue', [replace(`${ENTERPRISE}:manager`, 'm1')], 'manager must be an object'],
  ['invalidValue', [replace(ENTERPRISE, 'x')], `${ENTERPRISE} must be an object`],
  ['invalidValue', [replace(ATLAS, 'x')], `${ATLAS} must be an object`],
  ['invalidValue', [replace(`${BADGE}:number`, 1.5)], `${BADGE}:number must be a whole number`],
  ['invalidValue', [replace('password', 5)], 'password must be a string, but a number came'],
  ['invalidValue', [replace('emails[value pr].primary', true)], 'One at most may be primary'],
  [
    'invalidValue',
    [
      replace('emails', [
        { value: 'a', primary: true },
        { value: 'b', primary: true },
      ]),
    ],
    'One at most may be primary',
  ],
  ['invalidValue', [remove('title', 'Analyst')], 'Removing title takes no value'],
  ['invalidValue', [remove('emails[type eq "work"].value', 'x')], 'takes no value'],
  ['invalidValue', [remove('emails', 'x')], 'emails must be an array'],
  ['noTarget', [replace('emails[value eq "nobody"].display', 'x')], 'No value of emails matches the path'],
  ['noTarget', [add('emails[value eq "nobody"].type', 'x')], 'No value of emails matches the path'],
  ['noTarget', [replace('emails[type co "fax"].value', 'x')], 'No value of emails matches the path'],
  [
    'noTarget',
    [replace('emails[type eq "fax" or type eq "pager"].value', 'x')],
    'No value of emails matches',
  ],
  ['noTarget', [replace('emails[not (type pr)].value', 'x')], 'No value of emails matches'],
  ['noTarget', [replace('emails[type eq "fax"].type', 'other')], 'No value of emails matches'],
  ['noTarget', [replace(`${BADGE}:keys[value eq "zz"]`, 'y')], 'No value of keys matches'],
  ['invalidPath', [replace('title[value eq "x"]', 'y')], 'title has only one'],
  ['invalidPath', [replace('name[givenName eq "x"].familyName', 'y')], 'name has only one'],
  ['invalidPath', [replace('emails.value[type eq "x"]', 'y')], 'emails.value has only one'],
  [
    'invalidFilter',
    [replace('emails[primary gt true].value', 'y')],
    'The operator gt does not fit emails.primary',
  ],
  [
    'invalidFilter',
    [replace('emails[primary eq "True"].value', 'y')],
    'emails.primary is compared with true or false',
  ],
] as const)('%s: %j', (kind, operations, message) => {
  expect(refusalOf(operations)).toMatchObject({ kind, message: expect.stringContaining(message) });
});

test('a password that is refused is not repeated', () => {
  expect(refusalOf([replace('password', ['s3cret'])]).message).not.toContain('s3cret');
});

test('one operation that fails leaves nothing of the others', () => {
  const before = structuredClone(BEFORE);
  expect(refusalOf([replace('title', 'x'), add('emails', [home]), replace('active', 'x')]).kind).toBe(
    'invalidValue',
  );
  expect(BEFORE).toEqual(before);
});

test('what is given is never changed', () => {
  const before = structuredClone(BEFORE);
  for (const cases of Object.values(CASES)) for (const [, operations] of cases) patch(operations);
  expect(BEFORE).toEqual(before);
});

test('a change that comes to nothing gives attributes of the same text', () => {
  const operations = [
    replace('title', 'x'),
    replace('title', 'Analyst'),
    remove('emails'),
    add('emails', [work, home]),
  ];
  expect(JSON.stringify(patch(operations).attributes)).toBe(JSON.stringify(BEFORE));
});

test('names that mean something to JavaScript change no prototype', () => {
  const hostile = JSON.parse(
    '{"constructor":{"prototype":{"polluted":1}},"name":{"constructor":{"prototype":{"polluted":1}}}}',
  ) as JsonObject;
  expect(() => patch([without('add', hostile)])).toThrow(ScimError);
  const own = JSON.parse('{"urn:example:x:1.0:User":{"__proto__":{"polluted":1}}}') as JsonObject;
  expect(() => patch([without('add', own)])).toThrow(ScimError);
  expect(() => patch([add('__proto__.polluted', 1)])).toThrow(ScimError);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

describe('operations that would take for ever are refused, and at once', () => {
  const many = <T>(make: (i: number) => T) => Array.from({ length: 9000 }, (_, i) => make(i));
  const entitlements = many((i) => ({ value: `e${i}` }));
  const conditions = Array.from({ length: 900 }, (_, i) => `value eq "x${i}"`).join(' or ');

  test.each([
    [
      'adding to a long list',
      [add('entitlements', entitlements), ...many((i) => add('entitlements', [{ value: `f${i}` }]))],
    ],
    [
      'choosing in a long list',
      [
        add('entitlements', entitlements),
        ...many((i) => replace(`entitlements[value eq "e${i}"].display`, 'x')),
      ],
    ],
    [
      'long filters on a long list',
      [add('entitlements', entitlements), remove(`entitlements[${conditions}]`)],
    ],
    [
      'removing a long list from a long list',
      [add('entitlements', entitlements), remove('entitlements', entitlements)],
    ],
    [
      'beginning many extensions',
      [without('add', Object.fromEntries(many((i) => [`urn:example:${i}`, { a: 1 }])))],
    ],
    [
      'many names in an extension',
      [
        replace(
          ENTERPRISE,
          Object.fromEntries(
            many((i) => [`a${i}`, 1]).concat(
              many((i) => [`b${i}`, 1]),
              many((i) => [`c${i}`, 1]),
              many((i) => [`d${i}`, 1]),
              many((i) => [`e${i}`, 1]),
              many((i) => [`f${i}`, 1]),
            ),
          ),
        ),
      ],
    ],
  ])('%s', (_, operations) => {
    const start = performance.now();
    expect(refusalOf(operations).kind).toBe('payloadTooLarge');
    expect(performance.now() - start).toBeLessThan(15_000);
  });

  test('ten thousand plain operations are applied', () => {
    expect(patch(many((i) => replace('title', `t${i}`))).attributes.title).toBe('t8999');
  });
});

test('more attributes than are kept are refused with the size', () => {
  expect(refusalOf([replace('title', 'x'.repeat(300_000))]).message).toContain('at most 262144 are kept');
});

function patch(Operations: readonly JsonObject[]) {
  return applyPatch(USER, BEFORE, parsePatch({ schemas: [PATCH_SCHEMA], Operations: [...Operations] }));
}

function refusalOf(operations: readonly JsonObject[]): ScimError {
  try {
    patch(operations);
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}
