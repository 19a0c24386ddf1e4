// The ways in which Entra's provisioning service proves to the service who it is, as data: what Entra has to be given for
// each, and what of the service's own settings (parameters of the template) each needs. Sources: Microsoft Graph reference,
// synchronization secrets; AzureAD/SCIMReferenceCode for the connectivity parameters, which only exist in beta.
import type { GraphRequest } from './graph.ts';

export type Authentication = keyof typeof AUTHENTICATIONS;

export interface Given {
  readonly scimUrl: string;
  /** The secret's name and value, for the ways that have one. */
  readonly secret: string;
  readonly token: string;
  /** Who is e-mailed when provisioning gets into trouble. */
  readonly notify: string | undefined;
}

interface Way {
  readonly says: string;
  /** Whether the vault's token is given to Entra. */
  readonly gives: 'a token' | 'nothing';
  /** Below `/servicePrincipals/{id}`; nothing where only the portal can do it. */
  readonly request: ((given: Given) => GraphRequest) | undefined;
  /** Parameters of the template, to be read after "deploy with". */
  readonly needs: string;
}

/**
 * Entra adds the resource's path and keeps the query. The flag asks for PATCH requests after the RFC; the service
 * understands both kinds. https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility
 */
export const entraUrl = (scimUrl: string) => `${scimUrl}?aadOptscim062020`;
export const tokenEndpoint = (scimUrl: string) => `${scimUrl.replace(/\/scim\/v2$/, '')}/oauth2/token`;

export const AUTHENTICATIONS = {
  'secret-token': {
    says: 'the token of the key vault as secret token',
    gives: 'a token',
    request: (given) => secrets(given, given.token),
    needs: '',
  },
  oauth: {
    says: 'OAuth 2.0 client credentials',
    gives: 'a token',
    request: ({ scimUrl, secret, token }) => ({
      method: 'PATCH',
      version: 'beta',
      path: '/synchronization/connectivityParameters',
      body: {
        value: [
          { key: 'authenticationType', value: 'OAuth2ClientCredentialsGrant' },
          { key: 'baseAddress', value: entraUrl(scimUrl) },
          { key: 'oauth2ClientId', value: secret },
          { key: 'oauth2ClientSecret', value: token },
          { key: 'oauth2TokenExchangeUri', value: tokenEndpoint(scimUrl) },
          { key: 'credentialLocationInRequest', value: 'Header' },
        ],
      },
    }),
    needs: 'enableOAuth=true',
  },
  'entra-jwt': {
    says: 'no secret: Entra signs its own tokens (for testing, Microsoft says)',
    gives: 'nothing',
    request: (given) => secrets(given, ''),
    needs: 'acceptEntraProvisioningTokens=true',
  },
  'workload-identity': {
    says: 'no secret: workload identity federation',
    gives: 'nothing',
    request: undefined,
    needs: 'enableOAuth=true entraWorkloadId=<application id> entraWorkloadSubject=<subject>',
  },
} as const satisfies Record<string, Way>;

export function isAuthentication(text: string): text is Authentication {
  return Object.hasOwn(AUTHENTICATIONS, text);
}

/** Deletions of more than this many users at once make Entra stop and ask. */
const DELETE_THRESHOLD = 500;

/** A PUT of secrets replaces all of them, so that the scope (assigned users and groups only) belongs to it. */
function secrets({ scimUrl, notify }: Given, token: string): GraphRequest {
  const notifications = {
    Enabled: notify !== undefined,
    Recipients: notify ?? '',
    DeleteThresholdEnabled: true,
    DeleteThresholdValue: DELETE_THRESHOLD,
  };
  return {
    method: 'PUT',
    path: '/synchronization/secrets',
    body: {
      value: [
        { key: 'BaseAddress', value: entraUrl(scimUrl) },
        { key: 'SecretToken', value: token },
        { key: 'SyncAll', value: 'false' },
        { key: 'SyncNotificationSettings', value: JSON.stringify(notifications) },
      ],
    },
  };
}
