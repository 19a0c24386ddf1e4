// Answers one HTTP request as the Functions host does: which function, what it gets, and what comes of a function that
// throws (an empty 500; the error is only in the log) or does not exist (an empty 404, whatever the method).
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Core, type RegisteredFunction, triggerOf, type WriteLog } from './core.ts';
import { invoke } from './invoke.ts';
import { readBody, readTarget, toRpcRequest } from './request.ts';
import { type RoutedFunction, selectFunction } from './route.ts';

/** Kestrel's limit, which the real host reads from the same setting. */
const BODY_LIMIT_BYTES = 104_857_600;
const WITHOUT_LENGTH = new Set(['204', '304']);
/** Paths that the host keeps for itself. */
export const RESERVED = /^\/(?:admin|runtime)(?:\/|$)/i;

export interface App {
  readonly core: Core;
  /** In the order of their names. */
  readonly routes: readonly (RoutedFunction & { readonly target: RegisteredFunction })[];
  readonly log: WriteLog;
}

/** Answers one request. Rejects only when the connection breaks while its body is read. */
export async function serve(app: App, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { core, routes, log } = app;
  const method = request.method ?? 'GET';
  const address = readTarget(request.url ?? '/');
  if (address === undefined) return end(response, 400);
  if (RESERVED.test(address.path)) return end(response, 404);

  const selected = selectFunction(routes, method, address.path);
  if (selected === undefined) return noFunction(response, address.path);

  const limit = Number(process.env.FUNCTIONS_REQUEST_BODY_SIZE_LIMIT ?? BODY_LIMIT_BYTES);
  const body = await readBody(request, limit);
  if (body === 'tooLarge') return end(response.setHeader('connection', 'close'), 413);
  const { target } = selected.chosen;
  const data = { http: toRpcRequest(request, address, selected.params, body) };
  try {
    const answer = await invoke(core, target, triggerOf(target).name, data, log);
    if (answer === undefined) return end(response, 204);
    if (answer.cookies.length > 0) throw new Error('This host does not carry cookies.');
    const bytes = answer.body?.bytes ?? Buffer.from(answer.body?.string ?? '');
    const length = WITHOUT_LENGTH.has(answer.statusCode) ? {} : { 'content-length': bytes.byteLength };
    response.writeHead(Number(answer.statusCode), { ...length, ...answer.headers });
    response.end(bytes);
  } catch (error) {
    logFault(log, target.name, error);
    end(response, 500);
  }
}

function noFunction(response: ServerResponse, path: string): void {
  const isHomePageOff = /^true$/i.test(process.env.AzureWebJobsDisableHomepage ?? '');
  if (path !== '/' || isHomePageOff) {
    end(response, path === '/' ? 204 : 404);
    return;
  }
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end('<!doctype html><title>Functions</title><p>Your Functions app is up and running.</p>');
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, status === 204 ? {} : { 'content-length': 0 });
  response.end();
}

export function logFault(log: WriteLog, name: string, error: unknown): void {
  log('error', `Function "${name}" failed: ${error instanceof Error ? error.stack : String(error)}`);
}
