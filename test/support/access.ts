// Asks the access API of a running service as an application does. Every answer is held against its schema: what the OpenAPI
// document says is what comes.
import { expect } from 'vitest';
import { ACCESS_OPERATIONS } from '../../src/http/access/operations.ts';
import { Problem } from '../../src/http/access/schemas.ts';
import type { Answer, TestService } from './service.ts';

/** `path` is relative to `/access/v1`. A `body` makes it JSON. */
export async function ask(
  { url, token }: Pick<TestService, 'url' | 'token'>,
  path: string,
  options: { method?: string; body?: unknown; headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer> {
  const { method = options.body === undefined ? 'GET' : 'POST', body, headers } = options;
  const response = await fetch(`${url}/access/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer = {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
  checkForm(method, path, answer);
  return answer;
}

function checkForm(method: string, path: string, { status, headers, body }: Answer): void {
  if (body === undefined) return;
  if (status >= 400) {
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(Problem.parse(body)).toEqual(body);
    expect(body.status).toBe(status);
    return;
  }
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  const segments = path.split('?')[0]?.split('/').slice(1) ?? [];
  const operation = ACCESS_OPERATIONS.find((each) => {
    const parts = each.path.split('/');
    const fits = parts.every((part, at) => part.startsWith('{') || part === segments[at]);
    return each.method === method && parts.length === segments.length && fits;
  });
  const schema = operation?.answers[status];
  if (schema === undefined) throw new Error(`${method} ${path} may not answer ${status}`);
  // Fields that the schema does not have would be dropped here.
  expect(schema.parse(body)).toEqual(body);
}

/** Every page of a list, joined. */
export async function askAll(service: TestService, path: string): Promise<Answer['body'][]> {
  const found: Answer['body'][] = [];
  let cursor: string | null = '';
  do {
    const join = path.includes('?') ? '&' : '?';
    const { status, body }: Answer = await ask(service, `${path}${join}cursor=${cursor}`);
    if (status !== 200) throw new Error(`${path} answered ${status}: ${body?.detail}`);
    found.push(...body.data);
    cursor = body.next_cursor;
  } while (cursor !== null);
  return found;
}
