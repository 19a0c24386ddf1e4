// The console in Azure: Entra's access token decides who somebody is and what they may do, and the service checks it itself.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { consoleApi } from '../support/console-api.ts';
import { APPLICATION, accessTokenClaims, type EntraDouble, startEntra, TENANT } from '../support/entra.ts';
import { entryOf } from '../support/log.ts';
import { startService, type TestService } from '../support/service.ts';

let entra: EntraDouble;
let service: TestService;

beforeAll(async () => {
  for (const level of ['info', 'warn', 'error'] as const)
    vi.spyOn(console, level).mockImplementation(() => undefined);
  entra = await startEntra();
  service = await startService({
    settings: {
      ROLLCALL_ENTRA_TENANT_ID: TENANT,
      ROLLCALL_ENTRA_APPLICATION_ID: APPLICATION,
      AZURE_AUTHORITY_HOST: entra.authority,
    },
  });
});
afterAll(() => Promise.all([service.stop(), entra.stop()]));

/** As somebody whose token has these claims, too. */
async function as(claims: Readonly<Record<string, unknown>>) {
  const token = await entra.sign({ ...accessTokenClaims(Date.now(), entra.authority), ...claims });
  return consoleApi(service, { authorization: `Bearer ${token}` });
}

const MAPPING = { group_name: 'Sales', workspace: 'Sales', role: 'member' };

test('sign-in names tenant, application and the scope to ask for, without a credential', async () => {
  expect(await consoleApi(service, {}).read('sign-in')).toEqual({
    method: 'entra',
    tenant_id: TENANT,
    client_id: APPLICATION,
    authority: entra.authority,
    scopes: [`${APPLICATION}/.default`],
  });
});

test('a person with the role Rollcall.Admin may change things, and is called by name in the log', async () => {
  const ana = await as({ roles: ['Rollcall.Admin'], name: 'Ana Lopez' });
  expect(await ana.read('me')).toEqual({
    name: 'Ana Lopez',
    directory: 'default',
    scopes: ['manage', 'read'],
    csrf: null,
  });
  const made = await ana.request('POST', 'mappings', MAPPING);
  expect(made.status).toBe(201);
  const entry = await entryOf(service, made);
  expect(entry).toMatchObject({
    outcome: 'applied',
    sentence: 'Ana Lopez mapped the group Sales to Sales as member.',
    credential: 'entra/77777777-7777-4777-8777-777777777777',
  });
});

test('with Rollcall.Reader one looks and changes nothing', async () => {
  const reader = await as({ roles: ['Rollcall.Reader'], preferred_username: 'ben@atlas.example' });
  expect(await reader.read('me')).toMatchObject({ name: 'ben@atlas.example', scopes: ['read'] });
  for (const [method, path] of [
    ['POST', 'mappings'],
    ['POST', 'tokens'],
    ['PATCH', 'settings'],
  ] as const) {
    expect((await reader.request(method, path, MAPPING)).status).toBe(403);
  }
});

test.each<[string, Record<string, unknown>, number]>([
  ['without a role', { roles: [] }, 403],
  ['with a role of another application', { roles: ['Admin', 'rollcall.admin'] }, 403],
  ['of another tenant', { tid: '99999999-9999-4999-8999-999999999999' }, 401],
  ['of another issuer', { iss: 'https://login.microsoftonline.com/common/v2.0' }, 401],
  ['for another application', { aud: '99999999-9999-4999-8999-999999999999' }, 401],
  ['that has expired', { exp: Math.floor(Date.now() / 1000) - 3_600 }, 401],
  ['that is an ID token', { azp: undefined }, 401],
])('a token %s opens nothing', async (_, claims, status) => {
  const somebody = await as(claims);
  expect((await somebody.request('GET', 'me')).status).toBe(status);
  expect((await somebody.request('POST', 'mappings', MAPPING)).status).toBe(status);
});

test('no ticket opens it, since Entra does', async () => {
  const { status } = await consoleApi(service, {}).request('POST', 'session', { ticket: 'any' });
  expect(status).toBe(404);
});

test('a deployment in Azure without an app registration says what is to be set', async () => {
  const other = await startService({
    settings: {
      ROLLCALL_TOKEN: undefined,
      ROLLCALL_VAULT_URL: 'http://127.0.0.1:1',
      WEBSITE_HOSTNAME: 'func.azurewebsites.net',
    },
  });
  const { status, body } = await consoleApi({ url: other.url, token: '' }, {}).request('GET', 'sign-in');
  expect(status).toBe(409);
  expect(body.detail).toContain('ROLLCALL_ENTRA_APPLICATION_ID');
  await other.stop();
});
