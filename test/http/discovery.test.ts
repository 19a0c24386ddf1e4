// RFC 7644 section 4 by HTTP against the running service.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

test('/ServiceProviderConfig says what is possible and where it lies', async () => {
  const { status, body, headers } = await service.request('GET', '/ServiceProviderConfig');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
  expect(body).toMatchObject({ patch: { supported: true }, etag: { supported: true } });
  expect(body.meta.location).toBe(`${service.scimUrl}/ServiceProviderConfig`);
});

test.each([
  ['/ResourceTypes', ['User', 'Group']],
  [
    '/Schemas',
    [
      'urn:ietf:params:scim:schemas:core:2.0:User',
      'urn:ietf:params:scim:schemas:core:2.0:Group',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
    ],
  ],
])('%s is a list, and each of its entries is found by its id and by its location', async (path, ids) => {
  const { body } = await service.request('GET', path);
  expect(body.schemas).toEqual([LIST]);
  expect(body.Resources.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(ids));
  expect(body.totalResults).toBe(body.Resources.length);
  for (const entry of body.Resources) {
    expect((await service.request('GET', `${path}/${entry.id}`)).body).toEqual(entry);
    expect(entry.meta.location).toBe(`${service.scimUrl}${path}/${entry.id}`);
  }
});

test.each([
  '/ResourceTypes/Robot',
  '/Schemas/urn:none',
  '/ServiceProviderConfig/1',
  '/Nothing',
  '/Nothing/1',
])('"%s" is 404 with a SCIM body', async (path) => {
  const { status, body } = await service.request('GET', path);
  expect(status).toBe(404);
  expect(body.schemas).toEqual(['urn:ietf:params:scim:api:messages:2.0:Error']);
});

test.each(['/ServiceProviderConfig', '/ResourceTypes', '/Schemas'])('a filter on %s is 403', async (path) => {
  expect((await service.request('GET', `${path}?filter=id%20pr`)).status).toBe(403);
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s is 405: discovery is only read', async (method) => {
  const answer = await service.request(method, '/Schemas', method === 'DELETE' ? undefined : {});
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
});

test('none of it without a token', async () => {
  const { status, headers } = await service.request('GET', '/Schemas', undefined, { authorization: '' });
  expect(status).toBe(401);
  expect(headers.get('www-authenticate')).toContain('Bearer');
});
