// Asks one endpoint directly, without a host: the Functions library's own request and context, a front door that lets the
// given caller in.
import { HttpRequest, InvocationContext } from '@azure/functions';
import type { Scope } from '../../src/http/caller.ts';
import { createEndpoint, type FrontDoor, type ScimHandler } from '../../src/http/endpoint.ts';
import { SCIM } from '../../src/http/reply.ts';
import type { Route } from '../../src/http/router.ts';

export interface AskedRequest {
  readonly method?: string;
  /** Below `/scim/v2/Things`, with query. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface EndpointAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into bodies of any shape, and fails where it is another.
  readonly body: any;
  /** The request's line in the log. */
  readonly log: Readonly<Record<string, unknown>>;
  readonly logLevel: string;
}

export const INVOCATION = '11111111-2222-4333-8444-555555555555';

/** A function that asks an endpoint with these routes; parts of the front door may be replaced. */
export function testEndpoint(
  routes: readonly Route<ScimHandler<FrontDoor>>[],
  parts: Partial<FrontDoor> & { readonly scopes?: readonly Scope[] } = {},
): (request?: AskedRequest) => Promise<EndpointAnswer> {
  const { scopes = ['scim'], ...replaced } = parts;
  const frontDoor: FrontDoor = {
    authenticate: async () => ({ credential: 'laptop', directory: 'default', scopes: new Set(scopes) }),
    ready: async () => undefined,
    publicUrl: undefined,
    observe: () => () => undefined,
    ...replaced,
  };
  const handler = createEndpoint({
    protocol: SCIM,
    path: 'scim/v2/Things',
    scope: 'scim',
    routes,
    service: async () => frontDoor,
  });
  return async ({ method = 'GET', path = '', headers = {}, body } = {}) => {
    const lines: { level: string; text: string }[] = [];
    const context = new InvocationContext({
      invocationId: INVOCATION,
      functionName: 'scim-Things',
      logHandler: (level, text) => lines.push({ level, text: String(text) }),
    });
    const request = new HttpRequest({
      method,
      url: `http://localhost:7071/scim/v2/Things${path}`,
      headers,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? { string: body } : { bytes: body } }),
    });
    const init = await handler(request, context);
    const response = new Response(init.body as string, init as ResponseInit);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text === '' ? undefined : JSON.parse(text),
      log: JSON.parse(lines[0]?.text ?? '{}'),
      logLevel: lines[0]?.level ?? '',
    };
  };
}
