// Asks the access API of a running service as an application does.
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
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
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
