// The body of answers with several resources: RFC 7644 section 3.4.2, RFC 9865 section 2.

import { expect, test } from 'vitest';
import { listResponse } from '../../src/scim/list.ts';

const schemas = ['urn:ietf:params:scim:api:messages:2.0:ListResponse'];

test('a page by index', () => {
  expect(listResponse({ resources: [{ id: '1' }, { id: '2' }], totalResults: 7, startIndex: 3 })).toEqual({
    schemas,
    totalResults: 7,
    startIndex: 3,
    itemsPerPage: 2,
    Resources: [{ id: '1' }, { id: '2' }],
  });
});

test('a page by cursor, without a total where it is not known', () => {
  expect(listResponse({ resources: [{ id: '1' }], nextCursor: 'abc' })).toEqual({
    schemas,
    itemsPerPage: 1,
    nextCursor: 'abc',
    Resources: [{ id: '1' }],
  });
});

test('nothing found is an empty list, not a list without Resources', () => {
  expect(listResponse({ resources: [], totalResults: 0, startIndex: 1 })).toEqual({
    schemas,
    totalResults: 0,
    startIndex: 1,
    itemsPerPage: 0,
    Resources: [],
  });
});
