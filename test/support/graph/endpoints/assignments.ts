// App-role assignments. Source: serviceprincipal-post-approleassignedto of the Graph reference; entra.md 8.3.
import { badRequest, type Call, created, type Endpoint, notFound, page, type Reply } from '../call.ts';
import type { RoleAssignment } from '../tenant.ts';

export const assignmentEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/servicePrincipals/{id}/appRoleAssignedTo',
    scopes: ['Application.Read.All', 'Application.ReadWrite.All'],
    handle(call) {
      const [id = ''] = call.ids;
      const found = call.tenant.servicePrincipals.get(id);
      return found === undefined
        ? notFound(id)
        : page(call, `/servicePrincipals/${id}/appRoleAssignedTo`, found.assignments);
    },
  },
  {
    method: 'POST',
    path: '/servicePrincipals/{id}/appRoleAssignedTo',
    scopes: ['AppRoleAssignment.ReadWrite.All'],
    handle: assign,
  },
];

function assign({ tenant, ids: [id = ''], body }: Call): Reply {
  const servicePrincipal = tenant.servicePrincipals.get(id);
  if (servicePrincipal === undefined) return notFound(id);
  const { principalId, resourceId, appRoleId } = body ?? {};
  if (!principalId || !resourceId || !appRoleId) {
    return badRequest('principalId, resourceId and appRoleId are required.');
  }
  if (resourceId !== id) return badRequest('The resourceId is not that of the service principal.');
  if (!servicePrincipal.appRoles.some((role) => role.id === appRoleId && role.isEnabled)) {
    return badRequest('Permission being assigned was not found on application.');
  }
  const group = tenant.groups.find((one) => one.id === principalId);
  if (group === undefined && !tenant.users.some((one) => one.id === principalId))
    return notFound(principalId);
  // "Assigned groups need securityEnabled = true": entra.md 4.5.
  if (group?.securityEnabled === false) return badRequest('The group is not security enabled.');
  const isThere = servicePrincipal.assignments.some(
    (one) => one.principalId === principalId && one.appRoleId === appRoleId,
  );
  if (isThere) return badRequest('Permission being assigned already exists on the object.');
  const assignment: RoleAssignment = {
    id: crypto.randomUUID(),
    principalId,
    principalType: group === undefined ? 'User' : 'Group',
    resourceId,
    appRoleId,
  };
  servicePrincipal.assignments.push(assignment);
  return created(assignment);
}
