// "Without case" is the same for a text and for each of its characters, so that a prefix stays a prefix.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldCase } from '../../src/scim/fold.ts';

const characterByCharacter = (text: string) => [...text].map((one) => one.toLowerCase()).join('');

test('every character is folded as it is alone, wherever it stands', () => {
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    const surrounded = `a${character}b ${character}`;
    if (foldCase(surrounded) !== characterByCharacter(surrounded))
      throw new Error(`U+${code.toString(16)} differs`);
  }
});

test('a text is folded character by character', () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom('Σ', 'ς', 'σ', 'İ', 'I', 'ẞ', 'ß', ' ', '\u0307'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
  });
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(foldCase(one)).toBe(characterByCharacter(one));
      expect(foldCase(one + other)).toBe(foldCase(one) + foldCase(other));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['NADIA@Atlas.EXAMPLE', 'nadia@atlas.example'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['Straße', 'straße'],
])('%s is %s', (text, folded) => {
  expect(foldCase(text)).toBe(folded);
});
