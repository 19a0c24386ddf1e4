// Values of the wrong type are refused in a sentence that names the attribute, what it must be and what came.

import { expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/scim/json.ts';
import { readAttributes } from '../../../src/scim/schema/validate.ts';
import { shown } from '../../../src/scim/shown.ts';
import { userBody } from '../support/bodies.ts';
import { refusal } from '../support/refusal.ts';
import { BADGE, ENTERPRISE, USER } from '../support/types.ts';

const LONG = 'x'.repeat(100_000);

const REFUSED: readonly (readonly [JsonObject, string])[] = [
  [{ displayName: 5 }, 'displayName must be a string, but the number 5 came.'],
  [{ displayName: ['a'] }, 'displayName must be a string, but an array came.'],
  [{ displayName: { formatted: 'a' } }, 'displayName must be a string, but an object came.'],
  [{ active: 'True' }, 'active must be a boolean (true or false), but the string "True" came.'],
  [{ active: 1 }, 'active must be a boolean (true or false), but the number 1 came.'],
  [
    { name: 'Ada' },
    'name must be an object with formatted, familyName, givenName, middleName, honorificPrefix, honorificSuffix, but the string "Ada" came.',
  ],
  [{ name: { givenName: true } }, 'name.givenName must be a string, but the boolean true came.'],
  [
    { emails: { value: 'a@b' } },
    'emails must be an array, each element an object with value, display, type, primary, but an object came.',
  ],
  [
    { emails: [{ value: 'a@b' }, 'c@d'] },
    'emails[1] must be an object with value, display, type, primary, but the string "c@d" came.',
  ],
  [{ emails: [null] }, 'emails[0] must be an object with value, display, type, primary, but null came.'],
  [
    { emails: [{ primary: 'true' }] },
    'emails[0].primary must be a boolean (true or false), but the string "true" came.',
  ],
  [{ profileUrl: 'no address' }, 'profileUrl must be a URI, but the string "no address" came.'],
  [
    { x509Certificates: [{ value: 'not base64!' }] },
    'x509Certificates[0].value must be a string of base64, but the string "not base64!" came.',
  ],
  [{ [ENTERPRISE]: 'x' }, `${ENTERPRISE} must be an object with the attributes of the extension.`],
  [
    { [ENTERPRISE]: { manager: '7' } },
    `${ENTERPRISE}:manager must be an object with value, $ref, but the string "7" came.`,
  ],
  [
    { [BADGE]: { doors: 'a' } },
    `${BADGE}:doors must be an array, each element a string, but the string "a" came.`,
  ],
  [{ active: LONG }, `active must be a boolean (true or false), but the string "${shown(LONG)}" came.`],
  // What is never returned may be a secret: the error does not repeat it.
  [{ password: 4711 }, 'password must be a string, but a number came.'],
  [{ [BADGE]: { secret: 4711 } }, `${BADGE}:secret must be a string, but a number came.`],
];

test.each(REFUSED)('%j', (sent, detail) => {
  expect(refusal(() => readAttributes(USER, userBody(sent), 'create'))).toEqual(['invalidValue', detail]);
});

const BY_TYPE: readonly (readonly [string, JsonValue[], JsonValue[]])[] = [
  ['number', [0, -7, 2 ** 53 - 1], [1.5, 2 ** 53, '7', true, Number.NaN]],
  ['height', [1.5, -2, 0], ['1.5', Number.POSITIVE_INFINITY]],
  [
    'issued',
    ['2026-01-31T09:30:00Z', '2026-01-31T09:30:00.123+02:00', '2026-01-31T09:30:00'],
    ['2026-01-31', '31.1.2026', '2026-02-30T00:00:00Z', '2026-01-31T25:00:00Z', '', 0],
  ],
  ['picture', ['', 'AAAA', 'AAA=', 'AAA', 'AA==', '+/9a'], ['A', 'AA=A', 'A A', '-_aa', 7]],
];

test.each(BY_TYPE)('which values %s takes', (name, taken, refused) => {
  const read = (value: JsonValue) => readAttributes(USER, userBody({ [BADGE]: { [name]: value } }), 'create');
  for (const value of taken) expect(read(value)).toMatchObject({ [BADGE]: { [name]: value } });
  for (const value of refused) expect(refusal(() => read(value))?.[0], String(value)).toBe('invalidValue');
});

const URIS = [
  'https://example.com/a?b=c#d',
  '../relative',
  'data:image/png;base64,AA==',
  'urn:a:b',
  'https://bücher.example/é',
  'a%20b',
];
const NO_URIS = ['a b', 'a\nb', '<a>', 'a"b', 'a\\b', 'a|b', '50%', 'a%zz', 7];

test('what a reference takes', () => {
  const read = (value: JsonValue) => readAttributes(USER, userBody({ profileUrl: value }), 'create');
  for (const value of URIS) expect(read(value)).toMatchObject({ profileUrl: value });
  for (const value of NO_URIS) expect(refusal(() => read(value))?.[0], String(value)).toBe('invalidValue');
});
