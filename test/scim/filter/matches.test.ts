// Which resources match: the rules of RFC 7644 section 3.4.2.2 for cases, several values, and values that are not there.

import { describe, expect, test } from 'vitest';
import { checkFilter } from '../../../src/scim/filter/check.ts';
import { matches } from '../../../src/scim/filter/matches.ts';
import { parseFilter } from '../../../src/scim/filter/parse.ts';
import type { JsonObject } from '../../../src/scim/json.ts';
import { attribute } from '../../../src/scim/schema/attribute.ts';
import type { ResourceTypeDefinition } from '../../../src/scim/schema/definition.ts';
import { BADGE, ENTERPRISE, GROUP, USER } from '../support/types.ts';

const user: JsonObject = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', ENTERPRISE],
  id: 'A-1',
  externalId: 'Ext-1',
  userName: 'Straße@Example.COM',
  name: { familyName: 'Jensen', givenName: '' },
  nickName: '',
  active: false,
  photos: [],
  emails: [
    { type: 'work', value: 'a@example.com', primary: true },
    { type: 'home', value: 'b@example.com' },
  ],
  groups: [{ value: 'g1', $ref: 'https://scim.example/Groups/g1', type: 'direct' }],
  meta: {
    resourceType: 'User',
    created: '2026-01-31T09:30:00Z',
    lastModified: '2026-01-31T10:30:00.500+01:00',
  },
  [ENTERPRISE]: { department: 'Risk', manager: { value: 'M-1' } },
  [BADGE]: { number: 7, height: 1.5, doors: ['North', 'South'], keys: ['aB'] },
};

const group: JsonObject = {
  id: 'g1',
  displayName: 'ws-a',
  members: [
    { value: 'A-1', type: 'User' },
    { value: 'g2', type: 'Group' },
  ],
};

const ANSWERS: Readonly<Record<string, readonly (readonly [string, boolean])[]>> = {
  'texts are compared without case unless the schema says otherwise': [
    ['userName eq "STRAßE@example.com"', true],
    ['userName eq "Strasse@example.com"', false],
    ['userName co "STRA"', true],
    ['userName sw "straße"', true],
    ['userName ew ".com"', true],
    ['userName ew ".co"', false],
    ['userName gt "s"', true],
    ['userName lt "T"', true],
    ['externalId eq "Ext-1"', true],
    ['externalId eq "ext-1"', false],
    ['externalId sw "ext"', false],
    ['id eq "a-1"', false],
    [`${BADGE}:keys eq "ab"`, false],
    [`${BADGE}:keys eq "aB"`, true],
    ['emails[TYPE eq "WORK"]', true],
  ],
  'one of several values is enough, for ne too': [
    ['emails.value eq "b@example.com"', true],
    ['emails eq "b@example.com"', true],
    ['emails.value ne "b@example.com"', true],
    ['not (emails.value eq "b@example.com")', false],
    ['emails.type eq "work" and emails.value eq "b@example.com"', true],
    [`${BADGE}:doors eq "north"`, true],
    [`${BADGE}:doors eq "east"`, false],
    [`${BADGE}:doors[value sw "so"]`, true],
    [`schemas eq "${ENTERPRISE}"`, true],
    ['groups.value eq "g1"', true],
  ],
  'a value path means one and the same element': [
    ['emails[type eq "work" and value eq "a@example.com"]', true],
    ['emails[type eq "work" and value eq "b@example.com"]', false],
    ['emails[type eq "work"].value eq "a@example.com"', true],
    ['emails[type eq "work"].value eq "b@example.com"', false],
    ['emails[type eq "home"].primary pr', false],
    ['emails[not (type eq "work")].value sw "a@"', false],
    ['emails[not (type eq "work")].value sw "b@"', true],
    ['emails[type eq "home" or primary eq true].value eq "b@example.com"', true],
    ['photos[type ne "photo"]', false],
  ],
  'what is not there is equal to null and different from everything else': [
    ['title pr', false],
    ['title eq "x"', false],
    ['title ne "x"', true],
    ['not (title eq "x")', true],
    ['title eq null', true],
    ['title ne null', false],
    ['title co ""', false],
    ['title gt ""', false],
    ['title le "x"', false],
    ['userName eq null', false],
    ['userName ne null', true],
    ['photos eq null', true],
    ['photos.value ne "x"', true],
    ['emails.primary eq null', true],
    ['emails.display eq null', true],
    ['name eq null', false],
    ['name ne null', true],
  ],
  'pr asks for a value that is not empty': [
    ['userName pr', true],
    ['active pr', true],
    ['nickName pr', false],
    ['name pr', true],
    ['name.givenName pr', false],
    ['photos pr', false],
    ['emails pr', true],
    ['emails.display pr', false],
    ['meta pr', true],
    [`${ENTERPRISE} pr`, true],
    [`${ENTERPRISE}:manager pr`, true],
    [`${ENTERPRISE}:costCenter pr`, false],
  ],
  'dates are compared as instants, and as text where a part is asked for': [
    ['meta.created eq "2026-01-31T10:30:00.000+01:00"', true],
    ['meta.created ne "2026-01-31T10:30:00+01:00"', false],
    ['meta.lastModified gt "2026-01-31T09:30:00Z"', true],
    ['meta.lastModified lt "2026-01-31T10:30:00Z"', true],
    ['meta.created sw "2026-01-31"', true],
  ],
  'numbers are compared by size': [
    [`${BADGE}:number eq 7.0`, true],
    [`${BADGE}:number gt 6.5`, true],
    [`${BADGE}:number le 7`, true],
    [`${BADGE}:height lt 1.5`, false],
    [`${BADGE}:height ge 15e-1`, true],
  ],
  'booleans are equal or not': [
    ['active eq false', true],
    ['active ne true', true],
    ['active eq true', false],
  ],
  'attributes of extensions are found behind their URN': [
    [`${ENTERPRISE}:department eq "risk"`, true],
    [`${ENTERPRISE}:manager eq "m-1"`, true],
    [`${ENTERPRISE}:manager.value eq "M-2"`, false],
  ],
};

for (const [rule, answers] of Object.entries(ANSWERS)) {
  describe(rule, () => {
    test.each(answers)('%s is %s', (text, expected) => {
      expect(answer(USER, text, user)).toBe(expected);
    });
  });
}

test.each([
  ['members eq "A-1"', true],
  ['members.value eq "A-1"', true],
  ['members eq "B"', false],
  ['members[type eq "Group"].value eq "g2"', true],
  ['members[type eq "Group"].value eq "A-1"', false],
  ['id eq "g1" and members eq "A-1"', true],
] as const)('of a group, %s is %s', (text, expected) => {
  expect(answer(GROUP, text, group)).toBe(expected);
});

test('what JavaScript objects inherit is no value of an attribute', () => {
  const schema = { ...USER.schema, attributes: [attribute('constructor', 'Who built the house.')] };
  expect(answer({ ...USER, schema }, 'constructor pr', {})).toBe(false);
  expect(answer({ ...USER, schema }, 'constructor pr', { constructor: 'Bob' })).toBe(true);
});

function answer(type: ResourceTypeDefinition, text: string, resource: JsonObject): boolean {
  return matches(checkFilter(type, parseFilter(text)), resource);
}
