// The picture of a user's access, without a browser: where everything stands, and what it says in words.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { UserDetail } from '../../console/src/api/types.ts';
import { type Box, layoutOf } from '../../console/src/components/access-picture/layout.ts';
import { inWords, type Picture } from '../../console/src/components/access-picture/picture.ts';
import { pictureOf } from '../../console/src/pages/users/picture-of.ts';

const ROLES = ['admin', 'manager', 'member'] as const;

const pictures = fc
  .record({ groups: fc.integer({ min: 0, max: 12 }), workspaces: fc.integer({ min: 0, max: 12 }) })
  .chain(({ groups, workspaces }) =>
    fc
      .uniqueArray(
        fc.record({
          group: fc.integer({ min: 0, max: Math.max(groups - 1, 0) }),
          workspace: fc.integer({ min: 0, max: Math.max(workspaces - 1, 0) }),
          role: fc.constantFrom(...ROLES),
          source: fc.constant('pattern' as const),
          decides: fc.boolean(),
        }),
        {
          maxLength: groups * workspaces === 0 ? 0 : 20,
          selector: ({ group, workspace }) => `${group} ${workspace}`,
        },
      )
      .map(
        (ways): Picture => ({
          user: { name: 'Nadia Okafor', active: true, role: 'member' },
          groups: Array.from({ length: groups }, (_, at) => ({
            kind: 'group',
            id: `${at}`,
            name: `Group ${at}`,
          })),
          workspaces: Array.from({ length: workspaces }, (_, at) => ({
            slug: `${at}`,
            name: `W${at}`,
            role: 'member',
          })),
          ways,
        }),
      ),
  );

describe.each([320, 679, 680, 1_120])('at %i pixels', (width) => {
  test('everything is inside, and nothing stands on anything else', () => {
    fc.assert(
      fc.property(pictures, (picture) => {
        const { user, groups, workspaces, ways, height } = layoutOf(picture, width);
        const nodes = [user, ...groups.map(({ box }) => box), ...workspaces];
        for (const box of [...nodes, ...ways]) {
          expect(box.x).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width).toBeLessThanOrEqual(width + 0.01);
          expect(box.y).toBeGreaterThanOrEqual(0);
          expect(box.y + box.height).toBeLessThanOrEqual(height + 0.01);
        }
        expect(nodes.filter((box, at) => nodes.slice(at + 1).some((other) => overlap(box, other)))).toEqual(
          [],
        );
        expect(ways.filter((box, at) => ways.slice(at + 1).some((other) => overlap(box, other)))).toEqual([]);
        expect(ways).toHaveLength(picture.ways.length);
        expect(new Set(groups.map(({ group }) => group)).size).toBe(picture.groups.length);
      }),
      { numRuns: 300 },
    );
  });
});

function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

const MADE = { since: '2026-11-25T10:00:00Z', credential: 'scim-token', request: '1' };
const SALES = { object: 'workspace', id: '1', slug: 'sales-1', name: 'Sales', status: 'active' } as const;

/** What the service says of somebody with a way to Sales, and with so many groups that lead nowhere. */
function detailWith(unmapped: number): UserDetail {
  const names = ['Sellers', ...Array.from({ length: unmapped }, (_, at) => `Club ${at + 1}`)];
  return {
    user: {
      object: 'user',
      id: '1',
      user_name: 'nadia@contoso.example',
      external_id: null,
      email: null,
      first_name: null,
      last_name: null,
      active: true,
      role: 'member',
      all_workspaces: null,
      workspaces: [],
      created_at: MADE.since,
      last_updated_at: MADE.since,
    },
    display_name: null,
    attributes: {},
    groups: names.map((name) => ({ id: name, display_name: name, ...MADE })),
    access: [
      {
        allowed: true,
        role: 'member',
        reason: 'granted',
        user: null,
        workspace: SALES,
        organization_role_decides: false,
        overlap: false,
        paths: [
          {
            group_id: 'Sellers',
            group_name: 'Sellers',
            role: 'member',
            decides: true,
            membership: MADE,
            mapping: { ...MADE, id: '1', source: 'explicit' },
          },
        ],
      },
    ],
  };
}

test('groups that lead nowhere are counted where there are many', () => {
  const { groups, user } = pictureOf(detailWith(400));
  expect(groups.map(({ name }) => name)).toEqual([
    'Sellers',
    ...[1, 2, 3, 4, 5].map((at) => `Club ${at}`),
    'and 395 more',
  ]);
  expect(user.name).toBe('nadia@contoso.example');
});

test('in words it says who has what by what', () => {
  expect(inWords(pictureOf(detailWith(0)))).toEqual(['member in Sales by Sellers.']);
});
