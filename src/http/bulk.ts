// POST /Bulk: RFC 7644 section 3.7. Each operation is handed to the very handler that answers it as a single request, so that
// there is no second way to write a user. What an operation cannot finish it takes back: a failure leaves nothing behind.
import { type BulkStep, orderBulk, referencesOf } from '../scim/bulk/order.ts';
import { type BulkOperation, type FaultyOperation, parseBulk } from '../scim/bulk/parse.ts';
import { withoutReferences, withReferences } from '../scim/bulk/references.ts';
import { type BulkResult, bulkResponse } from '../scim/bulk/response.ts';
import { ScimError } from '../scim/errors.ts';
import type { JsonObject } from '../scim/json.ts';
import { shown } from '../scim/shown.ts';
import { readPreconditions } from './conditional.ts';
import type { DirectoryHandler, DirectoryService } from './directory-service.ts';
import { type ScimRequest, scimErrorOf } from './endpoint.ts';
import { groupRoutes } from './groups.ts';
import { MAX_BULK_OPERATIONS } from './limits.ts';
import { type ScimReply, scimErrorReply } from './reply.ts';
import { findRoute, type Route } from './router.ts';
import { userRoutes } from './users.ts';

/** Azure's front end cuts a request after 230 seconds; what was not begun by then is told so. */
const TIME_LIMIT_MS = 150_000;

/** `.search` is no operation of a bulk request, which its path cannot name for a POST. */
const COLLECTIONS: Readonly<Record<string, readonly Route<DirectoryHandler>[]>> = {
  users: userRoutes,
  groups: groupRoutes,
};

/** `timeLimitMs`: after which no further operation is begun. */
export function bulkRoutes(timeLimitMs = TIME_LIMIT_MS): readonly Route<DirectoryHandler>[] {
  return [{ method: 'POST', path: '', handler: (request, service) => bulk(request, service, timeLimitMs) }];
}

async function bulk(
  request: ScimRequest,
  service: DirectoryService,
  timeLimitMs: number,
): Promise<ScimReply> {
  const { operations, failOnErrors = Number.POSITIVE_INFINITY } = parseBulk(
    request.body(),
    MAX_BULK_OPERATIONS,
  );
  const run = createRun({ ...request, note: merging(request.note) }, service, operations);
  const deadline = performance.now() + timeLimitMs;
  for (const step of orderBulk(
    operations.map((operation) => ('fault' in operation ? undefined : operation)),
  )) {
    // What was begun is brought to an end, whatever happened since.
    if (step.kind === 'run' && run.failures() >= failOnErrors) continue;
    if (performance.now() >= deadline && step.kind === 'run') run.refuse(step.at, outOfTime());
    else await run.take(step);
  }
  request.note('bulkOperations', operations.length);
  request.note('bulkFailures', run.failures());
  const describe = (error: ScimError) =>
    scimErrorReply(error, request.requestId, 'scim', service.supportContact).body as JsonObject;
  return { status: 200, body: bulkResponse(run.results(), describe) };
}

function createRun(
  request: ScimRequest,
  service: DirectoryService,
  operations: readonly (BulkOperation | FaultyOperation)[],
) {
  const results = new Map<number, BulkResult>();
  /** The ids of what was created, by bulkId. */
  const ids = new Map<string, string>();
  const declared = new Set(operations.flatMap(({ bulkId }) => bulkId ?? []));

  function refuse(at: number, error: ScimError): void {
    const { method, bulkId } = operations[at] ?? {};
    const location = method === 'POST' ? undefined : locationOf(operations[at]);
    results.set(at, { method, bulkId, status: error.status, location, error });
  }

  /** Undefined where a reference in the path has no id. */
  function locationOf(operation: BulkOperation | FaultyOperation | undefined): string | undefined {
    if (operation === undefined || 'fault' in operation) return undefined;
    const path = withReferences([...operation.path], ids);
    if (path.some((part) => part.startsWith('bulkId:'))) return undefined;
    return [request.baseUrl, ...path.map(encodeURIComponent)].join('/');
  }

  async function take(step: BulkStep): Promise<void> {
    const operation = operations[step.at];
    if (operation === undefined) return;
    try {
      if ('fault' in operation) throw operation.fault;
      if (step.kind === 'run') await carryOut(step.at, operation, step.left);
      else await complete(step.at, operation);
    } catch (error) {
      const known = scimErrorOf(error);
      if (known.status >= 500) request.failed(known);
      refuse(step.at, known);
    }
  }

  async function carryOut(at: number, operation: BulkOperation, left: ReadonlySet<string>): Promise<void> {
    requireReferences(operation, left);
    const { method, bulkId, version, data } = operation;
    const body = data === undefined ? undefined : withReferences(withoutReferences(data, left), ids);
    const path = withReferences([...operation.path], ids);
    const reply = await send({ method, path, body, version });
    const { location = locationOf(operation), etag } = reply.headers ?? {};
    if (method === 'POST' && bulkId !== undefined) ids.set(bulkId, location?.split('/').at(-1) ?? '');
    results.set(at, { method, bulkId, status: reply.status, location, version: etag });
  }

  /** Gives a created resource what it was created without, or takes it back. */
  async function complete(at: number, operation: BulkOperation): Promise<void> {
    const created = results.get(at);
    const id = ids.get(operation.bulkId ?? '');
    if (created?.error !== undefined || created === undefined || id === undefined) return;
    const path = [...operation.path, id];
    try {
      requireReferences(operation, new Set());
      const reply = await send({ method: 'PUT', path, body: withReferences(operation.data ?? {}, ids) });
      results.set(at, { ...created, version: reply.headers?.etag });
    } catch (error) {
      ids.delete(operation.bulkId ?? '');
      await send({ method: 'DELETE', path });
      throw error;
    }
  }

  /** Throws where the operation refers to what this request does not create, or what it failed to create. */
  function requireReferences(operation: BulkOperation, left: ReadonlySet<string>): void {
    for (const bulkId of referencesOf(operation)) {
      if (ids.has(bulkId) || left.has(bulkId)) continue;
      const name = shown(JSON.stringify(bulkId));
      // No scimType fits: RFC 7644 section 3.7.1 asks for the status alone.
      if (declared.has(bulkId)) {
        throw new ScimError('conflict', `The operation refers to the bulkId ${name}, which was not created.`);
      }
      throw new ScimError(
        'invalidValue',
        `No operation of this request creates the bulkId ${name}. Correct it.`,
      );
    }
  }

  async function send(sent: {
    readonly method: BulkOperation['method'];
    readonly path: readonly string[];
    readonly body?: JsonObject | undefined;
    readonly version?: string | undefined;
  }): Promise<ScimReply> {
    const [collection = '', ...rest] = sent.path;
    const routes = COLLECTIONS[collection.toLowerCase()] ?? [];
    const match = findRoute(routes, sent.method, rest);
    if (match.kind !== 'found') {
      throw new ScimError('notFound', `There is no ${sent.method} ${shown(`/${sent.path.join('/')}`)} here.`);
    }
    const ifMatch = sent.version ?? null;
    return await match.route.handler(
      {
        ...request,
        method: sent.method,
        params: match.params,
        // Nobody sees the resource: members need not be read.
        query: new URLSearchParams(sent.method === 'PATCH' ? {} : { attributes: 'id' }),
        body: () => sent.body ?? {},
        preconditions: readPreconditions({ get: (name) => (name === 'if-match' ? ifMatch : null) }),
      },
      service,
    );
  }

  return {
    take,
    refuse,
    failures: () => [...results.values()].filter(({ error }) => error !== undefined).length,
    /** In the order of the operations. */
    results: () => [...results.entries()].sort(([a], [b]) => a - b).map(([, result]) => result),
  };
}

function outOfTime(): ScimError {
  return new ScimError(
    'unavailable',
    'The operation was not begun, because the request had taken too long by then. Send it again in another request.',
  );
}

/** What the operations note of lists (rules that fired, ids that nobody has) becomes one list of the request. */
function merging(note: ScimRequest['note']): ScimRequest['note'] {
  const lists = new Map<string, Set<string>>();
  return (name, value) => {
    if (typeof value !== 'object') return note(name, value);
    const list = lists.get(name) ?? new Set();
    lists.set(name, list);
    for (const item of value.slice(0, 50 - list.size)) list.add(item);
    note(name, [...list]);
  };
}
