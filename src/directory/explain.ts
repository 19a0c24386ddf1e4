// Why a user has the role they have in a workspace: every way that leads there, and which of them decides. A way decides
// when it alone gives the role that the user has; so two that decide mean that taking one away changes nothing. That several
// groups lead to one workspace is never refused, since a move between groups passes through it, but it is reported: it is
// the usual answer to "why is she still admin?".
import { type AccessPath, type WorkspaceAccess, workspaceAccess } from './access.ts';
import type { Standing } from './standing.ts';
import { atLeast } from './workspace-role.ts';

export interface ExplainedPath extends AccessPath {
  readonly decides: boolean;
}

export interface Explanation {
  /** `undefined`: no access. */
  readonly access: WorkspaceAccess | undefined;
  /** The organization role gives the access by itself. */
  readonly organizationRoleDecides: boolean;
  /** Strongest first, then by group id. */
  readonly paths: readonly ExplainedPath[];
  /** More than one path leads to the workspace. */
  readonly overlap: boolean;
}

/** Explains the access to one workspace, which is not archived, from the user's ways into it. */
export function explain(standing: Standing, paths: readonly AccessPath[]): Explanation {
  const access = workspaceAccess(standing, paths);
  return {
    access,
    organizationRoleDecides: access?.inherited === true,
    paths: paths
      .toSorted(byStrength)
      .map((path) => ({ ...path, decides: path.mapping.role === access?.role })),
    overlap: paths.length > 1,
  };
}

function byStrength(
  { membership: m, mapping: a }: AccessPath,
  { membership: n, mapping: b }: AccessPath,
): number {
  if (a.role !== b.role) return atLeast(a.role, b.role) ? -1 : 1;
  return compare(m.group, n.group) || compare(a.source, b.source);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
