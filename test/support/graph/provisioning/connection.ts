// How Entra's provisioning service reaches the application: the address with its query, and a credential of the kind that is
// saved. Sources: entra.md 1.1 (the test of the connection), 2.6 (the flag), 7.1 to 7.3 (credentials).
import { assertionClaims, provisioningClaims } from '../../entra.ts';
import type { Surroundings } from '../surroundings.ts';
import type { EntraServicePrincipal } from '../tenant.ts';
import type { Dialect } from './bodies.ts';

export interface ScimAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what a service answers has any shape.
  readonly body: any;
}

export interface ScimClient {
  readonly dialect: Dialect;
  readonly request: (method: string, path: string, body?: object) => Promise<ScimAnswer>;
}

const FORM = 'application/x-www-form-urlencoded';
const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** A client with what is saved; undefined where nothing is. */
export function scimClientOf(
  { secrets, connectivity }: EntraServicePrincipal,
  { entra }: Surroundings,
): ScimClient | undefined {
  const address = connectivity.get('baseAddress') ?? secrets.get('BaseAddress');
  if (address === undefined) return undefined;
  const url = new URL(address);
  const dialect = url.searchParams.has('aadOptscim062020') ? 'flag' : 'default';
  url.search = '';
  const base = url.href.replace(/\/+$/, '');
  const authorization = async (): Promise<string> => {
    switch (connectivity.get('authenticationType')) {
      case 'OAuth2ClientCredentialsGrant':
        return await byClientSecret(connectivity);
      // Chosen in the portal: there is no documented call for it.
      case 'WorkloadIdentityFederation':
        return await byAssertion(
          connectivity,
          await entra.sign(assertionClaims(Date.now(), entra.authority)),
        );
      default:
        return secrets.get('SecretToken') || (await entra.sign(provisioningClaims(Date.now())));
    }
  };
  return {
    dialect,
    async request(method, path, body) {
      const response = await fetch(`${base}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await authorization()}`,
          accept: 'application/scim+json',
          ...(body === undefined ? {} : { 'content-type': 'application/scim+json; charset=utf-8' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    },
  };
}

async function byClientSecret(connectivity: ReadonlyMap<string, string>): Promise<string> {
  const client = `${connectivity.get('oauth2ClientId')}:${connectivity.get('oauth2ClientSecret')}`;
  return await askForToken(connectivity.get('oauth2TokenExchangeUri') ?? '', {
    headers: { 'content-type': FORM, authorization: `Basic ${Buffer.from(client).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }).toString(),
  });
}

async function byAssertion(connectivity: ReadonlyMap<string, string>, assertion: string): Promise<string> {
  return await askForToken(connectivity.get('tokenEndpoint') ?? '', {
    headers: { 'content-type': FORM },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: connectivity.get('clientId') ?? '',
      client_assertion_type: JWT_BEARER,
      client_assertion: assertion,
      scope: 'scim',
    }).toString(),
  });
}

async function askForToken(url: string, init: RequestInit): Promise<string> {
  const response = await fetch(url, { method: 'POST', ...init });
  const body = (await response.json()) as { access_token?: string; error_description?: string };
  // Without a token the request is sent all the same, and its 401 is what the administrator is shown.
  return body.access_token ?? `no-token: ${body.error_description}`;
}

/** "A query for a user who cannot exist" and one for a group; undefined when both are answered as they must be. */
export async function connectionFault({ request }: ScimClient): Promise<string | undefined> {
  const nobody = crypto.randomUUID();
  const questions = [
    `/Users?filter=userName+eq+%22${nobody}%22`,
    `/Groups?excludedAttributes=members&filter=displayName+eq+%22${nobody}%22`,
  ];
  for (const question of questions) {
    try {
      const { status, body } = await request('GET', question);
      if (status !== 200) return `${status} ${body?.detail ?? ''}`;
      if (body?.totalResults !== 0 || !Array.isArray(body.Resources)) return 'no empty list';
    } catch (error) {
      return (error as Error).message;
    }
  }
  return undefined;
}
