// The JWT of Entra's provisioning service (secret token left empty): what is accepted, and each claim wrong once.
import fc from 'fast-check';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
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
      applicationId: undefined,
      workload: undefined,
    },
  });
});
afterEach(() => Promise.all([entra.stop(), bench.vault.stop()]));

const present = (token: string) => bench.identity.authenticate(`Bearer ${token}`);
const refused = (token: string) => refusalOf(present(token));
const signed = (change: Record<string, unknown> = {}) =>
  entra.sign({ ...provisioningClaims(bench.now()), ...change });
const trace = () =>
  bench.log.at(-1)?.details as { refusal: string; trace: { claim: string; equal: boolean }[] };

test('a token of our tenant for the provisioning of custom applications writes the directory, and nothing else', async () => {
  expect(await present(await signed())).toEqual({
    credential: 'entra-provisioning',
    directory: 'default',
    scopes: new Set(['scim']),
  });
  expect(bench.log).toEqual([]);
  expect(bench.vault.requests).toEqual([]);
});

describe('a token whose claim is wrong is refused, and the log compares each claim', () => {
  const wrong: [string, Record<string, unknown>][] = [
    ['iss', { iss: `https://sts.windows.net/${OTHER}/` }],
    ['iss', { iss: `https://sts.windows.net/${TENANT}` }],
    ['iss', { iss: `https://login.microsoftonline.com/${TENANT}/v2.0` }],
    ['iss', { iss: undefined }],
    ['aud', { aud: OTHER }],
    ['aud', { aud: undefined }],
    ['tid', { tid: OTHER }],
    ['tid', { tid: undefined }],
    ['tid', { tid: { toString: TENANT } }],
    ['appid', { appid: OTHER }],
    ['appid', { appid: undefined }],
  ];
  for (const [claim, change] of wrong) {
    test(JSON.stringify(change), async () => {
      const error = await refused(await signed(change));
      expect(error.kind).toBe('unauthorized');
      expect(error.message).toContain(`is signed by Entra, but ${claim} is not as configured`);
      expect(
        trace()
          .trace.filter(({ equal }) => !equal)
          .map((compared) => compared.claim),
      ).toEqual([claim]);
      expect(trace().trace.map((compared) => compared.claim)).toEqual(['iss', 'aud', 'tid', 'appid']);
    });
  }

  test('another tenant, whose tokens Entra signs with the same keys', async () => {
    const error = await refused(await signed({ iss: `https://sts.windows.net/${OTHER}/`, tid: OTHER }));
    expect(error.message).toContain('but iss, tid are not as configured');
  });

  test('neither answer nor log holds the token or a part of it', async () => {
    const token = await signed({ tid: OTHER });
    const error = await refused(token);
    const text = JSON.stringify([bench.log, error.message, error.stack]);
    for (const part of token.split('.')) expect(text).not.toContain(part.slice(0, 30));
  });
});

describe('a token is refused', () => {
  const times: [string, Record<string, unknown>, RegExp][] = [
    ['that has expired', { exp: -61 }, /has expired/],
    ['that is not valid yet', { nbf: 61 }, /not valid yet/],
    ['without an expiry', { exp: undefined }, /no expiry/],
  ];
  for (const [name, offsets, why] of times) {
    test(name, async () => {
      const seconds = bench.now() / 1000;
      const change = Object.fromEntries(
        Object.entries(offsets).map(([claim, offset]) => [
          claim,
          offset === undefined ? undefined : seconds + Number(offset),
        ]),
      );
      expect((await refused(await signed(change))).message).toMatch(why);
    });
  }

  test('but not for a clock that is off by less than a minute', async () => {
    const seconds = bench.now() / 1000;
    await present(await signed({ exp: seconds - 59 }));
    await present(await signed({ nbf: seconds + 59 }));
  });

  test('with alg none', async () => {
    const token = new UnsecuredJWT(provisioningClaims(bench.now())).encode();
    expect((await refused(token)).message).toMatch(/not signed with RS256/);
  });

  test('signed with HS256 and the published key as the secret', async () => {
    const [key] = entra.published();
    const claims = provisioningClaims(bench.now());
    for (const secret of [JSON.stringify(key), key?.n ?? '', Buffer.from(key?.n ?? '', 'base64url')]) {
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid: key?.kid ?? '' })
        .sign(typeof secret === 'string' ? Buffer.from(secret) : secret);
      expect((await refused(token)).message).toMatch(/not signed with RS256/);
    }
  });

  test('signed with a key of somebody else, under a published id or one of their own', async () => {
    const forger = await startEntra();
    const claims = provisioningClaims(bench.now());
    expect((await refused(await forger.sign(claims))).message).toMatch(/wrong signature/);
    expect((await refused(await forger.sign(claims, { kid: 'theirs' }))).message).toMatch(/does not publish/);
    await forger.stop();
  });

  test('whose claims were changed after signing', async () => {
    const [header, , signature] = (await signed()).split('.');
    const claims = { ...provisioningClaims(bench.now()), exp: 9_999_999_999 };
    const token = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`;
    expect((await refused(token)).message).toMatch(/wrong signature/);
  });

  test('when it only looks like one, with 401 whatever is in it', async () => {
    const [, claims = '', signature = ''] = (await signed()).split('.');
    const part = fc.oneof(
      fc.base64String().map((text) => text.replaceAll(/[+/=]/g, '-') || 'A'),
      fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')),
      fc.constantFrom(claims, signature),
    );
    const header = fc
      .record({
        alg: fc.constantFrom('RS256', 'RS512', 'ES256', 'none', '', 7),
        kid: fc.constantFrom('key-1', 'x', undefined, 1),
        crit: fc.constantFrom(undefined, ['x'], 'x'),
      })
      .map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'));
    await fc.assert(
      fc.asyncProperty(header, part, part, async (first, second, third) => {
        expect((await refused(`${first}.${second}.${third}`)).kind).toBe('unauthorized');
      }),
      { numRuns: 300 },
    );
  });
});

describe("Entra's keys", () => {
  test('are fetched once and kept', async () => {
    for (let each = 0; each < 20; each++) await present(await signed());
    expect(entra.requests).toEqual([`/${TENANT}/discovery/keys`]);
  });

  test('are fetched again when a token names a new one', async () => {
    await present(await signed());
    bench.pass(3000);
    await entra.rotate();
    await present(await signed());
    expect(entra.requests).toHaveLength(2);
  });

  test('are fetched at most once in 30 seconds by tokens that name keys which do not exist', async () => {
    await present(await signed());
    const token = await entra.sign(provisioningClaims(bench.now()), { kid: 'none such' });
    bench.pass(31);
    await Promise.all(Array.from({ length: 50 }, () => refused(token)));
    for (let each = 0; each < 50; each++) await refused(token);
    expect(entra.requests).toHaveLength(2);
  });

  test('that cannot be had make the token undecidable, not wrong', async () => {
    entra.refuseWith(500);
    const error = await refused(await signed());
    expect(error.kind).toBe('unavailable');
    expect(error.retryAfter).toBeGreaterThan(0);
    expect(JSON.stringify(bench.log)).toContain('discovery/keys answered 500');
  });

  test('that are known stay in force for a day while the address is away', async () => {
    await present(await signed());
    entra.refuseWith(503);
    for (let hour = 0; hour < 23; hour++) {
      bench.pass(3600);
      await present(await signed());
    }
    bench.pass(7200);
    expect((await refused(await signed())).kind).toBe('unavailable');
  });

  test('a new one is undecidable while the address is away', async () => {
    await present(await signed());
    bench.pass(3600);
    await entra.rotate();
    entra.refuseWith(503);
    expect((await refused(await signed())).kind).toBe('unavailable');
  });
});

test("while it is off, Entra's token is one that the vault does not hold", async () => {
  const off = await startIdentity();
  expect((await refusalOf(off.identity.authenticate(`Bearer ${await signed()}`))).message).toMatch(
    /not one of the accepted/,
  );
  expect(entra.requests).toEqual([]);
  await off.vault.stop();
});
