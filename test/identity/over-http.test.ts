// Credentials as a client meets them: the built service over HTTP, with a key vault and Entra's keys beside it.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  APPLICATION,
  accessTokenClaims,
  type EntraDouble,
  provisioningClaims,
  startEntra,
  TENANT,
} from '../support/entra.ts';
import { startService, type TestService } from '../support/service.ts';
import { startVault, type VaultDouble } from '../support/vault.ts';

const TOKEN = 'the-token-of-the-vault';

let vault: VaultDouble;
let entra: EntraDouble;
let service: TestService;
const log: string[] = [];

beforeAll(async () => {
  for (const level of ['info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((line) => log.push(String(line)));
  }
  [vault, entra] = await Promise.all([startVault(), startEntra()]);
  vault.set('rollcall-seal', 'the secret of this deployment, long enough');
  vault.set('scim-token', TOKEN);
  vault.set('scim-token-reader', 'the-token-of-a-reader', { tags: { scope: 'read' } });
  service = await startService({
    log: (line) => log.push(line),
    settings: {
      ROLLCALL_TOKEN: undefined,
      ROLLCALL_VAULT_URL: vault.url,
      ROLLCALL_OAUTH: 'on',
      ROLLCALL_ENTRA_TENANT_ID: TENANT,
      ROLLCALL_ENTRA_PROVISIONING_JWT: 'on',
      ROLLCALL_ENTRA_APPLICATION_ID: APPLICATION,
      AZURE_AUTHORITY_HOST: entra.authority,
    },
  });
});
afterAll(() => Promise.all([service.stop(), vault.stop(), entra.stop()]));

const ask = (authorization?: string) =>
  fetch(`${service.scimUrl}/Users?count=1`, {
    headers: authorization === undefined ? {} : { authorization },
  });
const askForToken = (body: Record<string, string>, init: RequestInit = {}) =>
  fetch(`${service.url}/oauth2/token`, { method: 'POST', body: new URLSearchParams(body), ...init });
const json = async (response: Response) => (await response.json()) as Record<string, unknown>;
const CLIENT = { grant_type: 'client_credentials', client_id: 'scim-token', client_secret: TOKEN };

describe('a SCIM request', () => {
  test.each([
    ['no credential', undefined, /no credential/],
    ['another scheme', 'Basic dXNlcjpwYXNz', /scheme Basic/],
    ['no token', 'Bearer ', /no token/],
    ['a wrong token', 'Bearer a-wrong-token-of-some-length', /not one of the accepted/],
    ['a forged JWT', 'Bearer eyJhbGciOiJub25lIn0.e30.', /not signed with RS256/],
    ['a forged access token', 'Bearer rollcall_oauth.abcdefgh.ABC', /not issued by this service/],
  ])('with %s is 401, with a challenge and a SCIM error that says why', async (_name, authorization, why) => {
    const response = await ask(authorization);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm="rollcall"/);
    expect(response.headers.get('content-type')).toMatch(/^application\/scim\+json/);
    expect(await response.json()).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '401',
      detail: expect.stringMatching(why),
    });
  });

  test.each([
    ['the token of the vault', async () => TOKEN],
    ["Entra's own token", () => entra.sign(provisioningClaims(Date.now()))],
    ['an access token', async () => (await json(await askForToken(CLIENT))).access_token],
  ])('with %s is answered', async (_name, credential) => {
    expect((await ask(`Bearer ${await credential()}`)).status).toBe(200);
  });

  test.each([
    ['a token of the vault', async () => 'the-token-of-a-reader'],
    ['an administrator of the console', () => entra.sign(accessTokenClaims(Date.now(), entra.authority))],
  ])('of %s without the scope is 403 and names it', async (_name, credential) => {
    const response = await ask(`Bearer ${await credential()}`);
    expect(response.status).toBe(403);
    expect((await json(response)).detail).toContain('needs the scope "scim"');
  });
});

describe('the token endpoint', () => {
  test('issues a token that nobody may keep', async () => {
    const response = await askForToken(CLIENT);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.json()).toMatchObject({ token_type: 'Bearer', expires_in: 4500, scope: 'scim' });
  });

  test('refuses a wrong secret with invalid_client and a challenge', async () => {
    const response = await askForToken({ ...CLIENT, client_secret: 'wrong' });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Basic realm="rollcall"');
    expect((await json(response)).error).toBe('invalid_client');
  });

  test('refuses another method, JSON, and a body beyond reason, each with an OAuth error', async () => {
    const get = await fetch(`${service.url}/oauth2/token`);
    expect(get.status).toBe(405);
    expect(get.headers.get('allow')).toBe('POST');
    const notForm = await askForToken(
      {},
      { body: JSON.stringify(CLIENT), headers: { 'content-type': 'application/json' } },
    );
    expect(notForm.status).toBe(400);
    const large = await askForToken({ ...CLIENT, client_assertion: 'x'.repeat(70_000) });
    expect(large.status).toBe(413);
    for (const response of [get, notForm, large])
      expect((await json(response)).error).toBe('invalid_request');
  });

  test('is announced to clients', async () => {
    const response = await fetch(`${service.scimUrl}/ServiceProviderConfig`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    const { authenticationSchemes } = (await response.json()) as {
      authenticationSchemes: { type: string }[];
    };
    expect(authenticationSchemes.map(({ type }) => type)).toEqual(['oauthbearertoken', 'oauth2']);
  });
});

test('neither tokens nor secrets are in the log', async () => {
  await ask('Bearer a-wrong-token-of-some-length');
  await askForToken({ ...CLIENT, client_secret: 'a-wrong-secret' });
  const text = log.join('\n');
  expect(text).toContain('scim-token');
  for (const secret of [
    TOKEN,
    'token-of-a-reader',
    'wrong-token-of',
    'a-wrong-secret',
    'the secret of this',
  ]) {
    expect(text).not.toContain(secret);
  }
});

test('a vault that is away when the service starts: 503 with Retry-After and a SCIM error, never 401', async () => {
  const away = await startVault();
  await away.stop();
  const other = await startService({ settings: { ROLLCALL_TOKEN: undefined, ROLLCALL_VAULT_URL: away.url } });
  const response = await fetch(`${other.scimUrl}/Users`, { headers: { authorization: `Bearer ${TOKEN}` } });
  expect(response.status).toBe(503);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await response.json()).toMatchObject({ status: '503' });
  const health = await fetch(`${other.url}/health`);
  expect(health.status).toBe(503);
  expect(await health.json()).toMatchObject({ vault: 'unreachable' });
  await other.stop();
});

test('a deployment without OAuth says so', async () => {
  const other = await startService();
  const response = await fetch(`${other.url}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(CLIENT),
  });
  expect(response.status).toBe(404);
  expect((await json(response)).error_description).toContain('switched off');
  await other.stop();
});
