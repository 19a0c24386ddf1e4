// Applications. Sources: application and appRole of the Graph reference; entra.md 8.2.
import type { AppRole } from '../../../../cli/entra/roles.ts';
import {
  badRequest,
  type Call,
  created,
  type Endpoint,
  filtered,
  noContent,
  notFound,
  ok,
  page,
  type Reply,
} from '../call.ts';
import type { EntraApplication } from '../tenant.ts';

const READ = ['Application.Read.All', 'Application.ReadWrite.All'];
const WRITE = ['Application.ReadWrite.All'];
const PATCHABLE = ['notes', 'appRoles', 'identifierUris', 'api', 'spa', 'displayName'];

export const applicationEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/applications',
    scopes: READ,
    handle(call) {
      const found = filtered(call.query, call.tenant.applications.all());
      return found === undefined ? badRequest('Invalid filter clause') : page(call, '/applications', found);
    },
  },
  {
    method: 'GET',
    path: '/applications/{id}',
    scopes: READ,
    handle: ({ tenant, ids: [id = ''] }) => {
      const application = tenant.applications.get(id);
      return application === undefined ? notFound(id) : ok(application);
    },
  },
  {
    method: 'POST',
    path: '/applications',
    scopes: WRITE,
    handle({ tenant, body }) {
      if (typeof body?.displayName !== 'string') return badRequest('displayName is required.');
      const application: EntraApplication = {
        id: crypto.randomUUID(),
        appId: crypto.randomUUID(),
        displayName: body.displayName,
        notes: null,
        applicationTemplateId: null,
        signInAudience: body.signInAudience ?? 'AzureADandPersonalMicrosoftAccount',
        identifierUris: [],
        appRoles: [],
        api: { requestedAccessTokenVersion: null, oauth2PermissionScopes: [], preAuthorizedApplications: [] },
        spa: { redirectUris: [] },
      };
      tenant.applications.add(application.id, application);
      return created(application);
    },
  },
  { method: 'PATCH', path: '/applications/{id}', scopes: WRITE, handle: patch },
];

function patch({ tenant, ids: [id = ''], body }: Call): Reply {
  const application = tenant.applications.get(id);
  if (application === undefined) return notFound(id);
  const unknown = Object.keys(body).find((name) => !PATCHABLE.includes(name));
  if (unknown !== undefined) return badRequest(`Invalid property '${unknown}'.`);
  const problem =
    roleProblem(application.appRoles, body.appRoles) ?? uriProblem(application, body.identifierUris);
  if (problem !== undefined) return badRequest(problem);
  Object.assign(application, structuredClone(body));
  // The service principal follows later: the change is not seen there at once (entra.md 8.1).
  for (const servicePrincipal of tenant.servicePrincipals.all()) {
    if (servicePrincipal.appId === application.appId && body.appRoles !== undefined) {
      servicePrincipal.pendingRoles = { roles: structuredClone(application.appRoles), hidden: tenant.late };
    }
  }
  return noContent;
}

/** "PATCH replaces the whole collection"; "to delete a role set isEnabled=false first"; 120 characters, no blanks: entra.md 8.2. */
function roleProblem(before: readonly AppRole[], after: readonly AppRole[] | undefined): string | undefined {
  if (after === undefined) return undefined;
  const lost = before.find(({ id, isEnabled }) => isEnabled && !after.some((role) => role.id === id));
  if (lost !== undefined) {
    return `Property value cannot be deleted unless it is disabled first: ${lost.displayName}.`;
  }
  for (const { id, value, displayName, description, allowedMemberTypes } of after) {
    if (!id || !displayName || !description || !(allowedMemberTypes?.length > 0)) {
      return 'One or more properties of appRoles are missing: id, displayName, description, allowedMemberTypes.';
    }
    if (value !== null && (/\s/.test(value) || value.length > 120))
      return `Invalid value of appRoles: ${value}`;
    if (after.filter((role) => role.id === id).length > 1) return `Duplicate id ${id} in appRoles.`;
    if (value !== null && after.filter((role) => role.value === value).length > 1) {
      return `Duplicate value ${value} in appRoles.`;
    }
  }
  return undefined;
}

/** Application ID URIs of a tenant's own application: api://<appId> (or a verified domain). */
function uriProblem({ appId }: EntraApplication, uris: readonly string[] | undefined): string | undefined {
  const wrong = uris?.find((uri) => uri !== `api://${appId}`);
  return wrong === undefined
    ? undefined
    : `Values of identifierUris property must use a verified domain: ${wrong}`;
}
