// Workload identity federation: Entra shows a signed assertion at the token endpoint instead of a secret.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TokenResponse } from '../../src/http/caller.ts';
import { createIdentity } from '../../src/identity/identity.ts';
import { assertionClaims, type EntraDouble, startEntra, TENANT, WORKLOAD } from '../support/entra.ts';
import { type Bench, refusalOf, startIdentity } from '../support/identity.ts';
import { unusedCredential } from '../support/vault.ts';

const OTHER = '99999999-9999-4999-8999-999999999999';

let entra: EntraDouble;
let bench: Bench;
beforeEach(async () => {
  entra = await startEntra();
  bench = await startIdentity({ oauth: 'on', entra: entraSettings() });
  bench.vault.set('rollcall-seal', 'the secret of this deployment, long enough');
});
afterEach(() => Promise.all([entra.stop(), bench.vault.stop()]));

function entraSettings() {
  return {
    tenantId: TENANT,
    authority: entra.authority,
    provisioningAudience: undefined,
    applicationId: undefined,
    workload: WORKLOAD,
  };
}

const assertion = (change: Record<string, unknown> = {}) =>
  entra.sign({ ...assertionClaims(bench.now(), entra.authority), ...change });

async function exchange(client_assertion: string, form: Record<string, string> = {}): Promise<TokenResponse> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: WORKLOAD.clientId,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion,
    scope: 'scim',
    ...form,
  });
  const request = {
    authorization: null,
    contentType: 'application/x-www-form-urlencoded',
    body: body.toString(),
  };
  const answer = await bench.identity.tokenEndpoint?.(request);
  if (answer === undefined) throw new Error('OAuth is off.');
  return answer;
}

const present = (token: unknown) => bench.identity.authenticate(`Bearer ${String(token)}`);

describe('an assertion of the trusted workload identity', () => {
  test.each([
    ['as documented', {}, {}],
    ['with the audience as the portal shows it', { aud: `api://${WORKLOAD.clientId}/.default` }, {}],
    ['with azp instead of appid', { appid: undefined, azp: WORKLOAD.clientId }, {}],
    ['without client_id in the form', {}, { client_id: '' }],
    ['with a scope of the portal', {}, { scope: `api://${WORKLOAD.clientId}/.default` }],
  ])('%s is exchanged for a token that writes the directory', async (_name, claims, form) => {
    const { status, body } = await exchange(await assertion(claims), form);
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 4500, scope: 'scim' });
    expect(await present(body.access_token)).toEqual({
      credential: `workload/${WORKLOAD.clientId}`,
      directory: 'default',
      scopes: new Set(['scim']),
    });
  });

  test('gets no more than the directory', async () => {
    expect((await exchange(await assertion(), { scope: 'scim manage' })).body.error).toBe('invalid_scope');
  });
});

describe('an assertion is refused, with a trace of each claim,', () => {
  test.each([
    ['iss', { iss: `https://sts.windows.net/${TENANT}/` }],
    ['aud', { aud: `api://${OTHER}` }],
    ['aud', { aud: 'https://graph.microsoft.com' }],
    ['sub', { sub: OTHER }],
    ['sub', { sub: undefined }],
    ['tid', { tid: OTHER }],
    ['appid', { appid: OTHER }],
    ['appid', { appid: OTHER, azp: WORKLOAD.clientId }],
  ])('when its %s is wrong: %j', async (claim, change) => {
    const { status, body } = await exchange(await assertion(change));
    expect(status).toBe(401);
    expect(body.error).toBe('invalid_client');
    expect(body.error_description).toContain(`but ${claim} is not as configured`);
    const traced = bench.log.find(({ message }) => message === 'The client assertion was refused');
    expect(traced?.details).toMatchObject({
      trace: ['iss', 'aud', 'sub', 'tid', 'appid'].map((one) => ({ claim: one, equal: one !== claim })),
    });
  });

  test('when it has expired', async () => {
    const { body } = await exchange(await assertion({ exp: bench.now() / 1000 - 61 }));
    expect(body).toMatchObject({
      error: 'invalid_client',
      error_description: 'The client assertion has expired.',
    });
  });

  test('when it is no JWT, has another type, or comes with a secret', async () => {
    expect((await exchange('nonsense')).body.error).toBe('invalid_client');
    expect((await exchange(await assertion(), { client_assertion_type: 'saml' })).body.error).toBe(
      'invalid_request',
    );
    expect((await exchange(await assertion(), { client_secret: 'x' })).body.error).toBe('invalid_request');
  });

  test('when the form names another client', async () => {
    expect((await exchange(await assertion(), { client_id: OTHER })).body.error).toBe('invalid_client');
  });
});

test('keys that cannot be had are 503, never invalid_client', async () => {
  entra.refuseWith(500);
  const answer = await exchange(await assertion());
  expect(answer.status).toBe(503);
  expect(answer.headers['retry-after']).toBeDefined();
});

test('the assertion itself is no bearer token', async () => {
  expect((await refusalOf(present(await assertion()))).kind).toBe('unauthorized');
});

test('a token is worth nothing once the workload identity is no longer trusted', async () => {
  const { body } = await exchange(await assertion());
  const settings = { ...entraSettings(), workload: { ...WORKLOAD, clientId: OTHER } };
  const source = { vaultUrl: bench.vault.url, credential: unusedCredential };
  const later = createIdentity(
    { source, entra: settings, oauth: 'on' },
    { now: bench.now, log: () => undefined },
  );
  const error = await refusalOf(later.authenticate(`Bearer ${String(body.access_token)}`));
  expect(error.kind).toBe('unauthorized');
  expect(error.message).toContain('no longer trusted');
});
