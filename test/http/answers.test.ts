// How an answer is made of what a handler gives or throws, and what the log keeps of it.
import { expect, test } from 'vitest';
import { StoreUnavailable } from '../../src/directory/store.ts';
import type { ScimRequest } from '../../src/http/endpoint.ts';
import type { ScimReply } from '../../src/http/reply.ts';
import { ScimError } from '../../src/scim/errors.ts';
import { INVOCATION, testEndpoint } from '../support/endpoint.ts';

function answering(give: (request: ScimRequest) => ScimReply | Promise<ScimReply>) {
  return testEndpoint([{ method: 'GET', path: '{id}', handler: async (request) => give(request) }]);
}

const ID = '0b1e2c3d-4455-4667-8899-aabbccddeeff';

test('an object is sent as SCIM JSON, with the request id', async () => {
  const answer = await answering(() => ({
    status: 200,
    body: { userName: 'zoë' },
    headers: { etag: 'W/"1"' },
  }))({
    path: '/1',
  });
  expect(answer.body).toEqual({ userName: 'zoë' });
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'application/scim+json; charset=utf-8',
    'x-request-id': INVOCATION,
    etag: 'W/"1"',
    'cache-control': 'no-store',
  });
});

test('JSON that is written already is sent as it is', async () => {
  const text = '{"a":  1}';
  for (const body of [text, Buffer.from(text)]) {
    expect((await answering(() => ({ status: 200, body }))({ path: '/1' })).text).toBe(text);
  }
});

test.each([
  [undefined, 'application/scim+json'],
  ['application/scim+json', 'application/scim+json'],
  ['application/json', 'application/json'],
  ['application/json, text/plain, */*', 'application/scim+json'],
  ['application/json;q=0.9, application/scim+json;q=0.8', 'application/json'],
  ['application/scim+json;q=0, application/*', 'application/json'],
  ['text/html', 'application/scim+json'],
  ['*/*;q=0', 'application/scim+json'],
  ['application/json;q=nonsense', 'application/scim+json'],
])('Accept: %s gets %s, never 406', async (accept, type) => {
  const ask = answering(() => ({ status: 200, body: {} }));
  const answer = await ask({ path: '/1', headers: accept === undefined ? {} : { accept } });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, `${type}; charset=utf-8`]);
});

test.each([204, 304])('%s carries no body and no type', async (status) => {
  const answer = await answering(() => ({ status, body: { a: 1 } }))({ path: '/1' });
  expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([status, '', null]);
});

test('a refusal is a SCIM error with its scimType', async () => {
  const answer = await answering(() => {
    throw new ScimError('invalidFilter', 'No such attribute.');
  })({ path: '/1' });
  expect(answer.body).toEqual({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: '400',
    scimType: 'invalidFilter',
    detail: 'No such attribute.',
  });
});

test.each<[string, () => ScimReply]>([
  [
    'an error',
    () => {
      throw new Error('the secret reason');
    },
  ],
  [
    'no error at all',
    () => {
      throw 'the secret reason';
    },
  ],
  [
    'a header that cannot be sent',
    () => ({ status: 200, headers: { location: 'the secret reason \u0100' } }),
  ],
  [
    'a body that cannot be written',
    () => ({ status: 200, body: { a: 1n as unknown as number, b: 'the secret reason' } }),
  ],
  ['a status that is none', () => ({ status: 99, body: { a: 'the secret reason' } })],
  ['nothing', () => undefined as unknown as ScimReply],
])('a handler that gives %s is a 500 whose id is in the log, and the reason only there', async (_, give) => {
  const answer = await answering(give)({ path: '/1' });
  expect(answer.status).toBe(500);
  expect(answer.body.detail).toContain(INVOCATION);
  expect(answer.text).not.toContain('the secret reason');
  expect(answer.logLevel).toBe('error');
  expect(answer.log).toMatchObject({ request: INVOCATION, status: 500, error: 'internal' });
  expect(answer.log.cause).toMatch(/Error/);
});

test('the log tells the whole chain of causes of a fault', async () => {
  const answer = await answering(() => {
    throw new Error('outer', { cause: new Error('inner') });
  })({ path: '/1' });
  expect(answer.log.cause).toMatch(/Error: outer[\s\S]*caused by: Error: inner/);
});

test('storage that does not answer is 503 with Retry-After', async () => {
  const answer = await answering(() => {
    throw new StoreUnavailable('away', 12);
  })({ path: '/1' });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '12']);
});

test('one line in the log tells what happened, without query and personal data', async () => {
  const ask = answering((request) => {
    request.note('dialects', ['entra-boolean-strings']);
    return { status: 200, body: {} };
  });
  const { log, logLevel } = await ask({ path: `/${ID}?filter=userName%20eq%20%22bjensen%22` });
  expect(logLevel).toBe('information');
  expect(log).toEqual({
    request: INVOCATION,
    method: 'GET',
    credential: 'laptop',
    directory: 'default',
    route: 'scim/v2/Things/{id}',
    id: ID,
    dialects: ['entra-boolean-strings'],
    status: 200,
    ms: expect.any(Number),
  });
});

test('an id that is not one of ours is not logged: it may be a name', async () => {
  const { log } = await answering(() => ({ status: 200, body: {} }))({ path: '/bjensen@example.com' });
  expect(JSON.stringify(log)).not.toContain('bjensen');
});
