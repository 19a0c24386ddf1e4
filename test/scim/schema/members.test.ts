// The members that the body of a group names.

import { expect, test } from 'vitest';
import type { JsonValue } from '../../../src/scim/json.ts';
import { readMembers, readMemberValues } from '../../../src/scim/schema/members.ts';
import { groupBody } from '../support/bodies.ts';
import { refusal } from '../support/refusal.ts';
import { GROUP, USER } from '../support/types.ts';

test('members are read by their value, each once, with the type where it is known', () => {
  const members = [
    { value: '1', display: 'Ada', $ref: 'https://h/scim/v2/Users/9' },
    { VALUE: '2', type: 'group' },
    { value: '1', type: 'User' },
    { value: '2' },
    { $ref: '../Users/3' },
  ];
  expect(readMembers(GROUP, groupBody({ MEMBERS: members }))).toEqual([
    { value: '1', type: 'User' },
    { value: '2', type: 'Group' },
    { value: '3' },
  ]);
});

test.each([[{}], [{ members: null }], [{ members: [] }]])('%j names none', (sent) => {
  expect(readMembers(GROUP, groupBody(sent))).toEqual([]);
});

test('a user has no members, whatever its body says', () => {
  expect(readMembers(USER, { members: [{ value: '1' }] })).toEqual([]);
});

const REFUSED: readonly (readonly [JsonValue, string])[] = [
  [{ value: '1' }, 'members must be an array of objects with the id of a member as value.'],
  ['1', 'members must be an array of objects with the id of a member as value.'],
  [[{ value: '1' }, '2'], 'members[1] must be an object with value, $ref, type, but the string "2" came.'],
  [[{ value: 1 }], 'members[0].value must be a string, but the number 1 came.'],
  [[{}], 'members[0].value is required: send the id of the member.'],
  [[{ value: '1' }, { type: 'User' }], 'members[1].value is required: send the id of the member.'],
  [[{ value: '' }], 'members[0].value is required: send the id of the member.'],
  [[{ value: 'a\nb' }], 'members[0].value holds the control character U+000A. Remove it.'],
  [[{ value: '1', type: 'Robot' }], 'members[0].type must be "User" or "Group", but "Robot" came.'],
];

test.each(REFUSED)('%j', (members, detail) => {
  expect(refusal(() => readMemberValues(GROUP, members))).toEqual(['invalidValue', detail]);
});
