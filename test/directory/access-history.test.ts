// Whatever happens to a directory, access is what a naive reading of its whole history says, and the order in which events
// about different things arrive makes no difference.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accessOf, accessPaths, workspaceAccess } from '../../src/directory/access.ts';
import { check } from '../../src/directory/check.ts';
import { explain } from '../../src/directory/explain.ts';
import { DEFAULT_NAME_PATTERN, parseGroupName } from '../../src/directory/mapping-name.ts';
import { DEFAULT_ORGANIZATION_ROLES } from '../../src/directory/organization-role.ts';
import { standingOf } from '../../src/directory/standing.ts';
import type { GroupMapping, Membership } from '../../src/directory/store.ts';
import { workspaceCalled } from '../../src/directory/workspace.ts';
import { atLeast, WORKSPACE_ROLES } from '../../src/directory/workspace-role.ts';
import type { JsonObject } from '../../src/scim/json.ts';
import { type Event, history, reordered, USERS, WORKSPACES } from './history.ts';
import { naiveRole } from './naive-access.ts';

const RUNS = 3000;
const AT = { since: '2026-01-01T00:00:00Z', credential: 'scim-token', request: 'r' };

/** What a directory holds after some events, in the order in which it came. */
interface Held {
  readonly attributes: Map<string, JsonObject>;
  readonly names: Map<string, string>;
  readonly memberships: Map<string, Membership[]>;
  readonly explicit: Map<string, GroupMapping[]>;
}

function after(events: readonly Event[]): Held {
  const held: Held = { attributes: new Map(), names: new Map(), memberships: new Map(), explicit: new Map() };
  for (const event of events) apply(held, event);
  return held;
}

function apply({ attributes, names, memberships, explicit }: Held, event: Event): void {
  if ('group' in event && event.what !== 'name' && !names.has(event.group)) return;
  switch (event.what) {
    case 'activate':
    case 'deactivate':
      attributes.set(event.user, { ...attributes.get(event.user), active: event.what === 'activate' });
      return;
    case 'give roles': {
      const roles = event.roles.map((value) => ({ value }));
      attributes.set(event.user, { ...attributes.get(event.user), roles });
      return;
    }
    case 'name':
      names.set(event.group, event.name);
      return;
    case 'delete':
      names.delete(event.group);
      explicit.delete(event.group);
      for (const [user, own] of memberships) {
        memberships.set(
          user,
          own.filter(({ group }) => group !== event.group),
        );
      }
      return;
    case 'add':
    case 'remove': {
      const others = (memberships.get(event.user) ?? []).filter(({ group }) => group !== event.group);
      memberships.set(event.user, event.what === 'add' ? [...others, { group: event.group, ...AT }] : others);
      return;
    }
    case 'map':
    case 'unmap': {
      const { id } = workspaceCalled(event.workspace);
      const others = (explicit.get(event.group) ?? []).filter(({ workspace }) => workspace !== id);
      const own = {
        workspace: id,
        workspaceName: event.workspace,
        role: event.what === 'map' ? event.role : 'member',
        source: 'explicit',
        ...AT,
      } as const;
      explicit.set(event.group, event.what === 'map' ? [...others, own] : others);
    }
  }
}

function mappingsOf({ names, explicit }: Held): Map<string, readonly GroupMapping[]> {
  return new Map(
    [...names].map(([group, name]) => {
      const found = parseGroupName(name, DEFAULT_NAME_PATTERN);
      const own = explicit.get(group) ?? [];
      if (found === undefined) return [group, own];
      const { id, name: workspaceName } = workspaceCalled(found.workspace);
      return [group, [...own, { workspace: id, workspaceName, role: found.role, source: 'pattern', ...AT }]];
    }),
  );
}

function waysOf(held: Held, user: string) {
  const standing = standingOf(held.attributes.get(user) ?? {}, DEFAULT_ORGANIZATION_ROLES);
  const paths = accessPaths(held.memberships.get(user) ?? [], mappingsOf(held));
  return { standing, paths };
}

/** The role of each user in each workspace, as every one of the pure functions says it. */
function rolesAfter(events: readonly Event[]): Record<string, string> {
  const held = after(events);
  const roles: Record<string, string> = {};
  for (const user of USERS) {
    const { standing, paths } = waysOf(held, user);
    const access = accessOf(standing, paths);
    for (const name of WORKSPACES) {
      const { id } = workspaceCalled(name);
      const own = access.everywhere ?? access.workspaces.get(id);
      roles[`${user} in ${name}`] = own === undefined ? 'none' : own.inherited ? 'inherited' : own.role;
    }
  }
  return roles;
}

function naiveRolesAfter(events: readonly Event[]): Record<string, string> {
  return Object.fromEntries(
    USERS.flatMap((user) => WORKSPACES.map((name) => [`${user} in ${name}`, naiveRole(events, user, name)])),
  );
}

test('access is what a naive reading of the whole history says', () => {
  fc.assert(
    fc.property(history, (events) => {
      expect(rolesAfter(events)).toEqual(naiveRolesAfter(events));
    }),
    { numRuns: RUNS },
  );
});

test('the same events in any order give the same access', () => {
  fc.assert(
    fc.property(history, fc.array(fc.nat(), { minLength: 1, maxLength: 60 }), (events, choices) => {
      expect(rolesAfter(reordered(events, choices))).toEqual(rolesAfter(events));
    }),
    { numRuns: RUNS },
  );
});

test('access, check and explain never disagree', () => {
  fc.assert(
    fc.property(history, fc.constantFrom(...USERS), fc.constantFrom(...WORKSPACES), (events, user, name) => {
      const { standing, paths } = waysOf(after(events), user);
      const ways = paths.filter(({ mapping }) => mapping.workspace === workspaceCalled(name).id);
      const access = workspaceAccess(standing, ways);
      const explained = explain(standing, ways);

      expect(explained.access).toEqual(access);
      expect(explained.paths).toHaveLength(ways.length);
      expect(explained.paths.filter(({ decides }) => decides).map(({ mapping }) => mapping.role)).toEqual(
        ways.filter(({ mapping }) => mapping.role === access?.role).map(({ mapping }) => mapping.role),
      );
      expect(
        access === undefined || explained.organizationRoleDecides || explained.paths[0]?.decides === true,
      ).toBe(true);

      for (const needed of WORKSPACE_ROLES) {
        const answer = check({ standing, workspace: 'active', paths: ways, needed });
        expect(answer.role).toBe(access?.role);
        expect(answer.allowed).toBe(access !== undefined && atLeast(access.role, needed));
      }
    }),
    { numRuns: RUNS },
  );
});

test('taking away every way that decides lowers or ends the access, unless it is inherited', () => {
  fc.assert(
    fc.property(history, fc.constantFrom(...USERS), (events, user) => {
      const { standing, paths } = waysOf(after(events), user);
      const { access, paths: explained } = explain(standing, paths);
      const rest = workspaceAccess(
        standing,
        explained.filter(({ decides }) => !decides),
      );
      if (access === undefined || access.inherited) expect(rest).toEqual(access);
      else expect(rest !== undefined && atLeast(rest.role, access.role)).toBe(false);
    }),
    { numRuns: RUNS },
  );
});
