// What a job signs in with. Sources: synchronization-serviceprincipal-put-synchronization and
// synchronizationSecretKeyStringValuePair of the Graph reference; AzureAD/SCIMReferenceCode for the beta path; entra.md 8.4.
import { badRequest, type Call, type Endpoint, noContent, notFound, type Reply, refusal } from '../call.ts';

/** Keys of secrets that a custom application may have. The token URI of OAuth is answered with NotInAllowList. */
const SECRETS = [
  'BaseAddress',
  'SecretToken',
  'SyncAll',
  'SyncNotificationSettings',
  'SkipOutOfScopeDeletions',
];
const NOT_ALLOWED = ['Oauth2TokenExchangeUri', 'Oauth2ClientId', 'Oauth2ClientSecret'];

/** Keys of connectivity parameters by their way; "never mix the key sets". */
const CONNECTIVITY: Readonly<Record<string, readonly string[]>> = {
  AuthenticationToken: ['authenticationType', 'baseAddress', 'secretToken'],
  OAuth2ClientCredentialsGrant: [
    'authenticationType',
    'baseAddress',
    'oauth2ClientId',
    'oauth2ClientSecret',
    'oauth2TokenExchangeUri',
    'credentialLocationInRequest',
  ],
};

export const secretEndpoints: readonly Endpoint[] = [
  {
    method: 'PUT',
    path: '/servicePrincipals/{id}/synchronization/secrets',
    scopes: ['Synchronization.ReadWrite.All'],
    handle: put,
  },
  {
    method: 'PATCH',
    path: '/servicePrincipals/{id}/synchronization/connectivityParameters',
    version: 'beta',
    scopes: ['Synchronization.ReadWrite.All'],
    handle: patch,
  },
];

/** "secrets PUT replaces the whole list": azure.md section 11. */
function put({ tenant, ids: [id = ''], body }: Call): Reply {
  const servicePrincipal = tenant.servicePrincipals.get(id);
  if (servicePrincipal === undefined) return notFound(id);
  const pairs = pairsIn(body);
  if (pairs === undefined) return badRequest('value must be a list of key and value.');
  for (const key of pairs.keys()) {
    if (NOT_ALLOWED.includes(key)) return refusal(400, 'NotInAllowList', `${key} is not in the allow list.`);
    if (!SECRETS.includes(key)) return badRequest(`Requested value '${key}' was not found.`);
  }
  if (!pairs.has('BaseAddress')) return badRequest('BaseAddress is required.');
  servicePrincipal.secrets = pairs;
  servicePrincipal.connectivity = new Map();
  return noContent;
}

function patch({ tenant, ids: [id = ''], body }: Call): Reply {
  const servicePrincipal = tenant.servicePrincipals.get(id);
  if (servicePrincipal === undefined) return notFound(id);
  const pairs = pairsIn(body);
  if (pairs === undefined) return badRequest('value must be a list of key and value.');
  const keys = CONNECTIVITY[pairs.get('authenticationType') ?? ''];
  if (keys === undefined) return badRequest('authenticationType is missing or unknown.');
  const wrong = [...pairs.keys()].find((key) => !keys.includes(key)) ?? keys.find((key) => !pairs.has(key));
  if (wrong !== undefined) return badRequest(`${wrong} does not fit ${pairs.get('authenticationType')}.`);
  servicePrincipal.connectivity = pairs;
  return noContent;
}

function pairsIn(body: { value?: unknown } | undefined): Map<string, string> | undefined {
  if (!Array.isArray(body?.value)) return undefined;
  const pairs = body.value as { key?: unknown; value?: unknown }[];
  return pairs.every(({ key, value }) => typeof key === 'string' && typeof value === 'string')
    ? new Map(pairs.map(({ key, value }) => [String(key), String(value)]))
    : undefined;
}
