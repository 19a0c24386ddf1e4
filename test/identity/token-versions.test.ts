import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  grantOf,
  isTokenSecret,
  newestFirst,
  standings,
  versionsToRead,
} from '../../src/identity/token-versions.ts';
import type { SecretVersion } from '../../src/identity/vault.ts';

const NOW = 1_000_000;

function version(name: string, given: Partial<SecretVersion> = {}): SecretVersion {
  return {
    version: name,
    enabled: true,
    createdAt: 0,
    notBefore: undefined,
    expiresAt: undefined,
    tags: {},
    ...given,
  };
}

const anyVersion = fc.record({
  version: fc.uuid(),
  enabled: fc.boolean(),
  createdAt: fc.integer({ min: 0, max: 5 }).map((second) => second * 1000),
  notBefore: fc.option(fc.integer({ min: NOW - 2, max: NOW + 2 }), { nil: undefined }),
  expiresAt: fc.option(fc.integer({ min: NOW - 2, max: NOW + 2 }), { nil: undefined }),
  tags: fc.constant({}),
});
const versionsOfOneSecret = fc.uniqueArray(anyVersion, { selector: ({ version: id }) => id, maxLength: 12 });

describe('the versions of a token that are accepted', () => {
  test('are the newest three; an older one is superseded', () => {
    const versions = newestFirst([1, 5, 3, 4, 2].map((age) => version(`v${age}`, { createdAt: age })));
    expect([...standings(versions, NOW)]).toEqual([
      ['v5', 'accepted'],
      ['v4', 'accepted'],
      ['v3', 'accepted'],
      ['v2', 'superseded'],
      ['v1', 'superseded'],
    ]);
  });

  test('one that is disabled, not started or expired leaves its place to an older one', () => {
    const versions = newestFirst([
      version('disabled', { createdAt: 9, enabled: false }),
      version('later', { createdAt: 8, notBefore: NOW + 1 }),
      version('over', { createdAt: 7, expiresAt: NOW }),
      version('begun', { createdAt: 6, notBefore: NOW }),
      version('ending', { createdAt: 5, expiresAt: NOW + 1 }),
      version('old', { createdAt: 4 }),
      version('older', { createdAt: 3 }),
    ]);
    expect(Object.fromEntries(standings(versions, NOW))).toEqual({
      disabled: 'disabled',
      later: 'notStarted',
      over: 'expired',
      begun: 'accepted',
      ending: 'accepted',
      old: 'accepted',
      older: 'superseded',
    });
  });

  test('are the first three usable ones in the order of age, whatever the versions look like', () => {
    fc.assert(
      fc.property(versionsOfOneSecret, (given) => {
        const versions = newestFirst(given);
        const standing = standings(versions, NOW);
        const usable = versions.filter(
          ({ enabled, notBefore = 0, expiresAt = Infinity }) =>
            enabled && notBefore <= NOW && NOW < expiresAt,
        );
        const accepted = versions.filter(({ version: id }) => standing.get(id) === 'accepted');
        expect(accepted).toEqual(usable.slice(0, 3));
        expect(newestFirst([...given].reverse())).toEqual(versions);
      }),
    );
  });

  test('are all read, and of the others a few that can be read, to say why they are refused', () => {
    fc.assert(
      fc.property(versionsOfOneSecret, (given) => {
        const versions = newestFirst(given);
        const read = versionsToRead(versions, NOW);
        const standing = standings(versions, NOW);
        expect(read.every(({ enabled }) => enabled)).toBe(true);
        expect(read.length).toBeLessThanOrEqual(6);
        for (const { version: id } of versions) {
          if (standing.get(id) === 'accepted') expect(read.map((one) => one.version)).toContain(id);
        }
      }),
    );
  });
});

test('secrets whose name begins with scim-token hold tokens, in any case', () => {
  for (const name of ['scim-token', 'scim-token-okta', 'SCIM-Token2']) expect(isTokenSecret(name)).toBe(true);
  for (const name of ['rollcall-seal', 'my-scim-token', 'scim', 'scimtoken'])
    expect(isTokenSecret(name)).toBe(false);
});

describe('the tags of a version', () => {
  const read = (tags: Record<string, string>) => {
    const one = version('v', { tags });
    return grantOf(one, [one]);
  };
  const grants: [Record<string, string>, object][] = [
    [{}, { directory: 'default', label: undefined, scopes: new Set(['scim']) }],
    [{ directory: 'emea' }, { directory: 'emea', label: undefined, scopes: new Set(['scim']) }],
    [
      { Directory: ' emea ', Label: 'Okta' },
      { directory: 'emea', label: 'Okta', scopes: new Set(['scim']) },
    ],
    [{ scope: 'read' }, { directory: 'default', label: undefined, scopes: new Set(['read']) }],
    [
      { scope: 'manage, READ scim' },
      { directory: 'default', label: undefined, scopes: new Set(['scim', 'read', 'manage']) },
    ],
  ];
  for (const [tags, grant] of grants) {
    test(`${JSON.stringify(tags)} grant what they say`, () => expect(read(tags)).toEqual(grant));
  }

  const problems: [Record<string, string>, RegExp][] = [
    [{ scope: 'scmi' }, /"scope" is "scmi"; use scim, read or manage/],
    [{ scope: 'scim admin' }, /"scope" is "scim admin"/],
    [{ scope: ' , ' }, /"scope" is ","/],
    [{ directory: 'EMEA' }, /"directory" is "EMEA"/],
    [{ directory: 'a/b' }, /"directory" is "a\/b"/],
    [{ directory: '' }, /"directory" is ""/],
    [{ directory: 'a'.repeat(64) }, /1 to 63/],
  ];
  for (const [tags, problem] of problems) {
    test(`${JSON.stringify(tags).slice(0, 40)} grant nothing and say why`, () =>
      expect(read(tags)).toEqual({ problem: expect.stringMatching(problem) }));
  }

  test('a version without any takes over those of the one before it, and only of an earlier one', () => {
    const newest = version('new', { createdAt: 3, tags: { cost: 'it' } });
    const middle = version('middle', {
      createdAt: 2,
      enabled: false,
      tags: { directory: 'emea', scope: 'read' },
    });
    const oldest = version('old', { createdAt: 1 });
    const versions = newestFirst([oldest, newest, middle]);
    expect(grantOf(newest, versions)).toMatchObject({ directory: 'emea', scopes: new Set(['read']) });
    expect(grantOf(oldest, versions)).toMatchObject({ directory: 'default', scopes: new Set(['scim']) });
  });
});
