// Who asks the console's API: whoever a credential names or, on a laptop, whoever has the session's cookie. A browser sends a
// cookie by itself, also when another site makes it ask; so what changes anything must bring what only our own page knows,
// and says where it comes from.
import type { HttpRequest } from '@azure/functions';
import { ScimError } from '../../scim/errors.ts';
import type { Caller } from '../caller.ts';
import { isLoopback } from '../public-url.ts';
import type { ConsoleService, ConsoleSession, ConsoleSessions } from './service.ts';

export const COOKIE = 'rollcall_session';
export const CSRF_HEADER = 'x-rollcall-csrf';
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Who came in by a ticket. */
export interface SessionCaller extends Caller {
  readonly csrf: string;
}

/** Whoever sits at the machine that the service runs on. */
const LAPTOP: Caller = {
  credential: 'laptop-console',
  name: 'This machine',
  directory: 'default',
  scopes: new Set(['read', 'manage']),
};

/** Throws `unauthorized`, `forbidden`, `unavailable`. */
export async function authenticate(request: HttpRequest, service: ConsoleService): Promise<Caller> {
  const authorization = request.headers.get('authorization');
  const session = authorization === null ? await sessionOf(request, service.sessions) : undefined;
  if (session === undefined || service.sessions === undefined) {
    return reading(await service.authenticate(authorization));
  }
  if (!SAFE.has(request.method)) requireOwnPage(request, session, service.sessions);
  return sessionCaller(session);
}

/** Whoever may change things here may look at them. */
function reading(caller: Caller): Caller {
  return caller.scopes.has('manage') ? { ...caller, scopes: new Set([...caller.scopes, 'read']) } : caller;
}

export function sessionCaller({ csrf }: ConsoleSession): SessionCaller {
  return { ...LAPTOP, csrf };
}

/** Undefined where there is no session, or where a cookie may not be trusted: away from the machine itself. */
export async function sessionOf(
  request: HttpRequest,
  sessions: ConsoleSessions | undefined,
): Promise<ConsoleSession | undefined> {
  const sealed = cookieOf(request.headers.get('cookie'));
  if (sessions === undefined || sealed === undefined) return undefined;
  return isLoopback(new URL(request.url).host) ? await sessions.open(sealed) : undefined;
}

function requireOwnPage(request: HttpRequest, session: ConsoleSession, sessions: ConsoleSessions): void {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  const isForeign =
    (origin !== null && origin !== new URL(request.url).origin) || (site !== null && site !== 'same-origin');
  if (isForeign || !sessions.isSameCsrf(session, request.headers.get(CSRF_HEADER))) {
    throw new ScimError(
      'forbidden',
      `A change needs the header ${CSRF_HEADER} with the value that belongs to the session, and comes from the console's own page. Load the page again.`,
    );
  }
}

function cookieOf(header: string | null): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === COOKIE)?.[1];
}
