// An operation of the access API as data: where it is, what it takes and gives, and what does it. The routes of the service
// and the OpenAPI document are both made of this, so neither can say what the other does not do.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import * as z from 'zod';
import type { MappingContext } from '../../directory/mappings.ts';
import type { DirectoryStore } from '../../directory/store.ts';
import { ScimError } from '../../scim/errors.ts';
import type { JsonObject } from '../../scim/json.ts';
import { shown } from '../../scim/shown.ts';
import type { Caller, Scope } from '../caller.ts';
import { isNotModified } from '../conditional.ts';
import type { DirectoryService } from '../directory-service.ts';
import type { ScimHandler, ScimRequest } from '../endpoint.ts';
import type { ScimReply } from '../reply.ts';
import type { Route } from '../router.ts';
import { type Cursors, cursorsOf } from './cursors.ts';

/** What a handler is given. */
export interface Asked<Query, Body, Service = DirectoryService> extends MappingContext {
  readonly store: DirectoryStore;
  readonly service: Service;
  readonly caller: Caller;
  readonly requestId: string;
  /** The part of the path in braces. */
  readonly id: string;
  readonly query: Query;
  readonly body: Body;
  readonly cursors: Cursors;
  /** `https://host/access/v1` */
  readonly baseUrl: string;
}

export interface Given<Result> {
  /** 200 where it is not given. */
  readonly status?: number;
  readonly body: Result;
  /** What a read's entity tag is made of, where it is not the body: a cursor is sealed anew each time. */
  readonly tagged?: unknown;
  /** Beside what every answer has. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Operation<Service = DirectoryService> {
  readonly method: Route<unknown>['method'];
  /** Below `/access/v1/`, with at most one part in braces. */
  readonly path: string;
  readonly scope: Scope;
  /** `operationId` of OpenAPI. */
  readonly name: string;
  readonly summary: string;
  readonly query: z.ZodObject;
  readonly body: z.ZodObject | undefined;
  /** By status; undefined for an answer without a body. */
  readonly answers: Readonly<Record<number, z.ZodType | undefined>>;
  /** Statuses of problems beside 401, 403 and 503. */
  readonly problems: readonly number[];
  readonly handler: ScimHandler<Service>;
}

interface Definition<Query extends z.ZodObject, Body extends z.ZodObject, Result, Service>
  extends Omit<Operation, 'query' | 'body' | 'handler' | 'problems' | 'answers'> {
  readonly query?: Query;
  readonly body?: Body;
  readonly answers?: Operation['answers'];
  readonly problems?: readonly number[];
  readonly handle: (asked: Asked<z.output<Query>, z.output<Body>, Service>) => Promise<Given<Result>>;
}

const NOTHING = z.strictObject({});
/** 128 bits: no two bodies that a client compares have the same by accident. */
const ETAG_LENGTH = 32;

/** The way to make operations on this kind of service. */
export function operationsOn<Service extends DirectoryService>() {
  return <Query extends z.ZodObject, Body extends z.ZodObject, Result>(
    definition: Definition<Query, Body, Result, Service>,
  ): Operation<Service> => {
    const { query = NOTHING, body, handle, answers = {}, problems = [], ...others } = definition;
    return {
      ...others,
      answers,
      query,
      body,
      problems,
      handler: async (request, service) => {
        const asked = {
          ...contextOf(request, service, others.name),
          query: parse(query, queryOf(request.query), 'parameter') as z.output<Query>,
          body: (body && parse(body, request.body(), 'field')) as z.output<Body>,
        };
        return replyTo(request, await handle(asked));
      },
    };
  };
}

export const operation = operationsOn<DirectoryService>();

export function routesOf<Service>(
  operations: readonly Operation<Service>[],
): readonly Route<ScimHandler<Service>>[] {
  return operations.map(({ method, path, scope, handler }) => ({ method, path, scope, handler }));
}

function contextOf<Service extends DirectoryService>(
  request: ScimRequest,
  service: Service,
  name: string,
): Omit<Asked<unknown, unknown, Service>, 'query' | 'body'> {
  return {
    service,
    caller: request.caller,
    requestId: request.requestId,
    store: service.store(request.caller.directory),
    origin: { credential: request.caller.credential, request: request.requestId },
    id: request.params.id ?? '',
    cursors: cursorsOf(request, service.cursors, name),
    baseUrl: request.baseUrl,
  };
}

function replyTo<Result>(request: ScimRequest, given: Given<Result>): ScimReply {
  const { status = 200, body, tagged } = given;
  if (body === undefined) return { status, headers: given.headers ?? {} };
  const reply = { status, body: body as JsonObject, headers: given.headers ?? {} };
  if (request.method !== 'GET' && request.method !== 'HEAD') return reply;
  const digest = bytesToHex(sha256(utf8ToBytes(JSON.stringify(tagged ?? body))));
  const etag = `W/"${digest.slice(0, ETAG_LENGTH)}"`;
  // To be asked again each time, which costs no body when nothing has changed.
  const headers = { ...given.headers, etag, 'cache-control': 'private, no-cache' };
  return isNotModified(request.preconditions, etag) ? { status: 304, headers } : { ...reply, headers };
}

function queryOf(query: URLSearchParams): Record<string, string> {
  for (const name of query.keys()) {
    if (query.getAll(name).length > 1) {
      throw new ScimError(
        'invalidValue',
        `The parameter "${shown(name)}" is given more than once. Give it once.`,
      );
    }
  }
  return Object.fromEntries(query);
}

/** Throws `invalidValue` with everything that is wrong. */
function parse<Schema extends z.ZodObject>(
  schema: Schema,
  value: Record<string, unknown>,
  what: 'parameter' | 'field',
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const known = Object.keys(schema.shape).join(', ') || 'none';
  const problems = parsed.error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return `The ${what} "${shown(issue.keys.join('", "'))}" is not known here; known are: ${known}.`;
    }
    const name = issue.path.join('.');
    if (issue.code === 'custom' || issue.path.length === 0) return `${issue.message}.`;
    const given = valueAt(value, issue.path);
    return given === undefined
      ? `The ${what} "${name}" is missing.`
      : `The ${what} "${name}" is ${shown(JSON.stringify(given) ?? '')}: ${issue.message}.`;
  });
  throw new ScimError('invalidValue', problems.join(' '));
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let inner = value;
  for (const name of path) inner = (inner as Record<PropertyKey, unknown> | undefined)?.[name];
  return inner;
}
