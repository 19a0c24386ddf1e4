import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf, looksLikeToken, makeToken, sameDigest, tokenHint } from '../../src/identity/token.ts';

describe('a token made here', () => {
  test('has the published form, 256 random bits, and no two are the same', () => {
    const tokens = Array.from({ length: 200 }, makeToken);
    expect(new Set(tokens).size).toBe(200);
    for (const token of tokens) {
      expect(looksLikeToken(token)).toBe(true);
      expect(Buffer.from(token.slice('rollcall_'.length), 'base64url')).toHaveLength(32);
    }
  });

  test('the form covers the two joined identifiers that a deployment makes, and no other text', () => {
    expect(looksLikeToken(`rollcall_${'0123456789abcdef'.repeat(4)}`)).toBe(true);
    expect(looksLikeToken(`rollcall_${'a'.repeat(42)}`)).toBe(false);
    expect(looksLikeToken(`Rollcall_${'a'.repeat(43)}`)).toBe(false);
    expect(looksLikeToken(`rollcall_oauth.${'a'.repeat(43)}`)).toBe(false);
    expect(looksLikeToken(`x rollcall_${'a'.repeat(43)}`)).toBe(false);
  });
});

test('digests are the same for the same token only', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      expect(sameDigest(digestOf(one), digestOf(other))).toBe(one === other);
      expect(sameDigest(digestOf(one), digestOf(one))).toBe(true);
    }),
  );
});

describe('the hint that a log may show', () => {
  test('of a token made here it is the prefix and four characters', () => {
    expect(tokenHint(`rollcall_abcdefgh${'x'.repeat(35)}`)).toBe('rollcall_abcd…');
  });

  test('never gives away more than four characters of a secret, and nothing of a short one', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ maxLength: 60 }), fc.constantFrom(makeToken(), makeToken())),
        (token) => {
          const hint = tokenHint(token);
          const secret = looksLikeToken(token) ? token.slice('rollcall_'.length) : token;
          const shown = hint.replace('rollcall_', '').replace('…', '');
          expect(shown.length).toBeLessThanOrEqual(4);
          if (secret.length < 20) expect(shown).toBe('');
        },
      ),
    );
  });
});
