// Who was not let in, and why: at SCIM and at the token endpoint. Of the credential no more than a few characters.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { entriesOf, everyRow } from '../support/log.ts';
import { startService, type TestService } from '../support/service.ts';
import { startVault, type VaultDouble } from '../support/vault.ts';

const DAY_S = 86_400;
let vault: VaultDouble;
let service: TestService;

beforeAll(async () => {
  for (const level of ['info', 'warn', 'error'] as const)
    vi.spyOn(console, level).mockImplementation(() => undefined);
  vault = await startVault();
  const now = Math.floor(Date.now() / 1000);
  vault.set('rollcall-seal', 'the secret of this deployment, long enough');
  vault.set('scim-token', 'the-token-that-is-accepted');
  vault.set('scim-token-old', 'the-token-that-has-expired', { attributes: { exp: now - DAY_S } });
  vault.set('scim-token-new', 'the-token-that-is-not-yet', { attributes: { nbf: now + DAY_S } });
  vault.set('scim-token-odd', 'the-token-with-odd-tags', { tags: { scope: 'everything' } });
  service = await startService({
    settings: { ROLLCALL_TOKEN: undefined, ROLLCALL_VAULT_URL: vault.url, ROLLCALL_OAUTH: 'on' },
  });
});
afterAll(() => Promise.all([service.stop(), vault.stop()]));

test.each<[string, string | undefined, RegExp]>([
  ['no credential', undefined, /^Rejected a request to \/scim\/v2\/Users: The request has no credential\.$/],
  ['another scheme', 'Basic bmFkaWE6cGFzc3dvcmQ=', /The Authorization header uses the scheme Basic/],
  [
    'an unknown token',
    'Bearer nobody-made-this-token',
    /with a token that begins with nobo…: The bearer token is not one/,
  ],
  ['an expired token', 'Bearer the-token-that-has-expired', /The bearer token expired at 20/],
  ['a token of tomorrow', 'Bearer the-token-that-is-not-yet', /The bearer token is not valid before/],
  [
    'a token with odd tags',
    'Bearer the-token-with-odd-tags',
    /The bearer token cannot be used: in the key vault the tag/,
  ],
])('%s', async (_, authorization, sentence) => {
  const before = (await entriesOf(service, 0)).length;
  const response = await fetch(`${service.scimUrl}/Users?filter=userName%20eq%20%22nadia%22`, {
    headers: authorization === undefined ? {} : { authorization },
  });
  expect(response.status).toBe(401);
  const entry = (await entriesOf(service, before + 1)).at(-1);
  expect(entry?.sentence).toMatch(sentence);
  expect(entry).toMatchObject({ outcome: 'rejected_credential', path: '/scim/v2/Users' });
  expect(entry?.credential).toBeUndefined();
});

test('a client secret that is wrong at the token endpoint, which is in no row', async () => {
  const before = (await entriesOf(service, 0)).length;
  const response = await fetch(`${service.url}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'scim-token',
      client_secret: 'a-wrong-client-secret',
    }),
  });
  expect(response.status).toBe(401);
  const entry = (await entriesOf(service, before + 1)).at(-1);
  expect(entry?.sentence).toBe(
    'Rejected a request to /oauth2/token: The client id or the client secret is wrong.',
  );
  expect((await everyRow(service)).join()).not.toContain('a-wrong-client-secret');
});

test('a client that gets a token, and a request that is malformed, are no rejections', async () => {
  const before = (await entriesOf(service, 0)).length;
  const ask = (form: Record<string, string>) =>
    fetch(`${service.url}/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
  const client = { client_id: 'scim-token', client_secret: 'the-token-that-is-accepted' };
  expect((await ask({ grant_type: 'client_credentials', ...client })).status).toBe(200);
  expect((await ask(client)).status).toBe(400);
  await fetch(`${service.scimUrl}/Users`);
  expect(await entriesOf(service, before + 1)).toHaveLength(before + 1);
});
