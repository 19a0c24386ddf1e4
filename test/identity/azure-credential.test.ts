// The managed identity, through the real library against the token address that App Service gives to a function app
// (https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference).
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createAzureCredential } from '../../src/identity/azure-credential.ts';

const SCOPE = 'https://vault.azure.net/.default';
const TOKEN = { access_token: 'managed', expires_on: '4102444800', token_type: 'Bearer', resource: SCOPE };

let asked: IncomingMessage[] = [];
const server = createServer((request, response) => {
  asked.push(request);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(TOKEN));
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${(server.address() as AddressInfo).port}/msi/token`);
  vi.stubEnv('IDENTITY_HEADER', 'the-header');
});
beforeEach(() => {
  asked = [];
});
afterAll(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test.each([
  ['the user-assigned managed identity that is configured', '88888888-8888-4888-8888-888888888888'],
  ['the managed identity of the function app itself', undefined],
])('in Azure %s is asked for a token, when one is needed', async (_name, clientId) => {
  const credential = createAzureCredential({ host: 'azure', clientId });
  expect(asked).toEqual([]);
  expect(await credential.getToken(SCOPE)).toMatchObject({ token: 'managed' });
  expect(asked).toHaveLength(1);
  const query = new URL(asked[0]?.url ?? '', 'http://127.0.0.1').searchParams;
  expect(query.get('client_id')).toBe(clientId ?? null);
  expect(query.get('resource')).toBe('https://vault.azure.net');
  expect(asked[0]?.headers['x-identity-header']).toBe('the-header');
});
