// The order of resources: RFC 7644 section 3.4.2.3.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/scim/json.ts';
import { createComparator, readSortOrder, type SortOrder } from '../../src/scim/sort.ts';
import { refusal } from './support/refusal.ts';
import { BADGE, ENTERPRISE, GROUP, USER } from './support/types.ts';

/** The ids of users in the order that they are sorted to. */
function sorted(sortBy: string, order: SortOrder, users: Readonly<Record<string, JsonObject>>): string {
  const resources = Object.entries(users).map(([id, user]) => ({
    id,
    meta: { resourceType: 'User' },
    ...user,
  }));
  return resources
    .sort(createComparator([USER], sortBy, order))
    .map(({ id }) => id)
    .join(' ');
}

const ORDERS: readonly (readonly [string, string, string, Readonly<Record<string, JsonObject>>])[] = [
  ['userName', '2 1 3', '3 1 2', { 1: { userName: 'b' }, 2: { userName: 'A' }, 3: { userName: 'C' } }],
  ['USERNAME', '2 1', '1 2', { 1: { userName: 'b' }, 2: { userName: 'A' } }],
  // Case counts where the schema says so.
  ['externalId', '1 2', '2 1', { 2: { externalId: 'a' }, 1: { externalId: 'B' } }],
  ['title', '2 1 3', '1 3 2', { 1: {}, 2: { title: 'x' }, 3: {} }],
  ['title', '2 1', '1 2', { 1: { title: 'x' }, 2: { title: '' } }],
  [
    'name.familyName',
    '2 1 3',
    '3 1 2',
    { 1: { name: { familyName: 'b' } }, 2: { name: { familyName: 'a' } }, 3: { name: {} } },
  ],
  ['active', '2 1', '1 2', { 1: { active: true }, 2: { active: false } }],
  [
    'emails',
    '2 1 3',
    '3 1 2',
    {
      1: { emails: [{ value: 'b' }, { value: 'a' }] },
      2: { emails: [{ value: 'z' }, { value: 'a', primary: true }] },
      3: { emails: [] },
    },
  ],
  [
    'emails.type',
    '2 1',
    '1 2',
    { 1: { emails: [{ type: 'work' }] }, 2: { emails: [{ type: 'x' }, { type: 'home', primary: true }] } },
  ],
  [
    'meta.created',
    '2 1',
    '1 2',
    {
      1: { meta: { resourceType: 'User', created: '2026-01-01T00:30:00Z' } },
      2: { meta: { resourceType: 'User', created: '2026-01-01T01:00:00+01:00' } },
    },
  ],
  [
    `${ENTERPRISE}:department`,
    '2 1 3',
    '3 1 2',
    { 1: { [ENTERPRISE]: { department: 'b' } }, 2: { [ENTERPRISE]: { department: 'A' } }, 3: {} },
  ],
  [
    `${ENTERPRISE}:manager`,
    '2 1',
    '1 2',
    { 1: { [ENTERPRISE]: { manager: { value: '9' } } }, 2: { [ENTERPRISE]: { manager: { value: '8' } } } },
  ],
  [`${BADGE}:number`, '2 1', '1 2', { 1: { [BADGE]: { number: 10 } }, 2: { [BADGE]: { number: 9 } } }],
  [
    `${BADGE}:doors`,
    '2 1',
    '1 2',
    { 1: { [BADGE]: { doors: ['b'] } }, 2: { [BADGE]: { doors: ['a', 'c'] } } },
  ],
];

test.each(ORDERS)('%s: %s, descending %s', (sortBy, ascending, descending, users) => {
  expect(sorted(sortBy, 'ascending', users)).toBe(ascending);
  expect(sorted(sortBy, 'descending', users)).toBe(descending);
});

test('equal ones are ordered by id, whichever way the order goes', () => {
  const users = { 3: { title: 'x' }, 1: { title: 'X' }, 2: { title: 'x' } };
  expect(sorted('title', 'ascending', users)).toBe('1 2 3');
  expect(sorted('title', 'descending', users)).toBe('1 2 3');
});

test('of several resource types, one that lacks the attribute has no value', () => {
  const resources = [
    { id: '1', displayName: 'b', meta: { resourceType: 'Group' } },
    { id: '2', userName: 'z', meta: { resourceType: 'User' } },
    { id: '3', userName: 'y', displayName: 'A', meta: { resourceType: 'User' } },
  ];
  const ids = (sortBy: string) =>
    [...resources].sort(createComparator([USER, GROUP], sortBy)).map(({ id }) => id);
  expect(ids('userName')).toEqual(['3', '2', '1']);
  expect(ids('displayName')).toEqual(['3', '1', '2']);
});

const REFUSED = [
  ['nothing', 'sortBy names "nothing", which is no attribute here.'],
  ['name', 'Resources cannot be sorted by "name". Name one of its parts: formatted, familyName'],
  ['addresses', 'Resources cannot be sorted by "addresses". Name one of its parts: formatted'],
  [ENTERPRISE, `Resources cannot be sorted by "${ENTERPRISE}".`],
  ['password', 'Resources cannot be sorted by "password".'],
  [`${BADGE}:secret`, 'Resources cannot be sorted by'],
] as const;

test.each(REFUSED)('sortBy=%s is refused', (sortBy, detail) => {
  const refused = refusal(() => createComparator([USER], sortBy));
  expect(refused?.[0]).toBe('invalidValue');
  expect(refused?.[1]).toContain(detail);
});

test('sortOrder', () => {
  expect(readSortOrder(undefined)).toBe('ascending');
  expect(readSortOrder('Descending')).toBe('descending');
  expect(refusal(() => readSortOrder('up'))).toEqual([
    'invalidValue',
    'sortOrder must be ascending or descending, not "up".',
  ]);
});

test('it is a total order', () => {
  const user = fc.record(
    { title: fc.constantFrom('a', 'A', 'b', 'ß', 'Σ', 'ς'), id: fc.constantFrom('1', '2', '3', '4') },
    { requiredKeys: ['id'] },
  );
  fc.assert(
    fc.property(user, user, user, fc.constantFrom<SortOrder>('ascending', 'descending'), (a, b, c, order) => {
      const compare = createComparator([USER], 'title', order);
      const meta = { resourceType: 'User' };
      const [x, y, z] = [
        { ...a, meta },
        { ...b, meta },
        { ...c, meta },
      ] as const;
      expect(Math.sign(compare(x, y))).toBe(-Math.sign(compare(y, x)) + 0);
      if (compare(x, y) <= 0 && compare(y, z) <= 0) expect(compare(x, z)).toBeLessThanOrEqual(0);
    }),
    { numRuns: 1000 },
  );
});
