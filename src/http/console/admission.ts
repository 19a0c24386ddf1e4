// The two addresses of the console's API that need no credential, since one gets in through them: how one signs in here, and the
// ticket of a laptop for a session.
import type { HttpHandler, HttpRequest } from '@azure/functions';
import { ScimError } from '../../scim/errors.ts';
import { checkBodyHeaders, parseJsonBody } from '../body.ts';
import { scimErrorOf } from '../endpoint.ts';
import { isLoopback } from '../public-url.ts';
import { type ScimReply, toResponse } from '../reply.ts';
import { createRequestLog } from '../request-log.ts';
import { COOKIE, sessionCaller } from './authenticate.ts';
import type { SignInBody } from './bodies.ts';
import { meBody } from './me.ts';
import { CONSOLE } from './protocol.ts';
import type { ConsoleService, SignIn } from './service.ts';

type Service = Pick<ConsoleService, 'signIn' | 'sessions'>;
type Answer = (request: HttpRequest, service: Service) => Promise<ScimReply>;

/** How one signs in. */
export const signIn: Answer = async (request, service) => {
  requireMethod(request, ['GET', 'HEAD']);
  return { status: 200, body: signInBody(service.signIn) };
};

/** POST opens a session with a ticket, DELETE ends it. */
export const session: Answer = async (request, { sessions }) => {
  requireMethod(request, ['POST', 'DELETE']);
  if (request.method === 'DELETE') return { status: 204, headers: { 'set-cookie': cookie('', 0) } };
  if (sessions === undefined || !isLoopback(new URL(request.url).host)) {
    throw new ScimError('notFound', 'A link with a ticket is only for the machine that the service runs on.');
  }
  checkBodyHeaders(request.headers);
  const { ticket } = parseJsonBody(new Uint8Array(await request.arrayBuffer()));
  const opened = typeof ticket === 'string' ? await sessions.redeem(ticket) : undefined;
  if (opened === undefined) {
    throw new ScimError(
      'unauthorized',
      'The link is used, older than an hour, or of an earlier run. Get a new one: npm run console.',
    );
  }
  const seconds = Math.round((opened.expires - Date.now()) / 1000);
  return {
    status: 201,
    body: { ...meBody(sessionCaller(opened)) },
    headers: { 'set-cookie': cookie(await sessions.seal(opened), seconds) },
  };
};

/** Makes the handler that `app.http` takes. It never throws and always answers. */
export function admissionHandler(answer: Answer, service: () => Promise<Service>): HttpHandler {
  return async (request, context) => {
    const log = createRequestLog(context, request.method);
    let reply: ScimReply;
    try {
      reply = await answer(request, await service());
    } catch (error) {
      const known = scimErrorOf(error);
      log.failed(known);
      reply = CONSOLE.errorReply(known, context.invocationId, 'manage');
    }
    log.write(reply.status);
    const headers = { ...reply.headers, 'x-request-id': context.invocationId };
    return toResponse({ ...reply, headers }, request.method, 'application/json');
  };
}

/** No script reads it, no other site's page makes a browser send it, and no address but the console's gets it. */
function cookie(value: string, seconds: number): string {
  return `${COOKIE}=${value}; Path=/console; HttpOnly; SameSite=Strict; Max-Age=${seconds}`;
}

function signInBody(signIn: SignIn): SignInBody {
  switch (signIn.method) {
    case 'ticket':
      return { method: 'ticket' };
    case 'entra':
      return {
        method: 'entra',
        tenant_id: signIn.tenantId,
        client_id: signIn.clientId,
        authority: signIn.authority,
        // An application that asks for a token of its own has to name itself by its id.
        scopes: [`${signIn.clientId}/.default`],
      };
    case 'none':
      throw new ScimError('conflict', signIn.why);
  }
}

function requireMethod({ method }: HttpRequest, allowed: readonly string[]): void {
  if (!allowed.includes(method)) {
    throw new ScimError('methodNotAllowed', `${method} is not possible here; ${allowed.join(' and ')} are.`);
  }
}
