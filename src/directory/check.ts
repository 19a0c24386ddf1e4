// The answer to "may this user do what needs this role in this workspace?", with the reason in one word, so that an
// application can log it and a person knows where to look. Of several reasons to refuse, the first in this order is given:
// what is wrong with the user, then with the workspace, then with the role.
import { type RolePath, workspaceAccess } from './access.ts';
import type { Standing } from './standing.ts';
import { atLeast, type WorkspaceRole } from './workspace-role.ts';

export type CheckReason =
  | 'granted'
  /** Granted by the organization role. */
  | 'inherited'
  | 'unknownUser'
  | 'inactive'
  | 'unknownWorkspace'
  /** No group is mapped to the workspace any more: it has no users, organization admins included. */
  | 'archived'
  /** No group of the user's is mapped to the workspace. */
  | 'noMapping'
  | 'roleTooLow';

export interface CheckResult {
  readonly allowed: boolean;
  /** The role that the user has in the workspace, also where it is too low. */
  readonly role: WorkspaceRole | undefined;
  readonly reason: CheckReason;
}

export interface CheckQuestion {
  /** `undefined`: there is no such user. */
  readonly standing: Standing | undefined;
  readonly workspace: 'active' | 'archived' | 'unknown';
  /** The user's ways into this workspace. */
  readonly paths: readonly RolePath[];
  /** The role that it takes at least. */
  readonly needed: WorkspaceRole;
}

export function check({ standing, workspace, paths, needed }: CheckQuestion): CheckResult {
  if (standing === undefined) return refused('unknownUser');
  if (!standing.active) return refused('inactive');
  if (workspace === 'unknown') return refused('unknownWorkspace');
  if (workspace === 'archived') return refused('archived');
  const access = workspaceAccess(standing, paths);
  if (access === undefined) return refused('noMapping');
  if (!atLeast(access.role, needed)) return { allowed: false, role: access.role, reason: 'roleTooLow' };
  return { allowed: true, role: access.role, reason: access.inherited ? 'inherited' : 'granted' };
}

function refused(reason: CheckReason): CheckResult {
  return { allowed: false, role: undefined, reason };
}
