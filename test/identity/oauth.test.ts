// OAuth 2.0 client credentials: the token endpoint as RFC 6749 has it, and what becomes of its tokens.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TokenResponse } from '../../src/http/caller.ts';
import { createIdentity } from '../../src/identity/identity.ts';
import { type Bench, refusalOf, startIdentity } from '../support/identity.ts';
import { unusedCredential } from '../support/vault.ts';

const FORM = 'application/x-www-form-urlencoded';
const SECRET = 'the-secret-of-the-client';

let bench: Bench;
let version: string;
beforeEach(async () => {
  bench = await startIdentity({ oauth: 'on' });
  bench.vault.set('rollcall-seal', 'the secret of this deployment, long enough');
  version = bench.vault.set('scim-token-okta', SECRET, { tags: { directory: 'emea', scope: 'scim read' } });
});
afterEach(() => bench.vault.stop());

interface Given {
  form?: Record<string, string>;
  body?: string;
  authorization?: string;
  contentType?: string | null;
}

async function ask({ form, body, authorization, contentType }: Given): Promise<TokenResponse> {
  const sent = new URLSearchParams({ grant_type: 'client_credentials', ...form });
  const answer = await bench.identity.tokenEndpoint?.({
    authorization: authorization ?? null,
    contentType: contentType === undefined ? FORM : contentType,
    body: body ?? sent.toString(),
  });
  if (answer === undefined) throw new Error('OAuth is off.');
  return answer;
}

const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
const inForm = { client_id: 'scim-token-okta', client_secret: SECRET };
const present = (token: unknown) => bench.identity.authenticate(`Bearer ${String(token)}`);
async function tokenFor(form: Record<string, string> = inForm): Promise<string> {
  const { status, body } = await ask({ form });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return String(body.access_token);
}

describe('the token endpoint grants', () => {
  const ways: [string, Given][] = [
    ['in the form', { form: inForm }],
    ['in a Basic header', { authorization: basic('scim-token-okta', SECRET) }],
    [
      'in a Basic header, however it is written',
      { authorization: basic('scim-token-okta', SECRET).replace('Basic', 'bAsIc  ') },
    ],
    ['in both, when they are the same', { form: inForm, authorization: basic('scim-token-okta', SECRET) }],
    [
      'in a Basic header with the id in the form',
      { form: { client_id: 'scim-token-okta' }, authorization: basic('scim-token-okta', SECRET) },
    ],
    [
      'with the id in capitals, which Key Vault does not tell apart',
      { form: { ...inForm, client_id: 'SCIM-Token-Okta' } },
    ],
    [
      'with a scope of the identity provider',
      { form: { ...inForm, scope: 'api://somewhere/.default openid' } },
    ],
    ['with an empty scope', { form: { ...inForm, scope: '' } }],
    ['with a parameter it does not know', { form: { ...inForm, audience: 'somewhere' } }],
  ];
  for (const [name, given] of ways) {
    test(`to a client with its credentials ${name}`, async () => {
      expect(await ask(given)).toEqual({
        status: 200,
        headers: { 'cache-control': 'no-store', pragma: 'no-cache' },
        body: {
          access_token: expect.stringMatching(/^rollcall_oauth\.[\w.-]+$/),
          token_type: 'Bearer',
          expires_in: 4500,
          scope: 'scim read',
        },
      });
    });
  }

  test('a secret with any characters, encoded in the header as RFC 6749 says or not', async () => {
    const secrets = fc
      .string({ minLength: 12, maxLength: 30, unit: 'grapheme-ascii' })
      .map((text) => text.trim());
    const known = await fc.sample(
      secrets.filter((text) => text.length >= 12),
      20,
    );
    for (const [index, secret] of known.entries()) bench.vault.set(`scim-token-${index}`, secret);
    for (const [index, secret] of known.entries()) {
      const encoded = new URLSearchParams({ '': secret }).toString().slice(1);
      for (const given of [
        { form: { client_id: `scim-token-${index}`, client_secret: secret } },
        { authorization: basic(`scim-token-${index}`, encoded) },
        { authorization: basic(`scim-token-${index}`, secret) },
      ]) {
        expect((await ask(given)).status).toBe(200);
      }
    }
  });

  test('fewer scopes when fewer are asked for', async () => {
    const { body } = await ask({ form: { ...inForm, scope: 'read .default' } });
    expect(body.scope).toBe('read');
    expect((await present(body.access_token)).scopes).toEqual(new Set(['read']));
  });
});

describe('the token endpoint refuses', () => {
  const refusals: [string, Given, number, string][] = [
    ['JSON', { contentType: 'application/json', body: JSON.stringify(inForm) }, 400, 'invalid_request'],
    ['a body without a content type', { contentType: null }, 400, 'invalid_request'],
    ['an empty body', { body: '' }, 400, 'invalid_request'],
    ['no grant_type', { form: { ...inForm, grant_type: '' } }, 400, 'invalid_request'],
    ['another grant_type', { form: { ...inForm, grant_type: 'password' } }, 400, 'unsupported_grant_type'],
    [
      'a parameter sent twice',
      { body: `grant_type=client_credentials&client_id=a&client_id=b&client_secret=c` },
      400,
      'invalid_request',
    ],
    ['no credentials', {}, 401, 'invalid_client'],
    ['an id without a secret', { form: { client_id: 'scim-token-okta' } }, 401, 'invalid_client'],
    ['a wrong secret', { form: { ...inForm, client_secret: 'wrong' } }, 401, 'invalid_client'],
    [
      'a wrong secret in the header',
      { authorization: basic('scim-token-okta', 'wrong') },
      401,
      'invalid_client',
    ],
    ['an unknown client', { form: { ...inForm, client_id: 'scim-token' } }, 401, 'invalid_client'],
    [
      'a secret that holds no token',
      { form: { client_id: 'rollcall-seal', client_secret: 'the secret of this deployment, long enough' } },
      401,
      'invalid_client',
    ],
    ['a bearer token as credentials', { authorization: `Bearer ${SECRET}` }, 401, 'invalid_client'],
    ['a Basic header that is not Base64', { authorization: 'Basic ***' }, 401, 'invalid_client'],
    [
      'a Basic header without a colon',
      { authorization: `Basic ${btoa('scim-token-okta')}` },
      401,
      'invalid_client',
    ],
    [
      'header and form that differ',
      { form: { ...inForm, client_secret: 'x' }, authorization: basic('scim-token-okta', SECRET) },
      400,
      'invalid_request',
    ],
    [
      'a header and a form that name different clients',
      { form: { client_id: 'scim-token' }, authorization: basic('scim-token-okta', SECRET) },
      400,
      'invalid_request',
    ],
    [
      'a scope beyond what the client has',
      { form: { ...inForm, scope: 'scim manage' } },
      400,
      'invalid_scope',
    ],
    [
      'an assertion while federation is off',
      {
        form: {
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: 'eyJ.e.x',
        },
      },
      401,
      'invalid_client',
    ],
  ];
  for (const [name, given, status, error] of refusals) {
    test(`${name}: ${error}`, async () => {
      const answer = await ask(given);
      expect(answer.status).toBe(status);
      expect(answer.body).toEqual({
        error,
        error_description: expect.stringMatching(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/),
      });
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Basic realm="rollcall"' : undefined);
    });
  }

  test('whatever else is sent, with an error body and no exception', async () => {
    const text = fc.string({ maxLength: 30, unit: 'binary' });
    const names = fc.constantFrom(
      'grant_type',
      'client_id',
      'client_secret',
      'scope',
      'client_assertion',
      'x',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(names, text), { maxLength: 6 }),
        fc.option(text),
        async (form, header) => {
          const answer = await ask({
            body: new URLSearchParams([
              ['grant_type', 'client_credentials'],
              ...form.map(([name, value]): [string, string] => [name, value.toWellFormed()]),
            ]).toString(),
            ...(header !== null && { authorization: `Basic ${header}` }),
          });
          expect([400, 401]).toContain(answer.status);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a secret whose tags cannot be understood, and says so within the characters that RFC 6749 allows', async () => {
    bench.vault.set('scim-token-odd', 'the-secret-of-another', { tags: { scope: 'schreiben \u00fc' } });
    const { body } = await ask({
      form: { client_id: 'scim-token-odd', client_secret: 'the-secret-of-another' },
    });
    expect(body.error_description).toContain("the tag 'scope' is 'schreiben ?'; use scim, read or manage");
  });

  test('without repeating the secret in answer or log', async () => {
    const secret = 'a-wrong-but-perhaps-real-secret';
    const answers = [
      await ask({ form: { ...inForm, client_secret: secret } }),
      await ask({ authorization: basic('scim-token-okta', secret) }),
      await ask({ authorization: secret }),
    ];
    expect(JSON.stringify([answers, bench.log])).not.toContain('perhaps-real');
  });
});

test('a vault that does not answer is 503 with Retry-After, never invalid_client', async () => {
  await bench.vault.goAway();
  const answer = await ask({ form: inForm });
  expect(answer.status).toBe(503);
  expect(answer.body.error).toBe('temporarily_unavailable');
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
});

describe('an access token', () => {
  test('is the client that it was issued to', async () => {
    expect(await present(await tokenFor())).toEqual({
      credential: `scim-token-okta/${version}`,
      directory: 'emea',
      scopes: new Set(['scim', 'read']),
    });
  });

  test('is accepted by an instance that has never seen it, and costs no vault call once warm', async () => {
    const token = await tokenFor();
    const before = bench.vault.requests.length;
    for (let each = 0; each < 100; each++) await present(token);
    expect(bench.vault.requests.length).toBe(before);
  });

  test('expires after 75 minutes', async () => {
    const token = await tokenFor();
    bench.pass(75 * 60 - 1);
    await present(token);
    bench.pass(1);
    const error = await refusalOf(present(token));
    expect(error.kind).toBe('unauthorized');
    expect(error.message).toContain('expired at 2030-06-01T13:15:00.000Z');
  });

  test('dies with the version of the secret that it was issued for', async () => {
    bench.pass(60);
    const token = await tokenFor();
    bench.vault.set('scim-token-okta', 'another-version-of-it');
    bench.vault.update('scim-token-okta', version, { attributes: { enabled: false } });
    bench.pass(61);
    expect((await refusalOf(present(token))).message).toContain('a client secret that has been disabled');
    await present(await tokenFor({ client_id: 'scim-token-okta', client_secret: 'another-version-of-it' }));
  });

  test('dies with the secret', async () => {
    const token = await tokenFor();
    bench.vault.remove('scim-token-okta');
    bench.pass(61);
    expect((await refusalOf(present(token))).message).toContain('a client secret that no longer exists');
  });

  test('has not more scopes than its version has now, and the directory it has now', async () => {
    const token = await tokenFor();
    bench.vault.update('scim-token-okta', version, { tags: { directory: 'apac', scope: 'read manage' } });
    bench.pass(61);
    expect(await present(token)).toMatchObject({ directory: 'apac', scopes: new Set(['read']) });
  });

  test('changed, or made for another purpose, is refused', async () => {
    const token = await tokenFor();
    const owner = { secret: 'scim-token-okta', version, scopes: ['manage'] };
    const cursor = await bench.identity.sealer.seal('cursor', { owner, expires: 9_999_999_999 }, []);
    const other = await bench.identity.sealer.seal('oauth', { after: 'u~1' }, []);
    const made = [
      'rollcall_oauth.',
      `rollcall_oauth.${cursor}`,
      `rollcall_oauth.${other}`,
      token.slice(0, -1),
      `${token}A`,
    ];
    for (const one of made) {
      const error = await refusalOf(present(one));
      expect(error.kind).toBe('unauthorized');
      expect(error.message).toContain('was not issued by this service');
    }
  });
});

test('while OAuth is off there is no endpoint and its tokens are nothing', async () => {
  const token = await tokenFor();
  const off = createIdentity(
    {
      source: { vaultUrl: bench.vault.url, credential: unusedCredential },
      entra: undefined,
      oauth: 'off',
    },
    { now: bench.now, log: () => undefined },
  );
  expect(off.tokenEndpoint).toBeUndefined();
  const error = await refusalOf(off.authenticate(`Bearer ${token}`));
  expect(error.message).toContain('not one of the accepted');
});
