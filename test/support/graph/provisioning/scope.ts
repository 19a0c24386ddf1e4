// Who is provisioned: users who are assigned directly, direct members of assigned groups, and the assigned groups themselves.
// Sources: how-provisioning-works ("assigned users and groups"); entra.md 3.1 and 4.5.
import type { EntraServicePrincipal, Tenant } from '../tenant.ts';
import type { HeldRole } from './expressions.ts';

export interface Scope {
  /** Roles by object id, direct and through groups. */
  readonly users: ReadonlyMap<string, readonly HeldRole[]>;
  readonly groups: ReadonlySet<string>;
}

export function inScope(tenant: Tenant, { assignments, appRoles }: EntraServicePrincipal): Scope {
  const users = new Map<string, HeldRole[]>();
  const groups = new Set<string>();
  const hold = (user: string, role: HeldRole) => {
    const held = users.get(user) ?? [];
    if (!held.some(({ value }) => value === role.value)) held.push(role);
    users.set(user, held);
  };
  for (const { principalId, principalType, appRoleId } of assignments) {
    const role = appRoles.find(({ id }) => id === appRoleId);
    if (role === undefined) continue;
    if (principalType === 'User') hold(principalId, role);
    else {
      groups.add(principalId);
      const members = tenant.groups.find(({ id }) => id === principalId)?.members ?? [];
      for (const member of members) if (tenant.users.some(({ id }) => id === member)) hold(member, role);
    }
  }
  return { users, groups };
}
