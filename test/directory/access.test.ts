import { describe, expect, test } from 'vitest';
import { accessOf, accessPaths } from '../../src/directory/access.ts';
import { check } from '../../src/directory/check.ts';
import { explain } from '../../src/directory/explain.ts';
import { standingOf } from '../../src/directory/standing.ts';
import type { GroupMapping, Membership } from '../../src/directory/store.ts';
import type { WorkspaceRole } from '../../src/directory/workspace-role.ts';
import type { JsonObject } from '../../src/scim/json.ts';

const ORDER = ['owner', 'admin', 'member'];
const AT = { since: '2026-01-01T00:00:00Z', credential: 'scim-token', request: 'r1' };

const to = (
  workspace: string,
  role: WorkspaceRole,
  source: 'pattern' | 'explicit' = 'pattern',
): GroupMapping => ({
  workspace,
  workspaceName: workspace,
  role,
  source,
  ...AT,
});
const inGroups = (...groups: string[]): Membership[] => groups.map((group) => ({ group, ...AT }));
const standing = (attributes: JsonObject = {}) => standingOf(attributes, ORDER);

const MAPPINGS = new Map([
  ['sales admins', [to('sales', 'admin')]],
  ['sales members', [to('sales', 'member')]],
  ['leads', [to('sales', 'manager', 'explicit'), to('support', 'admin', 'explicit')]],
  ['lunch', []],
]);

const ADMIN: JsonObject = { roles: [{ value: 'admin' }] };
const OWNER: JsonObject = { roles: [{ value: 'Owner' }] };

const stories: {
  told: string;
  user?: JsonObject;
  groups: string[];
  everywhere?: boolean;
  workspaces: Record<string, string>;
}[] = [
  { told: 'nobody has access without a group', groups: [], workspaces: {} },
  {
    told: 'a group gives the role of its mapping',
    groups: ['sales members'],
    workspaces: { sales: 'member' },
  },
  { told: 'a group without a mapping gives nothing', groups: ['lunch'], workspaces: {} },
  { told: 'a group that does not exist any more gives nothing', groups: ['deleted'], workspaces: {} },
  {
    told: 'of two groups the stronger role wins',
    groups: ['sales members', 'sales admins'],
    workspaces: { sales: 'admin' },
  },
  {
    told: 'a group may give a different role in each workspace',
    groups: ['leads', 'sales members'],
    workspaces: { sales: 'manager', support: 'admin' },
  },
  { told: 'who is inactive has none', user: { active: false }, groups: ['sales admins'], workspaces: {} },
  {
    told: 'an inactive owner has none either',
    user: { ...OWNER, active: false },
    groups: ['leads'],
    workspaces: {},
  },
  {
    told: 'an organization admin has admin everywhere',
    user: ADMIN,
    groups: [],
    everywhere: true,
    workspaces: {},
  },
  {
    told: 'and whoever is above; a lower role of a group takes nothing from it',
    user: OWNER,
    groups: ['sales members'],
    everywhere: true,
    workspaces: { sales: 'admin, inherited' },
  },
];

describe('access', () => {
  for (const { told, user, groups, everywhere = false, workspaces } of stories) {
    test(told, () => {
      const access = accessOf(standing(user), accessPaths(inGroups(...groups), MAPPINGS));
      expect(access.everywhere).toEqual(everywhere ? { role: 'admin', inherited: true } : undefined);
      const found = [...access.workspaces].map(([id, { role, inherited }]) => [
        id,
        inherited ? `${role}, inherited` : role,
      ]);
      expect(Object.fromEntries(found)).toEqual(workspaces);
    });
  }
});

describe('check', () => {
  const member = { standing: standing(), workspace: 'active', needed: 'member' } as const;
  const ways = (...mappings: GroupMapping[]) =>
    mappings.map((mapping) => ({ membership: { group: 'g', ...AT }, mapping }));
  const asMember = ways(to('sales', 'member'));

  const answers: {
    question: Parameters<typeof check>[0];
    allowed: boolean;
    role?: WorkspaceRole;
    reason: string;
  }[] = [
    { question: { ...member, paths: asMember }, allowed: true, role: 'member', reason: 'granted' },
    {
      question: { ...member, paths: asMember, needed: 'manager' },
      allowed: false,
      role: 'member',
      reason: 'roleTooLow',
    },
    {
      question: { ...member, paths: ways(to('sales', 'admin')), needed: 'manager' },
      allowed: true,
      role: 'admin',
      reason: 'granted',
    },
    { question: { ...member, paths: [] }, allowed: false, reason: 'noMapping' },
    {
      question: { ...member, standing: standing(ADMIN), paths: asMember, needed: 'admin' },
      allowed: true,
      role: 'admin',
      reason: 'inherited',
    },
    { question: { ...member, standing: undefined, paths: [] }, allowed: false, reason: 'unknownUser' },
    {
      question: { ...member, standing: standing({ active: false }), paths: asMember },
      allowed: false,
      reason: 'inactive',
    },
    {
      question: { ...member, standing: standing({ ...ADMIN, active: false }), paths: asMember },
      allowed: false,
      reason: 'inactive',
    },
    { question: { ...member, workspace: 'unknown', paths: [] }, allowed: false, reason: 'unknownWorkspace' },
    { question: { ...member, workspace: 'archived', paths: [] }, allowed: false, reason: 'archived' },
    {
      question: { ...member, standing: standing(ADMIN), workspace: 'archived', paths: [] },
      allowed: false,
      reason: 'archived',
    },
  ];

  for (const { question, allowed, role, reason } of answers) {
    const who = question.standing?.organizationAdmin ? 'an organization admin' : 'a user';
    test(`${who} with ${question.paths.length} way(s) asking for ${question.needed}: ${reason}`, () => {
      expect(check(question)).toEqual({ allowed, role, reason });
    });
  }
});

describe('explain', () => {
  const ways = accessPaths(inGroups('sales members', 'leads', 'sales admins'), MAPPINGS).filter(
    ({ mapping }) => mapping.workspace === 'sales',
  );
  const told = (explanation: ReturnType<typeof explain>) =>
    explanation.paths.map(({ membership, mapping, decides }) => [membership.group, mapping.role, decides]);

  test('shows every way, the strongest first, and which decides', () => {
    const explanation = explain(standing(), ways);
    expect(told(explanation)).toEqual([
      ['sales admins', 'admin', true],
      ['leads', 'manager', false],
      ['sales members', 'member', false],
    ]);
    expect(explanation).toMatchObject({
      access: { role: 'admin', inherited: false },
      organizationRoleDecides: false,
    });
  });

  test('says since when and by which request', () => {
    expect(explain(standing(), ways).paths[0]).toMatchObject({
      membership: AT,
      mapping: { ...AT, source: 'pattern' },
    });
  });

  test('reports an overlap where more than one way leads to the workspace', () => {
    expect(explain(standing(), ways.slice(0, 2)).overlap).toBe(true);
    expect(explain(standing(), ways.slice(0, 1)).overlap).toBe(false);
  });

  test('says of two equal ways that both decide', () => {
    const both = accessPaths(
      inGroups('b', 'a'),
      new Map([
        ['a', [to('w', 'member')]],
        ['b', [to('w', 'member')]],
      ]),
    );
    expect(told(explain(standing(), both))).toEqual([
      ['a', 'member', true],
      ['b', 'member', true],
    ]);
  });

  test('shows the ways of an inactive user, none of which decides', () => {
    const explanation = explain(standing({ active: false }), ways);
    expect(explanation.access).toBeUndefined();
    expect(explanation.paths.map(({ decides }) => decides)).toEqual([false, false, false]);
  });

  test('says that the organization role decides', () => {
    expect(explain(standing(ADMIN), [])).toEqual({
      access: { role: 'admin', inherited: true },
      organizationRoleDecides: true,
      paths: [],
      overlap: false,
    });
  });
});
