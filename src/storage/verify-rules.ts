// What each row of a directory demands of the others and of itself: the invariants, as data for verify.ts.
import { isGroupId } from '../directory/ids.ts';
import { DEFAULT_ORGANIZATION_ROLES, type OrganizationRoleOrder } from '../directory/organization-role.ts';
import { workspaceCalled } from '../directory/workspace.ts';
import { columnsText } from './columns.ts';
import {
  adminKey,
  groupGuardKey,
  groupKey,
  mappingKey,
  memberKey,
  membershipKey,
  parentKey,
  taskKey,
  userGuardKey,
  userKey,
  workspaceGroupKey,
  workspaceKey,
  workspaceNameKey,
} from './keys.ts';
import { indexKeys as groupIndexKeys } from './plan-group.ts';
import { indexKeys as userIndexKeys } from './plan-user.ts';
import type { Row } from './reads.ts';
import { ADMIN_INDEXED, storedAttributes } from './rows.ts';
import type { Columns } from './transaction.ts';
import { waitingIn } from './waiting.ts';

/** A row that must be there, with these columns among others. */
export interface Demand {
  readonly key: string;
  readonly columns?: Columns;
}

export interface Look {
  readonly demands?: readonly Demand[];
  /** A row that must not be there. */
  readonly forbids?: string;
  /** What is wrong with the row by itself. */
  readonly problem?: string | undefined;
}

/** `roleOrder` is undefined while a change of it is being carried through. */
type Rule = (row: Row, parts: readonly string[], roleOrder: OrganizationRoleOrder | undefined) => Look;

interface Kind {
  readonly look: Rule;
  /** It points to something, and nothing but the row that demands it would notice it. */
  readonly pointsOnly?: (row: Row) => boolean;
}

const always = () => true;
const keys = (...demanded: readonly string[]): Look => ({ demands: demanded.map((key) => ({ key })) });
const ofUser: Kind = { look: ({ columns }) => keys(userKey(String(columns.id))), pointsOnly: always };
const ofGroup: Kind = { look: ({ columns }) => keys(groupKey(String(columns.id))), pointsOnly: always };

/** By the letters before the first `~`; `parts` are what `~` separates after them. */
const KINDS: Readonly<Record<string, Kind>> = {
  u: {
    look: (row, [user = '', kind, group = ''], roleOrder) => {
      if (kind === undefined) return lookAtUser(row, user, roleOrder);
      if (kind === '') return keys(userKey(user));
      return keys(userGuardKey(user), memberKey(group, user), groupGuardKey(group));
    },
  },
  g: {
    look: (row, [group = '', kind, other = '', source = '']) => {
      if (kind === undefined) return lookAtGroup(row, group);
      if (kind === '') return { ...keys(groupKey(group)), problem: dateProblem(row, 'touched') };
      if (kind === 'p') return keys(groupGuardKey(group), memberKey(other, group), groupGuardKey(other));
      if (kind === 'b') {
        waitingIn(row.columns);
        return keys(groupGuardKey(group), taskKey('bind', group));
      }
      const beside = { key: workspaceGroupKey(other, group, source), columns: { role: roleIn(row) } };
      return { demands: [{ key: groupGuardKey(group) }, beside, { key: workspaceKey(other) }] };
    },
  },
  m: {
    look: (_row, [group = '', member = '']) =>
      keys(isGroupId(member) ? parentKey(member, group) : membershipKey(member, group)),
  },
  w: {
    look: (row, [workspace = '', group = '', source = '']) => ({
      demands: [{ key: mappingKey(group, workspace, source), columns: { role: roleIn(row) } }],
    }),
  },
  k: {
    look: ({ columns }, [workspace = '']) => {
      const { id, slug, name } = workspaceCalled(String(columns.name));
      const isRight = id === workspace && slug === columns.slug;
      return isRight
        ? { demands: pointing(new Set([workspaceNameKey(name)]), id) }
        : { problem: `has a name or slug that makes another workspace (${id}, ${slug})` };
    },
  },
  kn: { look: ({ columns }) => keys(workspaceKey(String(columns.id))), pointsOnly: always },
  o: { look: (_row, [user = '']) => keys(userKey(user)), pointsOnly: always },
  un: ofUser,
  ux: ofUser,
  ue: ofUser,
  ud: ofUser,
  gx: ofGroup,
  gn: {
    look: (row, [name = '']) => {
      if (row.columns.id !== undefined) return keys(groupKey(String(row.columns.id)));
      // A name for which mappings wait has no group, but is listed.
      waitingIn(row.columns);
      return keys(`q~${name}`);
    },
    pointsOnly: ({ columns }) => columns.id !== undefined,
  },
  q: { look: (_row, [name = '']) => keys(`gn~${name}`), pointsOnly: always },
  x: {
    look: (_row, [kind, id = '']) => ({ forbids: kind === 'user' ? userGuardKey(id) : groupGuardKey(id) }),
  },
  c: {
    look: ({ columns }) => {
      JSON.parse(columnsText('changes', columns) ?? '');
      return {};
    },
  },
  s: {
    look: ({ columns }) => {
      JSON.parse(String(columns.organizationRoles));
      return {};
    },
  },
  l: { look: () => ({}) },
  t: { look: () => ({}) },
};

const UNKNOWN: Look = { problem: 'is of no kind that this version knows' };

/** What must hold because this row is there. */
export function lookAt(row: Row, roleOrder: OrganizationRoleOrder | undefined): Look {
  const [letters = '', ...parts] = row.key.split('~');
  try {
    return KINDS[letters]?.look(row, parts, roleOrder) ?? UNKNOWN;
  } catch (error) {
    return { problem: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Whether the row may only be there when another demands it. */
export function pointsOnly(row: Row): boolean {
  const [letters = ''] = row.key.split('~', 1);
  return KINDS[letters]?.pointsOnly?.(row) ?? false;
}

function lookAtUser(row: Row, user: string, roleOrder: OrganizationRoleOrder | undefined): Look {
  const wanted = userIndexKeys(user, storedAttributes(row), roleOrder ?? DEFAULT_ORGANIZATION_ROLES);
  const isAdmin = wanted.delete(adminKey(user));
  const isIndexed = row.columns.indexed === ADMIN_INDEXED;
  if (isIndexed) wanted.add(adminKey(user));
  const problem =
    roleOrder === undefined || isAdmin === isIndexed
      ? resourceProblem(row)
      : `is ${isIndexed ? '' : 'not '}kept as an organization admin, which its roles do not say`;
  return { demands: [{ key: userGuardKey(user) }, ...pointing(wanted, user)], problem };
}

function lookAtGroup(row: Row, group: string): Look {
  const wanted = groupIndexKeys(group, storedAttributes(row));
  return {
    demands: [{ key: groupGuardKey(group) }, ...pointing(wanted, group)],
    problem: resourceProblem(row),
  };
}

function pointing(index: ReadonlySet<string>, id: string): Demand[] {
  return [...index].map((key) => ({ key, columns: { id } }));
}

function resourceProblem(row: Row): string | undefined {
  if (!(Number.isInteger(row.columns.revision) && Number(row.columns.revision) > 0)) return 'has no revision';
  if (!(Number(row.columns.stamp) > 0)) return 'has no stamp of its last change';
  return dateProblem(row, 'created');
}

function dateProblem(row: Row, column: string): string | undefined {
  return Number.isNaN(Date.parse(String(row.columns[column]))) ? `has no date in ${column}` : undefined;
}

function roleIn({ columns }: Row): string {
  return String(columns.role);
}
