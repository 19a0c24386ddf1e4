// References to what the same bulk request creates: where they are found, what takes their place, what is left without them.
import { expect, test } from 'vitest';
import { referencesIn, withoutReferences, withReferences } from '../../../src/scim/bulk/references.ts';
import type { JsonObject } from '../../../src/scim/json.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const BODY: JsonObject = {
  userName: 'ada',
  note: 'the word bulkId:a inside a text is no reference',
  members: [
    { value: 'bulkId:a', type: 'User' },
    { $ref: 'https://host/scim/v2/Users/bulkId:b' },
    { value: '7' },
  ],
  [ENTERPRISE]: { department: 'Risk', manager: { value: 'bulkId:c' } },
  Operations: [{ op: 'remove', path: 'members[value eq "bulkId:d" or value eq "bulkId:a"]' }],
};

test('they are found as values, at the end of addresses and in the filters of paths', () => {
  expect(referencesIn(BODY)).toEqual(['a', 'b', 'c', 'd']);
});

test('ids take their place; what has no id stays', () => {
  const ids = new Map([
    ['a', '1'],
    ['b', '2'],
    ['d', '4'],
  ]);
  expect(withReferences(BODY, ids)).toEqual({
    ...BODY,
    members: [{ value: '1', type: 'User' }, { $ref: 'https://host/scim/v2/Users/2' }, { value: '7' }],
    Operations: [{ op: 'remove', path: 'members[value eq "4" or value eq "1"]' }],
  });
});

test('an id is put in as it is, whatever it looks like', () => {
  const ids = new Map([['a', '$&"$1']]);
  expect(withReferences({ path: 'members[value eq "bulkId:a"]', value: 'bulkId:a' }, ids)).toEqual({
    path: 'members[value eq "$&\\"$1"]',
    value: '$&"$1',
  });
});

test('without them: the elements, the attributes and the attributes of extensions that refer are gone', () => {
  expect(withoutReferences(BODY, new Set(['a', 'c']))).toEqual({
    userName: 'ada',
    note: BODY.note,
    members: [{ $ref: 'https://host/scim/v2/Users/bulkId:b' }, { value: '7' }],
    [ENTERPRISE]: { department: 'Risk' },
    Operations: [],
  });
});

test('a bulkId may hold anything', () => {
  expect(referencesIn({ value: 'bulkId:bulkId: user/1 "é"' })).toEqual(['bulkId: user/1 "é"']);
});
