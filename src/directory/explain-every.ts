// Why a user has the access they have, for every workspace that their groups lead to: the answers of `explainAccess` from the
// user and their groups as they were read once, so that a page about a person costs no more with ten workspaces than with one.
import { accessPaths } from './access.ts';
import type { ExplainedAccess } from './ask-access.ts';
import { check } from './check.ts';
import { explain } from './explain.ts';
import type { OrganizationRoleOrder } from './organization-role.ts';
import { standingOf } from './standing.ts';
import type { GroupRecord, UserRecord } from './store.ts';
import { workspaceCalled } from './workspace.ts';

/** In the order of the workspaces' names. @param groups those of the user's that exist */
export function explainEvery(
  user: UserRecord,
  groups: readonly GroupRecord[],
  order: OrganizationRoleOrder,
): ExplainedAccess[] {
  const standing = standingOf(user.attributes, order);
  const byId = new Map(groups.map((group) => [group.id, group]));
  const mappings = new Map(groups.map((group) => [group.id, group.mappings]));
  const ways = Map.groupBy(accessPaths(user.memberships, mappings), ({ mapping }) => mapping.workspace);
  return [...ways.values()]
    .map((paths): ExplainedAccess => {
      const explanation = explain(standing, paths);
      return {
        // A group that is there leads to it, so it is not archived.
        result: check({ standing, workspace: 'active', paths, needed: 'member' }),
        paths: explanation.paths,
        organizationRoleDecides: explanation.organizationRoleDecides,
        user,
        standing,
        workspace: workspaceCalled(paths[0]?.mapping.workspaceName ?? ''),
        status: 'active',
        groups: byId,
      };
    })
    .sort((a, b) => compare(a.workspace?.name ?? '', b.workspace?.name ?? ''));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
