// The HTTP side of the token endpoint; identity/ implements what it decides. Its answers are OAuth's (RFC 6749 section 5),
// not SCIM's, because that is what its callers read.
import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { ScimError } from '../scim/errors.ts';
import type { TokenEndpoint } from './caller.ts';
import { endObservation, type Observe } from './observation.ts';
import { createRequestLog } from './request-log.ts';

/** A form with an assertion is some kilobytes. */
const MAX_BODY_BYTES = 64 * 1024;

/** What the endpoint needs of the service. */
export interface TokenService {
  /** Undefined while OAuth is switched off. */
  readonly tokenEndpoint: TokenEndpoint | undefined;
  /** Told of clients that are not let in. */
  readonly observe: Observe;
}

/** Makes the handler that `app.http` takes. It never throws and always answers. */
export function createTokenHandler(service: () => Promise<TokenService>): HttpHandler {
  return async (request, context) => {
    const log = createRequestLog(context, request.method);
    let response: HttpResponseInit;
    try {
      const { tokenEndpoint, observe } = await service();
      response = await answer(tokenEndpoint, request);
      if (response.status === 401) tellRefusal(observe, request, context, response);
    } catch (error) {
      const known =
        error instanceof ScimError ? error : new ScimError('internal', 'A fault inside', { cause: error });
      log.failed(known);
      response = failure(known, context);
    }
    log.write(response.status ?? 200);
    return { ...response, headers: { ...response.headers, 'x-request-id': context.invocationId } };
  };
}

async function answer(endpoint: TokenEndpoint | undefined, request: HttpRequest): Promise<HttpResponseInit> {
  if (endpoint === undefined) {
    return refusal(404, 'OAuth is switched off here. An administrator can set ROLLCALL_OAUTH to on.');
  }
  if (request.method !== 'POST') {
    return {
      ...refusal(405, `${request.method} is not possible here; POST is.`),
      headers: { allow: 'POST' },
    };
  }
  if (request.headers.get('transfer-encoding') !== null) {
    return refusal(
      411,
      'A chunked body cannot be received here. Send it whole, with a Content-Length header.',
    );
  }
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > MAX_BODY_BYTES)
    return refusal(413, `The body is larger than ${MAX_BODY_BYTES} bytes.`);
  const { status, headers, body } = await endpoint({
    authorization: request.headers.get('authorization'),
    contentType: request.headers.get('content-type'),
    body: Buffer.from(bytes).toString('utf8'),
  });
  return { status, headers: { ...headers }, jsonBody: body };
}

/** For the provisioning log: a client whose secret is wrong is as good as one whose token is. */
function tellRefusal(
  observe: Observe,
  request: HttpRequest,
  { invocationId }: InvocationContext,
  { jsonBody }: HttpResponseInit,
): void {
  const { error_description: why } = jsonBody as { readonly error_description?: string };
  const error = new ScimError('unauthorized', why ?? 'The client is not accepted.');
  const observation = { error, end: observe(invocationId) };
  endObservation(observation, request, invocationId, { status: 401 }, {}, 0);
}

function refusal(status: number, description: string): HttpResponseInit {
  return { status, jsonBody: { error: 'invalid_request', error_description: description } };
}

/** Errors of ours, in words that RFC 6749 has for its other endpoint and that clients know. */
function failure(error: ScimError, context: InvocationContext): HttpResponseInit {
  const code = error.kind === 'unavailable' ? 'temporarily_unavailable' : 'server_error';
  const description = `The log of the service tells what is wrong (request ${context.invocationId}).`;
  return {
    status: error.status,
    headers: error.kind === 'unavailable' ? { 'retry-after': String(error.retryAfter ?? 10) } : {},
    jsonBody: { error: code, error_description: description },
  };
}
