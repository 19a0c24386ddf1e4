// Who is signed in, and what an identity provider is to be told of this service.
import type { Caller } from '../caller.ts';
import type { SessionCaller } from './authenticate.ts';
import type { ConnectionBody, MeBody } from './bodies.ts';
import { consoleOperation } from './operation.ts';

const me = consoleOperation({
  method: 'GET',
  path: 'me',
  scope: 'read',
  name: 'readMe',
  summary: 'Who is signed in',
  handle: async ({ caller }) => ({ body: meBody(caller) }),
});

const connection = consoleOperation({
  method: 'GET',
  path: 'connection',
  scope: 'read',
  name: 'readConnection',
  summary: 'Addresses and ways in for an identity provider',
  handle: async ({ caller, service, baseUrl }) => {
    const { oauth, entraProvisioningJwt, workloadIdentity } = service.console;
    return {
      body: {
        scim_url: scimUrlOf(baseUrl),
        token_url: oauth === 'on' ? tokenUrlOf(baseUrl) : null,
        directory: caller.directory,
        secretless: { entra_token: entraProvisioningJwt, workload_identity: workloadIdentity },
      } satisfies ConnectionBody,
    };
  },
});

export const meOperations = [me, connection];

export function meBody(caller: Caller | SessionCaller): MeBody {
  return {
    name: caller.name ?? caller.credential,
    directory: caller.directory,
    scopes: [...caller.scopes],
    csrf: 'csrf' in caller ? caller.csrf : null,
  };
}

/** From the address of the console's API. */
export function scimUrlOf(baseUrl: string): string {
  return baseUrl.replace(/\/console\/api$/, '/scim/v2');
}

function tokenUrlOf(baseUrl: string): string {
  return baseUrl.replace(/\/console\/api$/, '/oauth2/token');
}
