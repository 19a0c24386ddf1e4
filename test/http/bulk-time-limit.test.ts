// A bulk request that takes too long: the host would cut it off and the client would know nothing.
import { expect, test } from 'vitest';
import { bulkRoutes } from '../../src/http/bulk.ts';
import type { DirectoryService } from '../../src/http/directory-service.ts';
import { testEndpoint } from '../support/endpoint.ts';

test('what is not begun in time is told so, each operation with 503', async () => {
  const [route] = bulkRoutes(0);
  const ask = testEndpoint([
    {
      method: 'POST',
      path: '',
      // Nothing of the directory is asked.
      handler: async (request, frontDoor) =>
        (await route?.handler(request, frontDoor as unknown as DirectoryService)) ?? { status: 500 },
    },
  ]);
  const Operations = [
    { method: 'DELETE', path: '/Users/1' },
    { method: 'POST', path: '/Users', bulkId: 'a', data: {} },
  ];
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
  const { status, body, log } = await ask({
    method: 'POST',
    headers: { 'content-type': 'application/scim+json' },
    body: JSON.stringify({ schemas, Operations }),
  });
  expect(status).toBe(200);
  expect(body.Operations.map((result: { status: string }) => result.status)).toEqual(['503', '503']);
  expect(body.Operations[0].response.detail).toContain('not begun');
  expect(log).toMatchObject({ bulkOperations: 2, bulkFailures: 2 });
});
