// What a PATCH of a group means for its members: which are added, which removed, and when the present ones must be known.

import { describe, expect, test } from 'vitest';
import { ScimError } from '../../../src/scim/errors.ts';
import type { JsonObject } from '../../../src/scim/json.ts';
import { planMembers, resolveMembers } from '../../../src/scim/patch/members.ts';
import { PATCH_SCHEMA, parsePatch } from '../../../src/scim/patch/parse.ts';
import { GROUP, USER } from '../support/types.ts';

const member = (value: string) => ({ value });
const add = (...ids: string[]) => ({ op: 'add', path: 'members', value: ids.map(member) });
const set = (...ids: string[]) => ({ op: 'replace', path: 'members', value: ids.map(member) });
const drop = (...ids: string[]) => ({ op: 'remove', path: 'members', value: ids.map(member) });
const dropBy = (filter: string) => ({ op: 'remove', path: `members[${filter}]` });
const edit = (added: string[], removed: string[]) => ({
  kind: 'edit',
  add: added.map(member),
  remove: removed,
});

const PLANS: Readonly<Record<string, readonly (readonly [string, readonly JsonObject[], unknown])[]>> = {
  'members that the request names': [
    ['add', [add('a', 'b')], edit(['a', 'b'], [])],
    [
      '$ref null, and the type',
      [{ op: 'add', path: 'members', value: [{ $ref: null, value: 'a', type: 'user' }] }],
      { kind: 'edit', add: [{ value: 'a', type: 'User' }], remove: [] },
    ],
    [
      'by $ref alone',
      [{ op: 'add', path: 'members', value: [{ $ref: 'https://x.example/scim/v2/Groups/g9' }] }],
      edit(['g9'], []),
    ],
    ['remove by a list', [drop('a', 'b')], edit([], ['a', 'b'])],
    ['remove by a filter', [dropBy('value eq "a"')], edit([], ['a'])],
    ['remove by several filters', [dropBy('value eq "a"'), dropBy('VALUE EQ "b"')], edit([], ['a', 'b'])],
    [
      'remove by a filter with or',
      [dropBy('value eq "a" or (value eq "b" or value eq "c")')],
      edit([], ['a', 'b', 'c']),
    ],
    ['add without a path', [{ op: 'add', value: { MEMBERS: [member('a')] } }], edit(['a'], [])],
    [
      'by the core URN',
      [{ op: 'add', path: 'urn:ietf:params:scim:schemas:core:2.0:Group:members', value: [member('a')] }],
      edit(['a'], []),
    ],
    ['an empty list adds none', [add()], edit([], [])],
    ['an empty list removes none', [drop()], edit([], [])],
    ['add nothing', [{ op: 'add', path: 'members', value: null }], edit([], [])],
  ],
  'each member once, the last word counts': [
    ['added twice', [add('a'), add('a', 'a')], edit(['a'], [])],
    ['added, then removed', [add('a', 'b'), dropBy('value eq "a"')], edit(['b'], ['a'])],
    ['removed, then added', [drop('a', 'b'), add('a')], edit(['a'], ['b'])],
    ['back and forth', [add('a'), drop('a'), add('a'), drop('a')], edit([], ['a'])],
  ],
  'the whole list': [
    ['replace', [set('a', 'b', 'a')], { kind: 'replace', members: [member('a'), member('b')] }],
    [
      'replace without a path',
      [{ op: 'replace', value: { members: [member('a')] } }],
      { kind: 'replace', members: [member('a')] },
    ],
    ['replace by an empty list', [set()], { kind: 'replace', members: [] }],
    ['replace by null', [{ op: 'replace', path: 'members', value: null }], { kind: 'replace', members: [] }],
    ['remove without naming any', [{ op: 'remove', path: 'members' }], { kind: 'replace', members: [] }],
    [
      'what came before does not matter',
      [add('x'), dropBy('type eq "Group"'), set('a')],
      { kind: 'replace', members: [member('a')] },
    ],
    [
      'what comes after does',
      [set('a', 'b'), add('c'), drop('a')],
      { kind: 'replace', members: [member('b'), member('c')] },
    ],
  ],
  'no word of members': [
    ['other attributes', [{ op: 'replace', path: 'displayName', value: 'x' }], { kind: 'none' }],
    ['nothing at all', [], { kind: 'none' }],
  ],
};

for (const [subject, plans] of Object.entries(PLANS)) {
  describe(subject, () => {
    test.each(plans)('%s', (_, operations, expected) => {
      expect(plan(operations).members).toEqual(expected);
    });
  });
}

test('operations on other attributes are left, in order and with their place', () => {
  const { attributeOperations, members } = plan([
    add('a'),
    { op: 'replace', value: { displayName: 'x', members: [member('b')], externalId: 'e' } },
    { op: 'remove', path: 'externalId' },
  ]);
  expect(attributeOperations.map(({ index, path }) => [index, path.attribute])).toEqual([
    [1, 'displayName'],
    [1, 'externalId'],
    [2, 'externalId'],
  ]);
  expect(members).toEqual({ kind: 'replace', members: [member('b')] });
});

describe('filters that depend on who is a member', () => {
  const present = [
    { value: 'u1', type: 'User' },
    { value: 'u2', type: 'User' },
    { value: 'g1', type: 'Group' },
  ] as const;

  const typeOf = (id: string) => (id.startsWith('g') ? 'Group' : 'User');

  test.each([
    ['by type', [dropBy('type eq "Group"')], ['u1', 'u2']],
    ['by a beginning', [dropBy('value sw "u"')], ['g1']],
    ['by and', [dropBy('type eq "User" and value eq "u1"')], ['u2', 'g1']],
    ['by not', [dropBy('not (value eq "u1")')], ['u1']],
    ['with others in order', [add('u3'), dropBy('value sw "u"'), add('u4'), drop('g1')], ['u4']],
    ['on a new list', [set('u7', 'g7'), dropBy('value sw "g"')], ['u7']],
    ['added in the same request', [add('g2', 'u3'), dropBy('type eq "Group"')], ['u1', 'u2', 'u3']],
    ['nobody', [dropBy('value pr and type eq "Device"')], ['u1', 'u2', 'g1']],
  ] as const)('%s', (_, operations, ids) => {
    const { members } = plan(operations);
    if (members.kind !== 'filter') throw new Error(`The plan is ${members.kind}.`);
    expect(resolveMembers(members, present, typeOf).map(({ value }) => value)).toEqual(ids);
  });
});

test.each([
  ['a part of a member', { op: 'replace', path: 'members[value eq "a"].display', value: 'x' }],
  ['a part of every member', { op: 'add', path: 'members.display', value: 'x' }],
  ['a filter on what no schema defines', dropBy('display eq "x"')],
] as const)('%s that no schema defines is left for the attributes to skip', (_, operation) => {
  const { attributeOperations, members } = plan([operation]);
  expect(attributeOperations).toHaveLength(1);
  expect(members).toEqual({ kind: 'none' });
});

test.each([
  [
    'mutability',
    { op: 'replace', path: 'members[value eq "a"].value', value: 'b' },
    'a part of a member, which is immutable',
  ],
  [
    'mutability',
    { op: 'replace', path: 'members[value eq "a"]', value: { value: 'b' } },
    'a part of a member, which is immutable',
  ],
  [
    'mutability',
    { op: 'add', path: 'members.type', value: 'User' },
    'a part of a member, which is immutable',
  ],
  [
    'mutability',
    { op: 'remove', path: 'members[value eq "a"].type' },
    'a part of a member, which is immutable',
  ],
  ['invalidValue', { op: 'remove', path: 'members[value eq "a"]', value: [member('a')] }, 'takes no value'],
  ['invalidValue', { op: 'add', path: 'members', value: ['a'] }, 'members[0] must be an object'],
  ['invalidValue', { op: 'add', path: 'members', value: member('a') }, 'members must be an array'],
  ['invalidValue', { op: 'add', path: 'members', value: [member('a'), { type: 'User' }] }, 'members[1]'],
  [
    'invalidValue',
    { op: 'add', path: 'members', value: [{ value: 5 }] },
    'members[0].value must be a string',
  ],
  ['invalidFilter', dropBy('value gt null'), 'The operator gt does not fit members.value'],
] as const)('%s: %j', (kind, operation, message) => {
  expect(refusalOf([operation as JsonObject])).toMatchObject({
    kind,
    message: expect.stringContaining(message),
  });
});

test('five thousand members in one request, or one by one, are planned at once', () => {
  const ids = Array.from({ length: 5000 }, (_, i) => `u${i}`);
  const start = performance.now();
  expect(plan([add(...ids)]).members).toEqual(edit(ids, []));
  expect(plan(ids.map((id) => dropBy(`value eq "${id}"`))).members).toEqual(edit([], ids));
  expect(performance.now() - start).toBeLessThan(2000);
});

test('filters that would take for ever on the present members are refused, and at once', () => {
  const conditions = Array.from({ length: 1000 }, (_, i) => `value sw "x${i}"`).join(' or ');
  const { members } = plan(Array.from({ length: 10 }, () => dropBy(conditions)));
  if (members.kind !== 'filter') throw new Error(`The plan is ${members.kind}.`);
  const present = Array.from({ length: 2000 }, (_, i) => member(`u${i}`));
  const start = performance.now();
  expect(() => resolveMembers(members, present, () => 'User')).toThrow('look at too many values');
  expect(performance.now() - start).toBeLessThan(15_000);
});

test('a type without members keeps all its operations', () => {
  const operations = parsePatch({ schemas: [PATCH_SCHEMA], Operations: [{ op: 'remove', path: 'members' }] });
  expect(planMembers(USER, operations)).toEqual({
    attributeOperations: operations,
    members: { kind: 'none' },
  });
});

function plan(Operations: readonly JsonObject[]) {
  return planMembers(GROUP, parsePatch({ schemas: [PATCH_SCHEMA], Operations: [...Operations] }));
}

function refusalOf(operations: readonly JsonObject[]): ScimError {
  try {
    plan(operations);
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}
