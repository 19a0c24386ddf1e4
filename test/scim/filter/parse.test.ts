// Text to filter: the grammar of RFC 7644 section 3.4.2.2, what binds stronger, and what is said of a faulty text.

import { expect, test } from 'vitest';
import { ScimError } from '../../../src/scim/errors.ts';
import type { Filter } from '../../../src/scim/filter/filter.ts';
import { MAX_FILTER_DEPTH } from '../../../src/scim/filter/grammar.ts';
import { FILTER_LIMITS, parseFilter } from '../../../src/scim/filter/parse.ts';

const eq = (attribute: string, value: string | number | boolean | null): Filter => ({
  kind: 'compare',
  attribute,
  operator: 'eq',
  value,
});

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const READ: readonly (readonly [string, Filter])[] = [
  ['userName eq "bjensen"', eq('userName', 'bjensen')],
  ['USERNAME EQ "bjensen"', eq('USERNAME', 'bjensen')],
  ['  userName   eq\t"bjensen"  ', eq('userName', 'bjensen')],
  ['title pr', { kind: 'present', attribute: 'title' }],
  [
    'name.familyName co "O\'Malley"',
    { kind: 'compare', attribute: 'name.familyName', operator: 'co', value: "O'Malley" },
  ],
  [
    'meta.lastModified ge "2011-05-13T04:42:34Z"',
    { kind: 'compare', attribute: 'meta.lastModified', operator: 'ge', value: '2011-05-13T04:42:34Z' },
  ],
  [
    'urn:ietf:params:scim:schemas:core:2.0:User:userName eq "x"',
    eq('urn:ietf:params:scim:schemas:core:2.0:User:userName', 'x'),
  ],
  [`${ENTERPRISE}:manager.value eq "1"`, eq(`${ENTERPRISE}:manager.value`, '1')],
  [`${ENTERPRISE} pr`, { kind: 'present', attribute: ENTERPRISE }],
  ['urn:example:badge:2.0 pr', { kind: 'present', attribute: 'urn:example:badge:2.0' }],
  ['members.$ref eq "x"', eq('members.$ref', 'x')],
  ['active eq true', eq('active', true)],
  ['active eq false', eq('active', false)],
  ['manager eq null', eq('manager', null)],
  ['number eq -12.5e+1', eq('number', -125)],
  ['number eq 0', eq('number', 0)],
  ['title eq "a \\"quoted\\" \\\\ \\/ \\u00e9\\n\\ud83d\\ude00"', eq('title', 'a "quoted" \\ / é\n😀')],
  ['displayName eq "LACreateGroup-(1a2b3c4d)"', eq('displayName', 'LACreateGroup-(1a2b3c4d)')],
  ['displayName eq "a and b or not [c]"', eq('displayName', 'a and b or not [c]')],
  // Names that are words of the grammar are told by where they stand.
  ['and eq "x" and or pr', { kind: 'and', terms: [eq('and', 'x'), { kind: 'present', attribute: 'or' }] }],
  // not binds stronger than and, and stronger than or.
  [
    'a eq 1 or b eq 2 and not (c eq 3) or d eq 4',
    {
      kind: 'or',
      terms: [
        eq('a', 1),
        { kind: 'and', terms: [eq('b', 2), { kind: 'not', term: eq('c', 3) }] },
        eq('d', 4),
      ],
    },
  ],
  [
    '(a eq 1 OR b eq 2) AND c eq 3',
    { kind: 'and', terms: [{ kind: 'or', terms: [eq('a', 1), eq('b', 2)] }, eq('c', 3)] },
  ],
  ['NOT(a eq 1)', { kind: 'not', term: eq('a', 1) }],
  ['((a eq 1))', eq('a', 1)],
  [
    'emails[type eq "work" and value co "@example.com"]',
    {
      kind: 'elements',
      attribute: 'emails',
      filter: {
        kind: 'and',
        terms: [
          eq('type', 'work'),
          { kind: 'compare', attribute: 'value', operator: 'co', value: '@example.com' },
        ],
      },
    },
  ],
  // Entra's form: both conditions are meant of one element.
  [
    'emails[type eq "work"].value eq "x"',
    {
      kind: 'elements',
      attribute: 'emails',
      filter: { kind: 'and', terms: [eq('type', 'work'), eq('value', 'x')] },
    },
  ],
  [
    'emails[type eq "work" or primary eq true].value pr',
    {
      kind: 'elements',
      attribute: 'emails',
      filter: {
        kind: 'and',
        terms: [
          { kind: 'or', terms: [eq('type', 'work'), eq('primary', true)] },
          { kind: 'present', attribute: 'value' },
        ],
      },
    },
  ],
  [
    'emails[not (type eq "work")] and ims[type eq "xmpp"]',
    {
      kind: 'and',
      terms: [
        { kind: 'elements', attribute: 'emails', filter: { kind: 'not', term: eq('type', 'work') } },
        { kind: 'elements', attribute: 'ims', filter: eq('type', 'xmpp') },
      ],
    },
  ],
];

test.each(READ)('%s', (text, filter) => {
  expect(parseFilter(text)).toEqual(filter);
});

const AN_OPERATOR = 'an operator (eq, ne, co, sw, ew, gt, ge, lt, le or pr)';
const A_VALUE = 'a value: a text in double quotes, a number, true, false or null';

const REFUSED: readonly (readonly [string, number, string])[] = [
  ['', 1, 'expected the name of an attribute, found the end'],
  ['userName', 9, `expected ${AN_OPERATOR}, found the end`],
  ['userName equals "x"', 10, `expected ${AN_OPERATOR}, found equals`],
  ['userName eq', 12, `expected ${A_VALUE}, found the end`],
  ['externalId eq obrien-1', 15, `expected ${A_VALUE}, found obrien-1`],
  ["userName eq 'x'", 13, `expected ${A_VALUE}, found 'x'`],
  ['active eq True', 11, `expected ${A_VALUE}, found True`],
  ['number eq 01', 11, `expected ${A_VALUE}, found 01`],
  ['number eq 1e999', 11, `expected ${A_VALUE}, found 1e999`],
  ['number eq NaN', 11, `expected ${A_VALUE}, found NaN`],
  ['userName eq "x', 13, 'expected a string as in JSON'],
  ['userName eq "a\\x"', 13, 'expected a string as in JSON'],
  ['userName eq "a\\u12"', 13, 'expected a string as in JSON'],
  ['userName eq "a\nb"', 13, 'expected a string as in JSON'],
  ['userName eq "a\\u0000"', 13, 'the string holds U+0000 or half of a surrogate pair'],
  ['userName eq "\\ud800"', 13, 'the string holds U+0000 or half of a surrogate pair'],
  ['userName eq "\ud800"', 13, 'the string holds U+0000 or half of a surrogate pair'],
  ['userName\u0000 eq "x"', 9, 'the character U+0000 is allowed inside quotes only, escaped'],
  ['userName eq "x" userName pr', 17, 'expected and, or or the end, found userName'],
  ['userName eq "x")', 16, 'expected and, or or the end, found )'],
  ['userName eq "x" and', 20, 'expected the name of an attribute, found the end'],
  ['userName eq "x" and and title pr', 25, `expected ${AN_OPERATOR}, found title`],
  ['or userName eq "x"', 4, `expected ${AN_OPERATOR}, found userName`],
  ['(userName eq "x"', 17, 'expected and, or or a closing parenthesis, found the end'],
  ['not userName eq "x"', 5, 'expected an opening parenthesis after not, found userName'],
  ['()', 2, 'expected the name of an attribute, found )'],
  ['"userName" eq "x"', 1, 'expected the name of an attribute, found the string "userName"'],
  ['1name eq "x"', 1, 'expected the name of an attribute, found 1name'],
  ['user name eq "x"', 6, `expected ${AN_OPERATOR}, found name`],
  ['a.b.c eq "x"', 1, 'expected the name of an attribute, found a.b.c'],
  ['.a eq "x"', 1, 'expected the name of an attribute, found .a'],
  ['urn: eq "x"', 1, 'expected the name of an attribute, found urn:'],
  ['us\u00e9r eq "x"', 1, 'expected the name of an attribute, found us\u00e9r'],
  ["userName'; drop eq 1", 1, "expected the name of an attribute, found userName';"],
  ['emails[]', 8, 'expected the name of an attribute, found ]'],
  ['emails[type eq "work"', 22, 'expected and, or or a closing bracket, found the end'],
  ['emails[type eq "work")', 22, 'expected and, or or a closing bracket, found )'],
  ['emails[type eq "work"].', 23, 'expected a dot and the name of a sub-attribute, found .'],
  ['emails[type eq "work"].value', 29, `expected ${AN_OPERATOR}, found the end`],
  [
    'emails[type eq "work"].value.x eq 1',
    23,
    'expected a dot and the name of a sub-attribute, found .value.x',
  ],
  ['emails[type eq "work"] eq "x"', 24, 'expected and, or or the end, found eq'],
  ['emails[a[b eq 1]]', 9, 'expected an operator, since a value path cannot hold another one, found ['],
];

test.each(REFUSED)('refused: %j at character %i', (text, position, message) => {
  const refusal = refusalOf(text);
  expect(refusal.kind).toBe('invalidFilter');
  expect(refusal.message).toContain(`The filter is wrong at character ${position}: ${message}`);
});

test('nesting up to the limit is read, deeper is refused with the place', () => {
  const nested = (depth: number) => `${'('.repeat(depth)}title pr${')'.repeat(depth)}`;
  expect(parseFilter(nested(MAX_FILTER_DEPTH))).toEqual({ kind: 'present', attribute: 'title' });
  expect(refusalOf(nested(MAX_FILTER_DEPTH + 1)).message).toContain(`at character ${MAX_FILTER_DEPTH + 1}`);
});

test('parentheses one after another are not nesting', () => {
  const text = Array.from({ length: 100 }, () => '(title pr)').join(' and ');
  expect(parseFilter(text)).toMatchObject({ kind: 'and', terms: { length: 100 } });
});

test('as many conditions as the limit are read, one more is refused', () => {
  const joined = (count: number) => Array.from({ length: count }, () => 'a pr').join(' or ');
  expect(parseFilter(joined(FILTER_LIMITS.terms))).toMatchObject({ kind: 'or' });
  expect(refusalOf(joined(FILTER_LIMITS.terms + 1)).message).toContain(
    `at most ${FILTER_LIMITS.terms} conditions`,
  );
});

test('a filter of the greatest length is read, a longer one is refused', () => {
  const long = (length: number) => `title eq "${'x'.repeat(length - 11)}"`;
  expect(parseFilter(long(FILTER_LIMITS.length))).toMatchObject({ kind: 'compare' });
  expect(refusalOf(long(FILTER_LIMITS.length + 1)).message).toContain('at most 8192 characters are taken');
});

function refusalOf(text: string): ScimError {
  try {
    parseFilter(text);
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error(`The filter ${text} was not refused.`);
}
