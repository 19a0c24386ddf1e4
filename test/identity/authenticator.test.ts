// Which check decides about which credential, and the laptop's one token.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createIdentity } from '../../src/identity/identity.ts';
import {
  type EntraDouble,
  PROVISIONING_AUDIENCE,
  provisioningClaims,
  startEntra,
  TENANT,
} from '../support/entra.ts';
import { createClock, refusalOf, startIdentity } from '../support/identity.ts';

let entra: EntraDouble;
beforeEach(async () => {
  entra = await startEntra();
});
afterEach(() => entra.stop());

describe('with every kind switched on', () => {
  test('each credential is judged by its own check only', async () => {
    const bench = await startIdentity({
      oauth: 'on',
      entra: {
        tenantId: TENANT,
        authority: entra.authority,
        provisioningAudience: PROVISIONING_AUDIENCE,
        applicationId: undefined,
        workload: undefined,
      },
    });
    bench.vault.set('rollcall-seal', 'the secret of this deployment, long enough');
    const version = bench.vault.set('scim-token', 'the.token.value');
    const issued = await bench.identity.tokenEndpoint?.({
      authorization: null,
      contentType: 'application/x-www-form-urlencoded',
      body: 'grant_type=client_credentials&client_id=scim-token&client_secret=the.token.value',
    });
    const present = async (token: unknown) =>
      (await bench.identity.authenticate(`Bearer ${String(token)}`)).credential;
    expect(await present(await entra.sign(provisioningClaims(bench.now())))).toBe('entra-provisioning');
    expect(await present(issued?.body.access_token)).toBe(`scim-token/${version}`);
    expect(await present('the.token.value')).toBe(`scim-token/${version}`);

    const refused = async (token: string) =>
      (await refusalOf(bench.identity.authenticate(`Bearer ${token}`))).message;
    expect(await refused('eyJhbGciOiJub25lIn0.eyJ9.')).toMatch(/^The token of Entra's provisioning service /);
    expect(await refused('rollcall_oauth.x')).toMatch(/^The access token /);
    expect(await refused('something')).toMatch(/^The bearer token /);
    await bench.vault.stop();
  });
});

describe("a laptop's token", () => {
  const { now } = createClock();
  const laptop = createIdentity(
    { source: { token: 'laptop-token', seal: undefined }, entra: undefined, oauth: 'on' },
    { now, log: () => undefined },
  );

  test('has every scope in the directory default', async () => {
    expect(await laptop.authenticate('Bearer laptop-token')).toEqual({
      credential: 'laptop',
      directory: 'default',
      scopes: new Set(['scim', 'read', 'manage']),
    });
  });

  test('is the only one', async () => {
    for (const token of ['laptop', 'laptop-tokem', 'laptop-token2']) {
      expect((await refusalOf(laptop.authenticate(`Bearer ${token}`))).kind).toBe('unauthorized');
    }
  });

  test('is a client secret too, so that OAuth can be tried without a vault', async () => {
    const answer = await laptop.tokenEndpoint?.({
      authorization: null,
      contentType: 'application/x-www-form-urlencoded',
      body: 'grant_type=client_credentials&client_id=laptop&client_secret=laptop-token&scope=scim',
    });
    expect(await laptop.authenticate(`Bearer ${String(answer?.body.access_token)}`)).toMatchObject({
      credential: 'laptop',
      scopes: new Set(['scim']),
    });
  });

  test('needs no vault to be well', async () => {
    await expect(laptop.checkVault()).resolves.toBeUndefined();
  });
});
