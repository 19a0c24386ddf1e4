// A page of groups ends behind the one with which it holds too many members, so that no answer holds millions.
import { expect, test } from 'vitest';
import type { Candidate } from '../../src/directory/listing.ts';
import { showPage } from '../../src/directory/show-page.ts';

/** A group for each number of members, and which of them were read. */
function groups(...sizes: readonly number[]) {
  const read: number[] = [];
  const candidates = sizes.map(
    (size, at): Candidate => ({
      id: String(at),
      seenBy: async () => ({}),
      shown: async ({ excludedAttributes = [] }) => {
        if (excludedAttributes.length > 0) return { id: String(at) };
        read.push(at);
        return { id: String(at), members: Array.from({ length: size }, (_, value) => ({ value })) };
      },
    }),
  );
  return { candidates, read };
}

test.each<[string, readonly number[], number]>([
  ['exactly the limit goes on', [4_000, 6_000, 1], 3],
  ['one more ends it', [4_000, 6_001, 1, 1], 2],
  ['the first group is shown, however large', [90_000, 1], 1],
  ['many small ones', Array.from({ length: 200 }, () => 50), 200],
  ['nobody', [], 0],
])('%s', async (_, sizes, shown) => {
  const { candidates } = groups(...sizes);
  const page = await showPage(candidates, {});
  expect(page.map(({ id }) => id)).toEqual(candidates.slice(0, shown).map(({ id }) => id));
});

test('the groups behind the end of the page are not read, apart from those read at the same time', async () => {
  const { candidates, read } = groups(...Array.from({ length: 100 }, () => 3_000));
  expect(await showPage(candidates, {})).toHaveLength(4);
  expect(read.length).toBeLessThanOrEqual(8);
});

test('where members are not asked for, nothing is cut', async () => {
  const { candidates } = groups(...Array.from({ length: 100 }, () => 3_000));
  expect(await showPage(candidates, { excludedAttributes: ['members'] })).toHaveLength(100);
});
