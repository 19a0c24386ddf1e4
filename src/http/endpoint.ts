// What happens to every request, in this order: who is it (401, 503), may they (403), is there such a place (404, 405), then
// the handler, then the answer and one line in the log. A handler's fault becomes a 500 with a body and an id that is in the
// log, because the Functions host would answer a throw, or nothing returned, with an empty body. The same for SCIM and for
// the access API; what differs between them is their `Protocol`.
import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { StoreUnavailable } from '../directory/store.ts';
import { ScimError } from '../scim/errors.ts';
import type { JsonObject } from '../scim/json.ts';
import { checkBodyHeaders, parseJsonBody } from './body.ts';
import type { Authenticate, Caller, Scope } from './caller.ts';
import { type Preconditions, readPreconditions } from './conditional.ts';
import { endObservation, type Observation, type Observe } from './observation.ts';
import { publicUrl } from './public-url.ts';
import { pathBelow, readQuery } from './query.ts';
import { type Protocol, type ScimReply, toResponse } from './reply.ts';
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
  /** The base URL of the protocol, without a slash at the end: `https://host/scim/v2`. */
  readonly baseUrl: string;
  readonly requestId: string;
  readonly preconditions: Preconditions;
  /** Adds a field to the request's log line, such as the dialect rules that fired. No personal data. */
  readonly note: RequestLog['note'];
  /** Keeps in the log why a part of the request failed. */
  readonly failed: RequestLog['failed'];
  /** Says whom the request is about, where its answer will not: for the provisioning log. */
  readonly about: (subject: { readonly id: string; readonly name: string }) => void;
}

export type ScimHandler<Service> = (request: ScimRequest, service: Service) => Promise<ScimReply>;

/** What an endpoint needs of the service whose handlers it runs. */
export interface FrontDoor {
  readonly authenticate: Authenticate;
  /** Resolves when storage can be used; awaited for every request, so it must cost nothing once it has been so. */
  readonly ready: () => Promise<void>;
  /** The configured address of this deployment, see public-url.ts. */
  readonly publicUrl: string | undefined;
  /** Told of every request and its answer. */
  readonly observe: Observe;
  /** Whom a person turns to who reads an error. */
  readonly supportContact?: string | undefined;
}

export interface Endpoint<Service> {
  readonly protocol: Protocol;
  /** The function's route before `{*rest}`: `scim/v2/Users`. */
  readonly path: string;
  readonly scope: Scope;
  readonly routes: readonly Route<ScimHandler<Service>>[];
  /** Whether there is anything at its addresses, where that is a setting. */
  readonly isServed?: ((service: Service) => boolean) | undefined;
  /** Gives the service, built on the first call. Throws ScimError `unavailable` when its settings are wrong. */
  readonly service: () => Promise<Service>;
  /** Who is it, where that is told by more than the Authorization header. Throws as `Authenticate`, and `forbidden`. */
  readonly authenticate?: (request: HttpRequest, service: Service) => Promise<Caller>;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** Makes the handler that `app.http` takes. It never throws and always answers. */
export function createEndpoint<Service extends FrontDoor>(endpoint: Endpoint<Service>): HttpHandler {
  return async (request, context) => {
    const { protocol, scope } = endpoint;
    const log = createRequestLog(context, request.method);
    const respond = (reply: ScimReply): HttpResponseInit => {
      const headers = { ...reply.headers, 'x-request-id': context.invocationId };
      const mediaType = protocol.mediaType(request.headers.get('accept'));
      return toResponse({ ...reply, headers }, request.method, mediaType);
    };
    const started = performance.now();
    const observation: Observation = {};
    let contact: string | undefined;
    let reply: ScimReply;
    let response: HttpResponseInit;
    try {
      const service = await endpoint.service();
      contact = service.supportContact;
      observation.end = service.observe(context.invocationId);
      reply = await answer(endpoint, service, request, context, log, observation);
      response = respond(reply);
    } catch (error) {
      observation.error = scimErrorOf(error);
      log.failed(observation.error);
      reply = protocol.errorReply(observation.error, context.invocationId, scope, contact);
      response = respond(reply);
    }
    log.write(response.status ?? 200);
    const ms = performance.now() - started;
    endObservation(observation, request, context.invocationId, reply, log.fields(), ms);
    return response;
  };
}

async function answer<Service extends FrontDoor>(
  endpoint: Endpoint<Service>,
  service: Service,
  request: HttpRequest,
  context: InvocationContext,
  log: RequestLog,
  observation: Observation,
): Promise<ScimReply> {
  const caller = await (endpoint.authenticate?.(request, service) ??
    service.authenticate(request.headers.get('authorization')));
  log.note('credential', caller.credential);
  log.note('directory', caller.directory);
  observation.caller = caller;
  const url = new URL(request.url);
  const segments = pathBelow(url, endpoint.path);
  const routes = endpoint.isServed?.(service) === false ? [] : endpoint.routes;
  const match = findRoute(routes, request.method, segments);
  const scope = (match.kind === 'found' ? match.route.scope : undefined) ?? endpoint.scope;
  requireScope(caller, scope);
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
    observation.error = error;
    const reply = endpoint.protocol.errorReply(error, context.invocationId, scope, service.supportContact);
    return { ...reply, headers: { ...reply.headers, ...headers } };
  }
  await service.ready();
  observation.route = [endpoint.path, match.route.path].filter(Boolean).join('/');
  observation.params = match.params;
  log.note('route', observation.route);
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
        observation.body = parseJsonBody(bytes ?? new Uint8Array());
        return observation.body;
      }),
      caller,
      baseUrl: `${publicUrl(service.publicUrl, url)}/${endpoint.protocol.base}`,
      requestId: context.invocationId,
      preconditions: readPreconditions(request.headers),
      note: log.note,
      failed: log.failed,
      about: (subject) => {
        observation.subject = subject;
      },
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
