// Access tokens of Entra for the console and the access API: app roles become scopes.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  APPLICATION,
  accessTokenClaims,
  type EntraDouble,
  PROVISIONING_AUDIENCE,
  provisioningClaims,
  startEntra,
  TENANT,
} from '../support/entra.ts';
import { type Bench, refusalOf, startIdentity } from '../support/identity.ts';

const OTHER = '99999999-9999-4999-8999-999999999999';

let entra: EntraDouble;
let bench: Bench;
beforeEach(async () => {
  entra = await startEntra();
  bench = await startIdentity({
    entra: {
      tenantId: TENANT,
      authority: entra.authority,
      provisioningAudience: PROVISIONING_AUDIENCE,
      applicationId: APPLICATION,
      workload: undefined,
    },
  });
});
afterEach(() => Promise.all([entra.stop(), bench.vault.stop()]));

const present = (token: string) => bench.identity.authenticate(`Bearer ${token}`);
const signed = (change: Record<string, unknown> = {}) =>
  entra.sign({ ...accessTokenClaims(bench.now(), entra.authority), ...change });

describe('the app roles of an access token', () => {
  const roles: [unknown, string[]][] = [
    [['Rollcall.Admin'], ['manage', 'read']],
    [['Rollcall.Reader'], ['read']],
    [
      ['Rollcall.Reader', 'Rollcall.Admin', 'Other'],
      ['manage', 'read'],
    ],
    [['rollcall.admin'], []],
    [['Other'], []],
    [[], []],
    [undefined, []],
    ['Rollcall.Admin', []],
    [{ 0: 'Rollcall.Admin' }, []],
  ];
  for (const [given, scopes] of roles) {
    test(`${JSON.stringify(given)} give ${scopes.join(', ') || 'nothing'}`, async () => {
      expect(await present(await signed({ roles: given }))).toEqual({
        credential: 'entra/77777777-7777-4777-8777-777777777777',
        directory: 'default',
        scopes: new Set(scopes),
      });
    });
  }
});

test('the audience may be the application or its URI', async () => {
  await present(await signed({ aud: `api://${APPLICATION}` }));
});

describe('an access token is refused', () => {
  const wrong: [string, Record<string, unknown>][] = [
    ['iss', { iss: `https://sts.windows.net/${TENANT}/` }],
    ['tid', { tid: OTHER }],
    ['ver', { ver: '1.0' }],
    ['azp', { azp: undefined }],
    ['oid', { oid: undefined }],
  ];
  for (const [claim, change] of wrong) {
    test(`when its ${claim} is ${JSON.stringify(change[claim])}`, async () => {
      const error = await refusalOf(present(await signed(change)));
      expect(error.kind).toBe('unauthorized');
      expect(error.message).toContain(`but ${claim} is not as configured`);
    });
  }

  test('for another application, such as Microsoft Graph', async () => {
    const error = await refusalOf(present(await signed({ aud: '00000003-0000-0000-c000-000000000000' })));
    expect(error.kind).toBe('unauthorized');
    expect(error.message).toContain('aud');
  });

  test('when it is an ID token, which has the same issuer, audience and roles', async () => {
    const error = await refusalOf(present(await signed({ azp: undefined, scp: undefined, nonce: 'x' })));
    expect(error.kind).toBe('unauthorized');
  });
});

test('the token of the provisioning service is judged by its own rules beside it', async () => {
  const caller = await present(await entra.sign(provisioningClaims(bench.now())));
  expect([...caller.scopes]).toEqual(['scim']);
  const mixed = { ...provisioningClaims(bench.now()), aud: APPLICATION, roles: ['Rollcall.Admin'] };
  expect((await refusalOf(present(await entra.sign(mixed)))).kind).toBe('unauthorized');
});
