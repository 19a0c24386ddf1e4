// What happens to every SCIM request, in this order: who is it (401, 503), may they (403), is there such a place (404, 405),
// then the handler, then the answer and one line in the log. A handler's fault becomes a 500 with a SCIM body and an id
// that is in the log, because the Functions host would answer a throw, or nothing returned, with an empty body.
import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { StoreUnavailable } from '../directory/store.ts';
import { ScimError } from '../scim/errors.ts';
import type { JsonObject } from '../scim/json.ts';
import { checkBodyHeaders, parseJsonBody } from './body.ts';
import type { Authenticate, Caller, Scope } from './caller.ts';
import { type Preconditions, readPreconditions } from './conditional.ts';
import { publicUrl } from './public-url.ts';
import { pathBelow, readQuery } from './query.ts';
import { errorReply, type ScimReply, toResponse } from './reply.ts';
import { createRequestLog, type RequestLog } from './request-log.ts';
import { findRoute, type Route } from './router.ts';

export interface ScimRequest {
  readonly method: string;
  /** The decoded `{...}` parts of the route. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed body. Throws 400, 411, 413 or 415 when there is none that can be used. */
  readonly body: () => JsonObject;
  readonly caller: Caller;
  /** The SCIM base URL, without a slash at the end: `https://host/scim/v2`. */
  readonly baseUrl: string;
  readonly requestId: string;
  readonly preconditions: Preconditions;
  /** Adds a field to the request's log line, such as the dialect rules that fired. No personal data. */
  readonly note: RequestLog['note'];
  /** Keeps in the log why a part of the request failed. */
  readonly failed: RequestLog['failed'];
}

export type ScimHandler<Service> = (request: ScimRequest, service: Service) => Promise<ScimReply>;

/** What an endpoint needs of the service whose handlers it runs. */
export interface FrontDoor {
  readonly authenticate: Authenticate;
  /** Resolves when storage can be used; awaited for every request, so it must cost nothing once it has been so. */
  readonly ready: () => Promise<void>;
  /** The configured address of this deployment, see public-url.ts. */
  readonly publicUrl: string | undefined;
}

export interface Endpoint<Service> {
  /** The function's route before `{*rest}`: `scim/v2/Users`. */
  readonly path: string;
  readonly scope: Scope;
  readonly routes: readonly Route<ScimHandler<Service>>[];
  /** Gives the service, built on the first call. Throws ScimError `unavailable` when its settings are wrong. */
  readonly service: () => Promise<Service>;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** Makes the handler that `app.http` takes. It never throws and always answers. */
export function createEndpoint<Service extends FrontDoor>(endpoint: Endpoint<Service>): HttpHandler {
  return async (request, context) => {
    const log = createRequestLog(context, request.method);
    const respond = (reply: ScimReply): HttpResponseInit => {
      const headers = { ...reply.headers, 'x-request-id': context.invocationId };
      return toResponse({ ...reply, headers }, request.method, request.headers.get('accept'));
    };
    let response: HttpResponseInit;
    try {
      response = respond(await answer(endpoint, request, context, log));
    } catch (error) {
      const known = scimErrorOf(error);
      log.failed(known);
      response = respond(errorReply(known, context.invocationId, endpoint.scope));
    }
    log.write(response.status ?? 200);
    return response;
  };
}

async function answer<Service extends FrontDoor>(
  endpoint: Endpoint<Service>,
  request: HttpRequest,
  context: InvocationContext,
  log: RequestLog,
): Promise<ScimReply> {
  const service = await endpoint.service();
  const caller = await service.authenticate(request.headers.get('authorization'));
  log.note('credential', caller.credential);
  log.note('directory', caller.directory);
  requireScope(caller, endpoint.scope);

  const url = new URL(request.url);
  const segments = pathBelow(url, endpoint.path);
  const match = findRoute(endpoint.routes, request.method, segments);
  if (match.kind === 'unknown') {
    throw new ScimError('notFound', `There is no address ${url.pathname} here.`);
  }
  if (match.kind === 'otherMethod') {
    const headers = { allow: match.allow.join(', ') };
    if (request.method === 'OPTIONS') return { status: 204, headers };
    const error = new ScimError(
      'methodNotAllowed',
      `${request.method} is not possible at ${url.pathname}; ${headers.allow} are.`,
    );
    log.failed(error);
    return { ...errorReply(error, context.invocationId, endpoint.scope), headers };
  }
  await service.ready();
  log.note('route', [endpoint.path, match.route.path].filter(Boolean).join('/'));
  // Only an id of ours: in its place may be a person's name.
  if (match.params.id !== undefined && UUID.test(match.params.id)) log.note('id', match.params.id);
  const bytes = WITH_BODY.has(request.method) ? new Uint8Array(await request.arrayBuffer()) : undefined;
  return await match.route.handler(
    {
      method: request.method,
      params: match.params,
      query: readQuery(url),
      body: once(() => {
        checkBodyHeaders(request.headers);
        return parseJsonBody(bytes ?? new Uint8Array());
      }),
      caller,
      baseUrl: `${publicUrl(service.publicUrl, url)}/scim/v2`,
      requestId: context.invocationId,
      preconditions: readPreconditions(request.headers),
      note: log.note,
      failed: log.failed,
    },
    service,
  );
}

function requireScope(caller: Caller, scope: Scope): void {
  if (caller.scopes.has(scope)) return;
  throw new ScimError(
    'forbidden',
    `This address needs the scope "${scope}"; the credential ${caller.credential} has ${[...caller.scopes].join(', ') || 'none'}.`,
  );
}

/** What a client is told of an error, also of one that is none of the protocol's. */
export function scimErrorOf(cause: unknown): ScimError {
  if (cause instanceof ScimError) return cause;
  if (cause instanceof StoreUnavailable) {
    const options = { retryAfter: cause.retryAfter, cause };
    return new ScimError(
      'unavailable',
      'The directory cannot be reached now. Send the request again.',
      options,
    );
  }
  return new ScimError('internal', 'Something went wrong inside the service; its log tells what.', { cause });
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
