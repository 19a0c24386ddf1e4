// A user's access, read from what is true now: the user with memberships, and each of their groups with its mappings.
// Nothing is kept from one question to the next.

import { type Access, type AccessPath, accessOf, accessPaths, type WorkspaceAccess } from './access.ts';
import type { AccessStore } from './access-store.ts';
import { eachAtOnce } from './at-once.ts';
import type { OrganizationRoleOrder } from './organization-role.ts';
import { type Standing, standingOf } from './standing.ts';
import type { DirectoryStore, GroupMapping, GroupRecord, UserRecord } from './store.ts';
import { type Workspace, workspaceCalled } from './workspace.ts';
import { pageWorkspaces } from './workspaces.ts';

export interface UserWorkspace extends Workspace, WorkspaceAccess {}

export interface UserAccess {
  readonly user: UserRecord;
  readonly standing: Standing;
  /** The access to every workspace that comes with the organization role. */
  readonly everywhere: WorkspaceAccess | undefined;
  /** Those that the user's groups lead to, in the order of their ids. */
  readonly workspaces: readonly UserWorkspace[];
}

/** Reads the access of users, each group once however many of them are in it. */
export interface AccessReader {
  read(user: UserRecord): Promise<UserAccess>;
}

export function createAccessReader(store: DirectoryStore): AccessReader {
  const groups = new Map<string, Promise<GroupRecord | undefined>>();
  const readGroup = (id: string) => {
    const known = groups.get(id) ?? store.readGroup(id);
    groups.set(id, known);
    return known;
  };
  return {
    async read(user) {
      const [{ organizationRoles }, found] = await Promise.all([
        store.settings(),
        eachAtOnce(user.memberships, ({ group }) => readGroup(group)),
      ]);
      return userAccess(user, found, organizationRoles);
    },
  };
}

/** @param groups those of the user's that exist, in any order */
export function userAccess(
  user: UserRecord,
  groups: readonly (GroupRecord | undefined)[],
  order: OrganizationRoleOrder,
): UserAccess {
  const mappings = new Map<string, readonly GroupMapping[]>();
  for (const group of groups) if (group !== undefined) mappings.set(group.id, group.mappings);
  const standing = standingOf(user.attributes, order);
  const paths = accessPaths(user.memberships, mappings);
  const access = accessOf(standing, paths);
  return { user, standing, everywhere: access.everywhere, workspaces: named(access, paths) };
}

function named({ workspaces }: Access, paths: readonly AccessPath[]): UserWorkspace[] {
  const names = new Map(paths.map(({ mapping }) => [mapping.workspace, mapping.workspaceName]));
  return [...workspaces]
    .map(([id, access]) => ({ ...workspaceCalled(names.get(id) ?? ''), ...access }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** More workspaces than this are not listed with one user. */
export const LISTED_WORKSPACES = 1_000;

/** With a workspace for each that is active, where the organization role gives access to all of them. */
export async function withEveryWorkspace(store: AccessStore, access: UserAccess): Promise<UserAccess> {
  const { everywhere } = access;
  if (everywhere === undefined) return access;
  const { items } = await pageWorkspaces(store, undefined, LISTED_WORKSPACES);
  const workspaces = items
    .filter(({ status }) => status === 'active')
    .map(({ id, slug, name }) => ({ id, slug, name, ...everywhere }));
  return { ...access, workspaces };
}
