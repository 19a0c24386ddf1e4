// Applications from templates. Source: applicationtemplate-instantiate of the Graph reference; entra.md 8.1.
import { badRequest, created, type Endpoint, notFound } from '../call.ts';
import { type EntraApplication, makeServicePrincipal } from '../tenant.ts';

/** The template of applications that are not in the gallery. */
const CUSTOM = '8adf8e6e-67b2-4cf2-a259-e3dc5476c621';

/** The two roles that an application made of the template has: entra.md 8.1. */
const BUILT_IN_ROLES = [
  ['18d14569-c3bd-439b-9a66-3a2aee01d14f', 'User'],
  ['b9632174-c057-4f7e-951b-be3adc52bfe6', 'msiam_access'],
].map(([id = '', name = '']) => ({
  id,
  value: null,
  displayName: name,
  description: name,
  isEnabled: true,
  allowedMemberTypes: ['User'],
}));

export const templateEndpoints: readonly Endpoint[] = [
  {
    method: 'POST',
    path: '/applicationTemplates/{id}/instantiate',
    scopes: ['Application.ReadWrite.All'],
    handle({ tenant, ids: [template = ''], body }) {
      if (template !== CUSTOM) return notFound(template);
      if (typeof body?.displayName !== 'string' || body.displayName === '') {
        return badRequest('displayName is required.');
      }
      const application: EntraApplication = {
        id: crypto.randomUUID(),
        appId: crypto.randomUUID(),
        displayName: body.displayName,
        notes: null,
        applicationTemplateId: template,
        signInAudience: 'AzureADMyOrg',
        identifierUris: [],
        appRoles: structuredClone(BUILT_IN_ROLES),
        api: { requestedAccessTokenVersion: null, oauth2PermissionScopes: [], preAuthorizedApplications: [] },
        spa: { redirectUris: [] },
      };
      tenant.applications.add(application.id, application);
      const servicePrincipal = makeServicePrincipal(tenant, application);
      return created({
        application,
        servicePrincipal: { id: servicePrincipal.id, appId: application.appId },
      });
    },
  },
];
