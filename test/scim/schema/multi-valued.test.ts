// Multi-valued attributes (RFC 7643 section 2.4): one primary value at most, no (type, value) combination twice.

import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/scim/json.ts';
import { readAttributes } from '../../../src/scim/schema/validate.ts';
import { userBody } from '../support/bodies.ts';
import { refusal } from '../support/refusal.ts';
import { BADGE, USER } from '../support/types.ts';

const MERGED: readonly (readonly [string, JsonObject, JsonObject])[] = [
  [
    'the same type and value, in any case, with what the later one adds',
    {
      emails: [
        { value: 'Ada@x', type: 'work', display: 'A' },
        { value: 'ada@x', type: 'Work', primary: true },
      ],
    },
    { emails: [{ value: 'ada@x', display: 'A', type: 'Work', primary: true }] },
  ],
  [
    'the same value without a type',
    { roles: [{ value: 'admin' }, { value: 'admin' }] },
    { roles: [{ value: 'admin' }] },
  ],
  [
    'not the same value of another type',
    { emails: [{ value: 'a', type: 'work' }, { value: 'a', type: 'home' }, { value: 'a' }] },
    { emails: [{ value: 'a', type: 'work' }, { value: 'a', type: 'home' }, { value: 'a' }] },
  ],
  [
    'not values that differ in case where case counts',
    { photos: [{ value: 'http://a/X' }, { value: 'http://a/x' }] },
    { photos: [{ value: 'http://a/X' }, { value: 'http://a/x' }] },
  ],
  [
    'of addresses, which have no value, only wholly equal ones',
    {
      addresses: [
        { type: 'work', locality: 'A' },
        { locality: 'A', type: 'work' },
        { type: 'work', locality: 'B' },
      ],
    },
    {
      addresses: [
        { locality: 'A', type: 'work' },
        { locality: 'B', type: 'work' },
      ],
    },
  ],
  [
    'plain values by their own case rule',
    { [BADGE]: { doors: ['Main', 'main', 'side'], keys: ['A', 'a', 'A'] } },
    { [BADGE]: { doors: ['main', 'side'], keys: ['A', 'a'] } },
  ],
];

test.each(MERGED)('merges %s', (_, sent, kept) => {
  expect(readAttributes(USER, userBody(sent), 'create')).toEqual({ userName: 'ada', ...kept });
});

test('two primary values are refused', () => {
  const emails = [
    { value: 'a', primary: true },
    { value: 'b', primary: true },
    { value: 'c', primary: false },
  ];
  expect(refusal(() => readAttributes(USER, userBody({ emails }), 'create'))).toEqual([
    'invalidValue',
    'emails has 2 values with "primary": true. One at most may be primary.',
  ]);
});

test('a primary value that is there twice is one', () => {
  const emails = [
    { value: 'a', primary: true },
    { value: 'A', primary: true },
  ];
  expect(readAttributes(USER, userBody({ emails }), 'create')).toMatchObject({
    emails: [{ value: 'A', primary: true }],
  });
});
