// A short way to ask the console's API, as whoever a token or a session names.
import { expect } from 'vitest';
import { mintTicket } from '../../src/identity/console-session.ts';
import type { Answer, TestService } from './service.ts';

export const SEAL = 'the seal of a test, which is long enough for it';

export interface ConsoleApi {
  /** `path` is relative to `/console/api/`. */
  readonly request: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answer>;
  /** The body of the 200. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into bodies of any shape, and fails where it is another.
  readonly read: (path: string) => Promise<any>;
}

/** With these headers at every request; without any, with the service's own token. */
export function consoleApi(
  service: Pick<TestService, 'url' | 'token'>,
  headers: Readonly<Record<string, string>> = { authorization: `Bearer ${service.token}` },
): ConsoleApi {
  const request: ConsoleApi['request'] = async (method, path, body, more = {}) => {
    const response = await fetch(`${service.url}/console/api/${path}`, {
      method,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...more,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
  };
  return {
    request,
    read: async (path) => {
      const answer = await request('GET', path);
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      return answer.body;
    },
  };
}

/** The headers of a browser that came in by a ticket. The service has `SEAL`. */
export async function sessionHeaders(
  service: TestService,
): Promise<{ cookie: string; 'x-rollcall-csrf': string }> {
  const api = consoleApi(service, {});
  const { status, headers, body } = await api.request('POST', 'session', {
    ticket: mintTicket(SEAL, Date.now()),
  });
  expect(status).toBe(201);
  const [cookie = ''] = (headers.get('set-cookie') ?? '').split(';');
  return { cookie, 'x-rollcall-csrf': body.csrf };
}
