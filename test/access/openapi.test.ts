// The OpenAPI document: served to anybody, whole, and of the operations that there are.
import { afterAll, beforeAll, expect, test } from 'vitest';
import project from '../../package.json' with { type: 'json' };
import { ACCESS_OPERATIONS } from '../../src/http/access/operations.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
// biome-ignore lint/suspicious/noExplicitAny: looked into as a reader of the document does.
let document: any;

beforeAll(async () => {
  service = await startService();
  const response = await fetch(`${service.url}/access/v1/openapi.json`);
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'application/json; charset=utf-8',
  ]);
  document = await response.json();
});
afterAll(() => service.stop());

test('names version, server and credential', () => {
  expect(document).toMatchObject({
    openapi: '3.1.1',
    info: { version: project.version },
    servers: [{ url: '/access/v1' }],
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  });
});

test('describes every operation, with its parameters, bodies and answers', () => {
  const described = Object.entries<Record<string, { operationId: string }>>(document.paths).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(
        ([method, { operationId }]) => `${method.toUpperCase()} ${path} ${operationId}`,
      ),
  );
  expect(described.sort()).toEqual(
    ACCESS_OPERATIONS.map(({ method, path, name }) => `${method} /${path} ${name}`).sort(),
  );
  const { get: list, post: create } = document.paths['/mappings'];
  expect(list.parameters).toContainEqual({
    name: 'page_size',
    in: 'query',
    required: false,
    description: expect.stringContaining('1 to 1000'),
    schema: { type: 'integer', minimum: 1, maximum: 1000, default: 100 },
  });
  expect(create.requestBody.content['application/json'].schema).toMatchObject({
    type: 'object',
    required: ['workspace', 'role'],
    additionalProperties: false,
  });
  expect(Object.keys(create.responses)).toEqual(['200', '201', '400', '401', '403', '503']);
  const check = document.paths['/check'].get.parameters;
  expect(check.find(({ name }: { name: string }) => name === 'workspace').required).toBe(true);
  expect(document.paths['/users/{id}'].get.parameters).toEqual([
    { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
  ]);
});

test('refers only to what it holds', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
    ([, reference]) => reference,
  );
  expect(references.length).toBeGreaterThan(20);
  for (const reference of new Set(references)) {
    const [, name] = /^#\/components\/schemas\/(\w+)$/.exec(reference ?? '') ?? [];
    expect(document.components.schemas, reference).toHaveProperty(String(name));
  }
  expect(JSON.stringify(document)).not.toMatch(/"\$(schema|id|defs)"/);
});

test('is found by HEAD too; what is not listed below it is no address', async () => {
  const head = await fetch(`${service.url}/access/v1/openapi.json`, { method: 'HEAD' });
  expect([head.status, Number(head.headers.get('content-length')) > 1_000]).toEqual([200, true]);
  const other = await fetch(`${service.url}/access/v1/openapi.yaml`);
  expect(other.status).toBe(401);
});
