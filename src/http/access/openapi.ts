// The OpenAPI 3.1 document of the access API, made of the operations and their schemas.
import type { HttpHandler } from '@azure/functions';
import * as z from 'zod';
import type { JsonObject } from '../../scim/json.ts';
import { isObject } from '../../scim/json.ts';
import type { Operation } from './operation.ts';
import { ACCESS_OPERATIONS } from './operations.ts';
import { Problem } from './schemas.ts';

const PROBLEMS: Readonly<Record<number, string>> = {
  400: 'The request cannot be answered as it is; `detail` says what to do',
  401: 'No credential, or a bad one',
  403: 'A valid credential without the scope',
  404: 'There is nothing of this id',
  410: 'What came after the cursor is not kept any more: start over from a snapshot',
  503: 'Try again after the seconds that Retry-After says',
};
const ALWAYS = [401, 403, 503];

/** Answers without a credential: the document says nothing about any directory. `version` is the service's. */
export function openApiHandler(version: string): HttpHandler {
  let made: Buffer | undefined;
  return async ({ method }) => {
    made ??= Buffer.from(JSON.stringify(openApiDocument(version)));
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    if (method !== 'HEAD') return { status: 200, headers, body: made };
    return { status: 200, headers: { ...headers, 'content-length': String(made.byteLength) } };
  };
}

export function openApiDocument(version: string): JsonObject {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Rollcall access API',
      version,
      description:
        'Who may do what: users, workspaces and roles, as the identity provider has them now. docs/access.md explains it with examples.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/access/v1' }],
    security: [{ token: [] }],
    paths: paths(),
    components: {
      schemas: schemas(),
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A token whose scope is `read`; `manage` for what changes mappings and settings',
        },
      },
    },
  };
}

function paths(): JsonObject {
  const found: Record<string, JsonObject> = {};
  for (const each of ACCESS_OPERATIONS) {
    const path = `/${each.path}`;
    found[path] = { ...found[path], [each.method.toLowerCase()]: described(each) };
  }
  return found;
}

function described(each: Operation): JsonObject {
  const { name, summary, scope, path, query, body, answers, problems } = each;
  const parameters = [...pathParameters(path), ...queryParameters(query)];
  return {
    operationId: name,
    summary,
    description: `Scope: \`${scope}\``,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(body, 'input') } },
          },
        }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, schema]) => [status, answer(schema)])),
      ...Object.fromEntries([...problems, ...ALWAYS].map((status) => [status, problem(status)])),
    },
  };
}

function pathParameters(path: string): JsonObject[] {
  const name = /\{(.+)\}/.exec(path)?.[1];
  return name === undefined ? [] : [{ name, in: 'path', required: true, schema: { type: 'string' } }];
}

function queryParameters(query: z.ZodObject): JsonObject[] {
  const needed = schemaOf(query, 'input').required;
  const { properties } = schemaOf(query, 'output');
  if (!isObject(properties)) return [];
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema } = isObject(property) ? property : {};
    return {
      name,
      in: 'query',
      required: Array.isArray(needed) && needed.includes(name),
      ...(description === undefined ? {} : { description }),
      schema,
    };
  });
}

function answer(schema: z.ZodType | undefined): JsonObject {
  if (schema === undefined) return { description: 'Done' };
  return { description: 'Done', content: { 'application/json': { schema: schemaOf(schema, 'input') } } };
}

function problem(status: number): JsonObject {
  return {
    description: PROBLEMS[status] ?? 'Refused',
    content: { 'application/problem+json': { schema: schemaOf(Problem, 'input') } },
  };
}

const REFERENCE = (id: string) => `#/components/schemas/${id}`;

function schemas(): JsonObject {
  const made = z.toJSONSchema(z.globalRegistry, { io: 'input', uri: REFERENCE }) as {
    schemas: Record<string, JsonObject>;
  };
  return Object.fromEntries(Object.entries(made.schemas).map(([id, schema]) => [id, withoutMeta(schema)]));
}

/** With references to the named ones; fields may be added to answers later, so none is said to have no others. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const { id } = schema.meta() ?? {};
  if (id !== undefined) return { $ref: REFERENCE(id) };
  return referring(withoutMeta(z.toJSONSchema(schema, { io }) as JsonObject));
}

function withoutMeta({ $schema: _schema, $id: _id, $defs: _defs, ...schema }: JsonObject): JsonObject {
  return schema;
}

function referring(value: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', `"${REFERENCE('')}`)) as JsonObject;
}
