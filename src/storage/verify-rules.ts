// What each row of a directory demands of the others: the invariants, as data for verify.ts. A row that is demanded and not
// there, and an index row that nobody demands, are faults.
import { isGroupId } from '../directory/ids.ts';
import type { OrganizationRoleOrder } from '../directory/organization-role.ts';
import {
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
} from './keys.ts';
import { indexKeys as groupIndexKeys } from './plan-group.ts';
import { indexKeys as userIndexKeys } from './plan-user.ts';
import type { Row } from './reads.ts';
import { storedAttributes } from './rows.ts';

type Rule = (row: Row, parts: readonly string[], roleOrder: OrganizationRoleOrder) => string[];

/** Rules by the letters before the first `~`; `parts` are what `~` separates after them. */
const RULES: Readonly<Record<string, Rule>> = {
  u: (row, [user = '', kind, group = ''], roleOrder) => {
    if (kind === undefined) {
      return [userGuardKey(user), ...userIndexKeys(user, storedAttributes(row), roleOrder)];
    }
    if (kind === '') return [userKey(user)];
    return [userGuardKey(user), memberKey(group, user), groupGuardKey(group)];
  },
  g: (row, [group = '', kind, other = '', source = '']) => {
    if (kind === undefined) return [groupGuardKey(group), ...groupIndexKeys(group, storedAttributes(row))];
    if (kind === '') return [groupKey(group)];
    if (kind === 'p') return [groupGuardKey(group), memberKey(other, group), groupGuardKey(other)];
    if (kind === 'b') return [groupGuardKey(group), taskKey('bind', group)];
    return [groupGuardKey(group), workspaceGroupKey(other, group, source), workspaceKey(other)];
  },
  m: (_row, [group = '', member = '']) => [
    isGroupId(member) ? parentKey(member, group) : membershipKey(member, group),
  ],
  w: (_row, [workspace = '', group = '', source = '']) => [mappingKey(group, workspace, source)],
  o: (_row, [user = '']) => [userKey(user)],
  un: ofUser,
  ux: ofUser,
  ue: ofUser,
  ud: ofUser,
  gn: ofGroup,
  gx: ofGroup,
  q: (_row, [name = '']) => [`gn~${name}`],
};

function ofUser(row: Row): string[] {
  return [userKey(String(row.columns.id))];
}

/** A name for which mappings wait has no group, but is listed. */
function ofGroup(row: Row, [name = '']: readonly string[]): string[] {
  return row.columns.id === undefined ? [`q~${name}`] : [groupKey(String(row.columns.id))];
}

/** The keys of the rows that must be there because this one is. */
export function demandsOf(row: Row, roleOrder: OrganizationRoleOrder): string[] {
  const [letters = '', ...parts] = row.key.split('~');
  return RULES[letters]?.(row, parts, roleOrder) ?? [];
}

/** Whether a row may only be there when another demands it: it points to something, and nothing else would notice it. */
export function isIndexRow(row: Row): boolean {
  return (
    /^(un|ux|ue|ud|gx|o|q)~/.test(row.key) || (row.key.startsWith('gn~') && row.columns.id !== undefined)
  );
}
