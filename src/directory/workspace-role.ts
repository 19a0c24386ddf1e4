// The three roles that a workspace knows. They are fixed, unlike the roles of an organization: applications write code
// against them.

/** Strongest first. */
export const WORKSPACE_ROLES = ['admin', 'manager', 'member'] as const;

export type WorkspaceRole = (typeof WORKSPACE_ROLES)[number];

/** The role that a person or an identity provider wrote, in any case; `undefined` for any other word. */
export function workspaceRole(text: string): WorkspaceRole | undefined {
  const word = text.toLowerCase();
  return WORKSPACE_ROLES.find((role) => role === word);
}

/** Whether who has `role` may do what needs `needed`. */
export function atLeast(role: WorkspaceRole, needed: WorkspaceRole): boolean {
  return WORKSPACE_ROLES.indexOf(role) <= WORKSPACE_ROLES.indexOf(needed);
}

/** The strongest of several roles; `undefined` of none. */
export function strongest(roles: Iterable<WorkspaceRole>): WorkspaceRole | undefined {
  const held = new Set(roles);
  return WORKSPACE_ROLES.find((role) => held.has(role));
}
