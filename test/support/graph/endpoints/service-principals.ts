// Service principals. Sources: serviceprincipal-list, -get, -post of the Graph reference.
import { badRequest, created, type Endpoint, filtered, notFound, ok, page, refusal } from '../call.ts';
import { type EntraServicePrincipal, makeServicePrincipal } from '../tenant.ts';

const READ = ['Application.Read.All', 'Application.ReadWrite.All'];

/** As it is seen at a look: its roles follow the application's after some. */
export function shown(servicePrincipal: EntraServicePrincipal): object {
  const { pendingRoles } = servicePrincipal;
  if (pendingRoles !== undefined) {
    if (pendingRoles.hidden > 0) pendingRoles.hidden -= 1;
    else {
      servicePrincipal.appRoles = pendingRoles.roles;
      servicePrincipal.pendingRoles = undefined;
    }
  }
  const { id, appId, appRoles } = servicePrincipal;
  return { id, appId, appRoles };
}

export const servicePrincipalEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/servicePrincipals',
    scopes: READ,
    handle(call) {
      const found = filtered(call.query, call.tenant.servicePrincipals.all());
      if (found === undefined) return badRequest('Invalid filter clause');
      return page(call, '/servicePrincipals', found.map(shown));
    },
  },
  {
    method: 'GET',
    path: '/servicePrincipals/{id}',
    scopes: READ,
    handle({ tenant, ids: [id = ''] }) {
      const servicePrincipal = tenant.servicePrincipals.get(id);
      return servicePrincipal === undefined ? notFound(id) : ok(shown(servicePrincipal));
    },
  },
  {
    method: 'POST',
    path: '/servicePrincipals',
    scopes: ['Application.ReadWrite.All'],
    handle({ tenant, body }) {
      const application = tenant.applications.all().find(({ appId }) => appId === body?.appId);
      if (application === undefined) {
        return badRequest(
          `The appId '${body?.appId}' of the service principal does not reference a valid application object.`,
        );
      }
      const all = tenant.servicePrincipals.all();
      if (all.some(({ appId }) => appId === application.appId)) {
        return refusal(
          409,
          'Request_MultipleObjectsWithSameKeyValue',
          'The service principal cannot be created, it exists.',
        );
      }
      return created(shown(makeServicePrincipal(tenant, application)));
    },
  },
];
