import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonicalWorkspaceName,
  workspaceCalled,
  workspaceNameStart,
} from '../../src/directory/workspace.ts';

const same: [string, string][] = [
  ['Sales', 'sales'],
  ['Sales', 'SALES'],
  ['  Sales\t', 'Sales'],
  ['Caf\u00e9', 'CAFE\u0301'],
  ['Straße', 'STRASSE'],
  ['STRAẞE', 'straße'],
  ['οδος', 'ΟΔΟΣ'],
  ['Ǆ', 'ǆ'],
  ['\u03b1\u0345\u0301', '\u1fb4'],
  ['İzmir', 'i\u0307zmir'],
];

const different: [string, string][] = [
  ['Sales', 'Sale'],
  ['Customer Success', 'CustomerSuccess'],
  ['Customer Success', 'Customer  Success'],
  ['Café', 'Cafe'],
  ['Kır', 'Kir'],
  ['north-west', 'north west'],
];

describe('names of one workspace', () => {
  for (const [a, b] of same) {
    test(`"${a}" and "${b}" are one`, () => {
      expect(workspaceCalled(a).id).toBe(workspaceCalled(b).id);
      expect(workspaceCalled(a).slug).toBe(workspaceCalled(b).slug);
    });
  }
  for (const [a, b] of different) {
    test(`"${a}" and "${b}" are two`, () => expect(workspaceCalled(a).id).not.toBe(workspaceCalled(b).id));
  }

  test('any spelling in capitals, small letters or another composition is the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        fc.pre(!/ı/.test(name));
        const canonical = canonicalWorkspaceName(name);
        expect(canonicalWorkspaceName(name.toLowerCase())).toBe(canonical);
        expect(canonicalWorkspaceName(name.toUpperCase())).toBe(canonical);
        expect(canonicalWorkspaceName(name.normalize('NFD'))).toBe(canonical);
        expect(canonicalWorkspaceName(` ${name} `)).toBe(canonical);
        expect(canonicalWorkspaceName(canonical)).toBe(canonical);
      }),
      { numRuns: 3000 },
    );
  });
});

test('the beginning of a name begins the name, whatever comes after it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (beginning, rest) => {
      // A mark would belong to the character before it.
      fc.pre(!/^\p{Mark}/u.test(rest));
      expect(workspaceNameStart(beginning + rest).startsWith(workspaceNameStart(beginning))).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ['cafe', 'Café'],
  ['하', '한국'],
  ['STRASS', 'straße'],
])('%s begins %s', (beginning, name) => {
  expect(workspaceNameStart(name).startsWith(workspaceNameStart(beginning))).toBe(true);
});

describe('the id of a workspace', () => {
  test('is a UUID of version 8 made of the SHA-256 of its canonical name', () => {
    const digest = createHash('sha256').update('workspace:sales').digest('hex');
    const { id } = workspaceCalled(' Sales ');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(id.slice(0, 13)).toBe(`${digest.slice(0, 8)}-${digest.slice(8, 12)}`);
    expect(id.slice(-12)).toBe(digest.slice(20, 32));
  });

  test('never changes: applications have stored it', () => {
    expect(workspaceCalled('Sales').id).toBe('4200136b-36f8-80d6-a2a2-bcd1db40c13a');
  });
});

const slugs: [string, RegExp][] = [
  ['Sales', /^sales-[0-9a-f]{8}$/],
  ['Customer Success (EU)', /^customer-success-eu-[0-9a-f]{8}$/],
  ['Crème Brûlée', /^creme-brulee-[0-9a-f]{8}$/],
  ['Straße', /^strasse-[0-9a-f]{8}$/],
  ['--R&D--', /^r-d-[0-9a-f]{8}$/],
  ['営業部', /^workspace-[0-9a-f]{8}$/],
  ['x'.repeat(200), /^x{48}-[0-9a-f]{8}$/],
];

describe('the slug of a workspace', () => {
  for (const [name, slug] of slugs) {
    test(`of "${name.slice(0, 30)}"`, () => {
      const workspace = workspaceCalled(name);
      expect(workspace.slug).toMatch(slug);
      expect(workspace.slug.slice(-8)).toBe(workspace.id.slice(0, 8));
    });
  }
});

test('a workspace is shown under the name that was written, without outer blanks', () => {
  expect(workspaceCalled('  Sales EMEA ').name).toBe('Sales EMEA');
});
