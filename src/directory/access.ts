// Who may do what in a workspace. A pure function of three things that are read fresh: what the user brings (active,
// organization role), the groups they are in, and what those groups are mapped to. Nothing is remembered and nothing added
// up over time, so access is the same whatever the order in which the events came, it falls as surely as it rises, and a
// user who is moved between two groups by two requests never ends with less than the stronger of both.
import type { Standing } from './standing.ts';
import type { GroupMapping, Membership } from './store.ts';
import { strongest, type WorkspaceRole } from './workspace-role.ts';

/** One way to a role: the user is in a group, and the group is mapped. */
export interface AccessPath {
  readonly membership: Membership;
  readonly mapping: GroupMapping;
}

/** What decides of a way to a role. */
export interface RolePath {
  readonly mapping: { readonly role: WorkspaceRole };
}

export interface WorkspaceAccess {
  readonly role: WorkspaceRole;
  /** It comes with the organization role, so that no group has to give it and none can take it. */
  readonly inherited: boolean;
}

export interface Access {
  /** `admin` for who rules the organization: their access to every workspace, those not named here included. */
  readonly everywhere: WorkspaceAccess | undefined;
  /** By workspace id: the workspaces that the user's groups are mapped to. */
  readonly workspaces: ReadonlyMap<string, WorkspaceAccess>;
}

/**
 * Every way by which a user's groups are mapped to workspaces.
 * @param mappings of each group that exists, by group id; a membership of a group that is missing here leads nowhere
 */
export function accessPaths(
  memberships: readonly Membership[],
  mappings: ReadonlyMap<string, readonly GroupMapping[]>,
): AccessPath[] {
  return memberships.flatMap((membership) =>
    (mappings.get(membership.group) ?? []).map((mapping) => ({ membership, mapping })),
  );
}

/** The access that `paths`, all of one workspace which is not archived, give; `undefined` is none. */
export function workspaceAccess(standing: Standing, paths: readonly RolePath[]): WorkspaceAccess | undefined {
  if (!standing.active) return undefined;
  if (standing.organizationAdmin) return { role: 'admin', inherited: true };
  const role = strongest(paths.map(({ mapping }) => mapping.role));
  return role === undefined ? undefined : { role, inherited: false };
}

/** All the access of a user. */
export function accessOf(standing: Standing, paths: readonly AccessPath[]): Access {
  const workspaces = new Map<string, WorkspaceAccess>();
  for (const [workspace, ways] of byWorkspace(paths)) {
    const access = workspaceAccess(standing, ways);
    if (access !== undefined) workspaces.set(workspace, access);
  }
  const everywhere = standing.organizationAdmin ? workspaceAccess(standing, []) : undefined;
  return { everywhere, workspaces };
}

function byWorkspace(paths: readonly AccessPath[]): Map<string, AccessPath[]> {
  const ways = new Map<string, AccessPath[]>();
  for (const path of paths) {
    const others = ways.get(path.mapping.workspace);
    if (others === undefined) ways.set(path.mapping.workspace, [path]);
    else others.push(path);
  }
  return ways;
}
