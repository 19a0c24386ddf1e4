// The credential of an identity provider, of an application and of an administrator: none does the work of another.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { userBody } from '../support/scim.ts';
import { startService, type TestService } from '../support/service.ts';
import { startVault, type VaultDouble } from '../support/vault.ts';

const TOKENS = {
  scim: 'token-of-an-identity-provider',
  read: 'token-of-an-application',
  manage: 'token-of-an-admin',
};
type Scope = keyof typeof TOKENS;

let vault: VaultDouble;
let service: TestService;

beforeAll(async () => {
  vault = await startVault();
  vault.set('rollcall-seal', 'the secret of this deployment, long enough');
  for (const [scope, token] of Object.entries(TOKENS)) {
    vault.set(`scim-token-${scope}`, token, { tags: { scope } });
  }
  service = await startService({ settings: { ROLLCALL_TOKEN: undefined, ROLLCALL_VAULT_URL: vault.url } });
});
afterAll(() => Promise.all([service.stop(), vault.stop()]));

const MAPPING = { group_name: 'Sales', workspace: 'Sales', role: 'member' };
const TOKEN = { label: 'x', scope: 'scim' };

/** What each may do is listed; the others get 403, which names the scope that it takes. */
const WORK: readonly (readonly [method: string, path: string, allowed: readonly Scope[], body?: object])[] = [
  ['GET', '/scim/v2/Users', ['scim']],
  ['POST', '/scim/v2/Users', ['scim'], userBody('nadia@atlas.example')],
  ['GET', '/access/v1/users', ['read']],
  ['POST', '/access/v1/mappings', ['manage'], MAPPING],
  ['GET', '/console/api/me', ['read', 'manage']],
  ['GET', '/console/api/tokens', ['read', 'manage']],
  ['GET', '/console/api/log', ['read', 'manage']],
  ['GET', '/console/api/users', ['read', 'manage']],
  ['GET', '/console/api/missing?q=nadia', ['read', 'manage']],
  ['GET', '/console/api/health', ['read', 'manage']],
  ['POST', '/console/api/tokens', ['manage'], TOKEN],
  ['POST', '/console/api/tokens/scim-token-scim/rotate', ['manage'], {}],
  ['POST', '/console/api/tokens/scim-token-scim/revoke', ['manage'], { version: 'x' }],
  ['POST', '/console/api/mappings', ['manage'], MAPPING],
  ['DELETE', '/console/api/mappings/x', ['manage']],
  ['PATCH', '/console/api/settings', ['manage'], {}],
];

const each = WORK.flatMap(([method, path, allowed, body]) =>
  (Object.keys(TOKENS) as Scope[]).map(
    (scope) => [scope, method, path, allowed.includes(scope), body] as const,
  ),
);

test.each(each)('%s: %s %s: %s', async (scope, method, path, isAllowed, body) => {
  const response = await fetch(`${service.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKENS[scope]}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (isAllowed) expect(response.status).not.toBe(403);
  else {
    expect(response.status).toBe(403);
    expect(((await response.json()) as { detail: string }).detail).toMatch(
      /needs the scope "(scim|read|manage)"/,
    );
  }
});

test('nobody at all gets in without a credential', async () => {
  for (const [method, path] of WORK) {
    expect((await fetch(`${service.url}${path}`, { method })).status).toBe(401);
  }
});
