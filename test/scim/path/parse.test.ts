// Text to path: RFC 7644 section 3.5.2, figure 7, and what is said of a faulty text.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ScimError } from '../../../src/scim/errors.ts';
import { PATH_LIMITS, parsePath } from '../../../src/scim/path/parse.ts';
import type { Path } from '../../../src/scim/path/path.ts';
import { printPath } from '../../../src/scim/path/print.ts';

const WORK = { kind: 'compare', attribute: 'type', operator: 'eq', value: 'work' } as const;
const URN = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const READ: readonly (readonly [string, Path])[] = [
  ['members', { attribute: 'members' }],
  ['name.familyName', { attribute: 'name.familyName' }],
  ['addresses[type eq "work"]', { attribute: 'addresses', filter: WORK }],
  ['addresses[type eq "work"].country', { attribute: 'addresses', filter: WORK, subAttribute: 'country' }],
  [
    'members[$ref eq "work"].$ref',
    { attribute: 'members', filter: { ...WORK, attribute: '$ref' }, subAttribute: '$ref' },
  ],
  [`${URN}:manager`, { attribute: `${URN}:manager` }],
  [`${URN}:manager.value`, { attribute: `${URN}:manager.value` }],
  [
    'urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq "work"].value',
    { attribute: 'urn:ietf:params:scim:schemas:core:2.0:User:emails', filter: WORK, subAttribute: 'value' },
  ],
  [URN, { attribute: URN }],
  ['urn:example:badge:2.0', { attribute: 'urn:example:badge:2.0' }],
  [
    'http://schemas.example/2006/11/ADSCIM/2.0/Group',
    { attribute: 'http://schemas.example/2006/11/ADSCIM/2.0/Group' },
  ],
];

test.each(READ)('%s', (text, path) => {
  expect(parsePath(text)).toEqual(path);
  expect(parsePath(printPath(path))).toEqual(path);
});

const REFUSED: readonly (readonly [string, number, string])[] = [
  ['', 1, 'expected the name of an attribute, found the end'],
  [' ', 2, 'expected the name of an attribute, found the end'],
  ['emails.', 1, 'expected the name of an attribute, found emails.'],
  ['a.b.c', 1, 'expected the name of an attribute, found a.b.c'],
  ['favourite colour', 11, 'expected an opening bracket or the end, found colour'],
  ['emails[type eq "work"', 22, 'expected and, or or a closing bracket, found the end'],
  ['emails[type]', 12, 'expected an operator'],
  ['emails[]', 8, 'expected the name of an attribute, found ]'],
  [
    'emails[type eq work]',
    16,
    'expected a value: a text in double quotes, a number, true, false or null, found work',
  ],
  ['emails[type eq "work"]value', 23, 'expected a dot and the name of a sub-attribute, found value'],
  ['emails[type eq "work"].value.x', 23, 'expected a dot and the name of a sub-attribute, found .value.x'],
  ['emails[type eq "work"].value eq "x"', 30, 'expected the end, found eq'],
  ['emails[type eq "work"][primary eq true]', 23, 'expected a dot and the name of a sub-attribute, found ['],
  ['emails[a[b eq 1]]', 9, 'expected an operator, since a value path cannot hold another one, found ['],
  ['(members)', 1, 'expected the name of an attribute, found ('],
  ['__proto__', 1, 'expected the name of an attribute, found __proto__'],
  ['user\u0007Name', 5, 'the character U+0007 is allowed inside quotes only, escaped'],
  ['user\u0000', 5, 'the character U+0000'],
];

test.each(REFUSED)('refused: %j at character %i', (text, position, message) => {
  const refusal = refusalOf(text);
  expect(refusal.kind).toBe('invalidPath');
  expect(refusal.message).toContain(`is wrong at character ${position}: ${message}`);
});

test('a path may name as many members as the limit, and no more', () => {
  const naming = (count: number) =>
    `members[${Array.from({ length: count }, (_, i) => `value eq "${i}"`).join(' or ')}]`;
  expect(parsePath(naming(PATH_LIMITS.terms))).toMatchObject({ attribute: 'members' });
  expect(refusalOf(naming(PATH_LIMITS.terms + 1)).message).toContain('at most 1000 conditions are taken');
});

const piece = fc.oneof(
  fc.constantFrom(
    'emails',
    '[',
    ']',
    'type eq ',
    '"work"',
    '.value',
    ' ',
    '.',
    ':',
    'urn:a:b',
    '(',
    '\u0000',
    '\ud800',
    'constructor',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
);

test('any text is a path or is refused as one', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      try {
        const path = parsePath(text);
        expect(parsePath(printPath(path))).toEqual(path);
      } catch (error) {
        if (!(error instanceof ScimError)) throw error;
        expect(error.kind).toBe('invalidPath');
        expect(error.message.isWellFormed()).toBe(true);
      }
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ['opening brackets', 'a['.repeat(30_000)],
  ['opening parentheses', `a[${'('.repeat(60_000)}`],
  ['a megabyte', 'x'.repeat(1_000_000)],
  ['a string that is not closed', `a[b eq "${'\\"'.repeat(30_000)}`],
])('%s: refused, and at once', (_, text) => {
  const start = performance.now();
  expect(refusalOf(text).kind).toBe('invalidPath');
  expect(performance.now() - start).toBeLessThan(250);
});

function refusalOf(text: string): ScimError {
  try {
    parsePath(text);
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error(`The path ${text} was not refused.`);
}
