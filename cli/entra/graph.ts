// Microsoft Graph as the steps need it, over Microsoft's own client. Two things are added to it. What was just made is not
// known everywhere at once, so a request about something that Graph itself has named is repeated for a while when it is
// answered with 404. And a POST is not repeated after a lost answer, as the library would: it may have been done.
import type { TokenCredential } from '@azure/core-auth';
import {
  Client,
  type Context,
  HTTPMessageHandler,
  type Middleware,
  RetryHandler,
  RetryHandlerOptions,
} from '@microsoft/microsoft-graph-client';
import type { Effects } from '../effects.ts';
import { explain, type GraphFailure } from './graph-errors.ts';

export interface GraphRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT';
  /** From the slash after the version. */
  readonly path: string;
  readonly version?: 'v1.0' | 'beta';
  readonly body?: unknown;
}

export interface Graph {
  /** Throws CommandError with a sentence that says what to do. */
  send(request: GraphRequest): Promise<unknown>;
  /** All pages of a list. */
  list(path: string): Promise<unknown[]>;
}

export interface GraphOptions {
  /** `https://graph.microsoft.com` */
  readonly root: string;
  readonly credential: TokenCredential;
  /** Names of delegated permissions, such as Application.ReadWrite.All. */
  readonly scopes: readonly string[];
}

/** How long something that Graph has named may be unknown to it. */
const PATIENCE_MS = 120_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;
const RETRIES = 5;

export function createGraph(options: GraphOptions, effects: Pick<Effects, 'wait' | 'tell'>): Graph {
  const { root, credential, scopes } = options;
  let token = '';
  const middleware = chain(root, () => token);
  const client = Client.initWithMiddleware({ baseUrl: root, middleware });

  /** Before a request and not within it, where the library would take a failure for one of the network. */
  async function signIn(): Promise<void> {
    token = (await credential.getToken(scopes.map((scope) => `${root}/${scope}`)))?.token ?? '';
  }

  async function once({ method, path, version = 'v1.0', body }: GraphRequest): Promise<unknown> {
    const request = client.api(path).version(version);
    switch (method) {
      case 'GET':
        return await request.get();
      case 'POST':
        return await request.post(body);
      case 'PATCH':
        return await request.patch(body);
      case 'PUT':
        return await request.put(body);
    }
  }

  async function send(request: GraphRequest): Promise<unknown> {
    const [path = ''] = request.path.split('?', 1);
    for (let waited = 0, pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      await signIn();
      try {
        return await once(request);
      } catch (error) {
        const failure = error as GraphFailure;
        if (failure.statusCode !== 404 || waited + pause > PATIENCE_MS) {
          throw explain(failure, { method: request.method, path, scopes });
        }
      }
      if (waited === 0) effects.tell('      waiting until Entra has spread what was made …');
      await effects.wait(pause);
      waited += pause;
    }
  }

  return {
    send,
    async list(path) {
      const found: unknown[] = [];
      let next: string | undefined = path;
      while (next !== undefined) {
        const page = (await send({ method: 'GET', path: next })) as {
          value: unknown[];
          '@odata.nextLink'?: string;
        };
        found.push(...page.value);
        next = page['@odata.nextLink']?.replace(`${root}/v1.0`, '');
      }
      return found;
    },
  };
}

/** A value in a filter of OData, ready for an address. */
export function literal(text: string): string {
  return encodeURIComponent(`'${text.replaceAll("'", "''")}'`);
}

function chain(root: string, token: () => string): Middleware[] {
  const isSafe = (method: string | undefined, response: Response) =>
    response.status === 429 || method !== 'POST';
  const retries = new RetryHandlerOptions(
    undefined,
    RETRIES,
    (_delay, _attempt, _request, fetchOptions, response) => isSafe(fetchOptions?.method, response),
  );
  return [authentication(root, token), new RetryHandler(retries), new HTTPMessageHandler()];
}

/** The library's own handler knows Graph's public addresses only. The token goes to the one that was named, and no further. */
function authentication(root: string, token: () => string): Middleware {
  let next: Middleware | undefined;
  return {
    setNext(middleware) {
      next = middleware;
    },
    async execute(context: Context) {
      const url = typeof context.request === 'string' ? context.request : context.request.url;
      if (new URL(url).origin !== new URL(root).origin) throw new Error(`A request would leave ${root}.`);
      context.options = {
        ...context.options,
        headers: { ...context.options?.headers, Authorization: `Bearer ${token()}` },
      };
      await next?.execute(context);
    },
  };
}
