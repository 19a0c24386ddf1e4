// The sign-in itself, with Microsoft's own library against a double of its endpoints: by device code, with the client and the
// permissions that were named, and nothing else when that fails.
import type { HttpClient, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import { expect, test } from 'vitest';
import { GRAPH_COMMAND_LINE_TOOLS, signInByDeviceCode } from '../../../cli/entra/sign-in.ts';
import { TENANT } from '../../support/entra.ts';

const AUTHORITY = 'https://login.microsoftonline.com';
const SCOPES = [
  'https://graph.microsoft.com/Application.ReadWrite.All',
  'https://graph.microsoft.com/Synchronization.ReadWrite.All',
];
const MESSAGE = 'To sign in, open https://microsoft.com/devicelogin and enter the code ABCD to authenticate.';

/** Answers of the v2.0 endpoints by the end of their addresses. */
function endpoints(token: { status: number; body: object }): {
  client: HttpClient;
  forms: URLSearchParams[];
} {
  const forms: URLSearchParams[] = [];
  const answers: Readonly<Record<string, { status: number; body: object }>> = {
    devicecode: {
      status: 200,
      body: {
        device_code: 'device-code',
        user_code: 'ABCD',
        verification_uri: 'https://microsoft.com/devicelogin',
        expires_in: 900,
        interval: 0,
        message: MESSAGE,
      },
    },
    token,
    'openid-configuration': {
      status: 200,
      body: {
        token_endpoint: `${AUTHORITY}/${TENANT}/oauth2/v2.0/token`,
        device_authorization_endpoint: `${AUTHORITY}/${TENANT}/oauth2/v2.0/devicecode`,
        authorization_endpoint: `${AUTHORITY}/${TENANT}/oauth2/v2.0/authorize`,
        issuer: `${AUTHORITY}/${TENANT}/v2.0`,
      },
    },
  };
  return {
    forms,
    client: {
      async sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
        const end = new URL(request.url).pathname.split('/').at(-1) ?? '';
        if (typeof request.body === 'string') forms.push(new URLSearchParams(request.body));
        const { status, body } = answers[end] ?? { status: 404, body: {} };
        const headers = createHttpHeaders({ 'content-type': 'application/json' });
        return { request, status, headers, bodyAsText: JSON.stringify(body) };
      },
    },
  };
}

const signIn = (client: HttpClient, told: string[], clientId = GRAPH_COMMAND_LINE_TOOLS) =>
  signInByDeviceCode({ tenant: TENANT, clientId, authority: AUTHORITY }, (line) => told.push(line), {
    httpClient: client,
  });

test('asks for the named permissions with the named client, and shows the code', async () => {
  const token = {
    access_token: 'the-access-token',
    token_type: 'Bearer',
    expires_in: 3600,
    scope: SCOPES.join(' '),
  };
  const { client, forms } = endpoints({ status: 200, body: token });
  const told: string[] = [];
  expect((await signIn(client, told, 'a-client-of-our-own').getToken(SCOPES))?.token).toBe(
    'the-access-token',
  );
  expect(told).toEqual([MESSAGE]);
  expect(forms[0]?.get('client_id')).toBe('a-client-of-our-own');
  expect(forms[0]?.get('scope')?.split(' ')).toEqual(expect.arrayContaining(SCOPES));
  expect(forms[1]?.get('grant_type')).toMatch(/device_code/);
});

test('refused, it says which client was tried, that no other was, and how to name one', async () => {
  const body = {
    error: 'invalid_grant',
    error_description: 'AADSTS53003: Access has been blocked by Conditional Access policies.',
    error_codes: [53003],
  };
  const { client } = endpoints({ status: 400, body });
  await expect(signIn(client, []).getToken(SCOPES)).rejects.toThrow(
    /^Signing in failed: .*invalid_grant\. The page where the code was typed says more\. .*\(Microsoft Graph Command Line Tools\); no other was tried, nor the sign-in of az or PowerShell\..*--client-id\.$/s,
  );
});
