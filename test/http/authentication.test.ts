// Nobody gets in without a credential of the right scope, and each refusal says what is missing.
import { expect, test, vi } from 'vitest';
import { ScimError } from '../../src/scim/errors.ts';
import { testEndpoint } from '../support/endpoint.ts';

const handler = vi.fn(async () => ({ status: 200, body: { id: '1' } }));
const ROUTES = [{ method: 'GET', path: '', handler }] as const;

function refusing(error: Error) {
  return testEndpoint(ROUTES, { authenticate: () => Promise.reject(error) });
}

test('without a credential: 401 with a challenge, and no handler runs', async () => {
  const answer = await refusing(new ScimError('unauthorized', 'No token.'))();
  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="rollcall", scope="scim"');
  expect(answer.body).toEqual({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: '401',
    detail: 'No token.',
  });
  expect(handler).not.toHaveBeenCalled();
});

test('the authenticator is given the Authorization header', async () => {
  const authenticate = vi.fn(() => Promise.reject(new ScimError('unauthorized', 'No.')));
  const ask = testEndpoint(ROUTES, { authenticate });
  await ask({ headers: { Authorization: 'Bearer x' } });
  await ask();
  expect(authenticate.mock.calls).toEqual([['Bearer x'], [null]]);
});

test('of another scope: 403 that names both', async () => {
  const answer = await testEndpoint(ROUTES, { scopes: ['read', 'manage'] })();
  expect(answer.status).toBe(403);
  expect(answer.body.detail).toBe(
    'This address needs the scope "scim"; the credential laptop has read, manage.',
  );
  expect(answer.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
  expect(handler).not.toHaveBeenCalled();
});

test('undecidable: 503 with Retry-After, never 401', async () => {
  const answer = await refusing(new ScimError('unavailable', 'The vault is away.', { retryAfter: 7 }))();
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('7');
});

test('an unknown address needs a credential too', async () => {
  const answer = await refusing(new ScimError('unauthorized', 'No token.'))({ path: '/nothing/here' });
  expect(answer.status).toBe(401);
});

test('the token is in no log line', async () => {
  const secret = 'rollcall_secret';
  const answer = await testEndpoint(ROUTES)({ headers: { authorization: `Bearer ${secret}` } });
  expect(JSON.stringify(answer.log)).not.toContain(secret);
  expect(answer.log).toMatchObject({ credential: 'laptop', directory: 'default' });
});
