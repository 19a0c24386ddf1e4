import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBearer } from '../../src/identity/bearer.ts';
import { ScimError } from '../../src/scim/errors.ts';

const accepted: [string, string][] = [
  ['Bearer abc', 'abc'],
  ['bearer abc', 'abc'],
  ['BEARER abc', 'abc'],
  ['Bearer    abc', 'abc'],
  ['  Bearer abc ', 'abc'],
  ['Bearer a+b/c=:{}%', 'a+b/c=:{}%'],
];

const refused: [string | null, RegExp][] = [
  [null, /no credential/],
  ['', /no credential/],
  ['   ', /no credential/],
  ['Bearer', /no token/],
  ['Bearer ', /no token/],
  ['Bearer     ', /no token/],
  ['Basic dXNlcjpwYXNz', /scheme Basic, which is not accepted/],
  ['negotiate abc', /scheme Negotiate, which is not accepted/],
  ['secret-without-scheme', /does not begin with the scheme Bearer/],
  ['Bearerabc', /does not begin with the scheme Bearer/],
  ['Bearer:abc', /does not begin with the scheme Bearer/],
  ['Bearer\tabc', /does not begin with the scheme Bearer/],
  ['Bearer abc def', /malformed: it holds a blank/],
  ['Bearer abc, Bearer def', /malformed: it holds a blank/],
  ['Bearer schlüssel', /outside ASCII/],
  ['Bearer a\u0000b', /malformed/],
  [`Bearer ${'a'.repeat(8193)}`, /longer than 8192/],
];

function refusalOf(header: string | null): ScimError {
  try {
    readBearer(header);
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error('The header was accepted.');
}

describe('the Authorization header', () => {
  for (const [header, token] of accepted) {
    test(`${JSON.stringify(header)} is read`, () => expect(readBearer(header)).toBe(token));
  }

  for (const [header, why] of refused) {
    test(`${JSON.stringify(header)?.slice(0, 40)} is 401 and says why and what to send`, () => {
      const error = refusalOf(header);
      expect(error.kind).toBe('unauthorized');
      expect(error.message).toMatch(why);
      expect(error.message).toContain('Authorization: Bearer <token>');
    });
  }

  test('a refusal never repeats what was sent', () => {
    const text = fc.string({ minLength: 12, unit: fc.constantFrom(...'0123456789 -_.,') });
    fc.assert(
      fc.property(fc.constantFrom('', 'Basic ', 'Bearer a '), text, (scheme, secret) => {
        fc.pre(secret.trim().length >= 12);
        expect(refusalOf(scheme + secret).message).not.toContain(secret.trim());
      }),
    );
  });
});
