// Which handler answers a method at a path, and what is said where none does.
import { expect, test } from 'vitest';
import type { FrontDoor, ScimHandler } from '../../src/http/endpoint.ts';
import type { Route } from '../../src/http/router.ts';
import { testEndpoint } from '../support/endpoint.ts';

function route(method: Route<unknown>['method'], path: string): Route<ScimHandler<FrontDoor>> {
  return {
    method,
    path,
    handler: async ({ params }) => ({ status: 200, body: { took: `${method} ${path}`, params } }),
  };
}

const ask = testEndpoint([
  route('GET', ''),
  route('POST', ''),
  route('GET', '{id}'),
  route('DELETE', '{id}'),
  route('POST', '.search'),
  route('GET', '{id}/parts/{part}'),
]);

test.each([
  ['GET', '', 'GET ', {}],
  ['GET', '/', 'GET ', {}],
  ['GET', '/7', 'GET {id}', { id: '7' }],
  ['GET', '/7/', 'GET {id}', { id: '7' }],
  ['POST', '/.search', 'POST .search', {}],
  ['POST', '/.SEARCH', 'POST .search', {}],
  ['GET', '/7/Parts/a%20b%2Fc', 'GET {id}/parts/{part}', { id: '7', part: 'a b/c' }],
  ['GET', '/%E9', 'GET {id}', { id: '%E9' }],
])('%s %s', async (method, path, took, params) => {
  expect((await ask({ method, path })).body).toEqual({ took, params });
});

test.each([
  ['PUT', '', 'GET, POST, HEAD, OPTIONS'],
  ['PATCH', '/7', 'GET, DELETE, HEAD, OPTIONS'],
  ['GET', '/.search', 'POST, OPTIONS'],
  ['DELETE', '/.search', 'POST, OPTIONS'],
])('405 with Allow: %s %s', async (method, path, allow) => {
  const answer = await ask({ method, path });
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe(allow);
  expect(answer.body).toMatchObject({ status: '405' });
  expect(answer.body.detail).toContain(allow);
});

test.each(['/7/other', '/7/parts', '/a/b/c/d'])('404 with a SCIM body: %s', async (path) => {
  const answer = await ask({ path });
  expect(answer.status).toBe(404);
  expect(answer.body).toMatchObject({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: '404',
  });
});

test('OPTIONS names the methods', async () => {
  const answer = await ask({ method: 'OPTIONS', path: '/7' });
  expect([answer.status, answer.headers.get('allow'), answer.text]).toEqual([
    204,
    'GET, DELETE, HEAD, OPTIONS',
    '',
  ]);
  expect((await ask({ method: 'OPTIONS', path: '/7/other' })).status).toBe(404);
});

test('HEAD answers as GET without the body, with its length', async () => {
  const get = await ask({ path: '/7' });
  const head = await ask({ method: 'HEAD', path: '/7' });
  expect([head.status, head.text]).toEqual([200, '']);
  expect(head.headers.get('content-length')).toBe(String(get.text.length));
  expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
});
