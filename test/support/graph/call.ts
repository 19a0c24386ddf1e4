// A request to the Graph double and its answer.
import type { Tenant } from './tenant.ts';

export interface Call {
  readonly tenant: Tenant;
  /** Values of the parts in braces of the endpoint's path. */
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Body;
  /** Object id of who has signed in. */
  readonly caller: string;
  /** `http://127.0.0.1:<port>/v1.0`, for links. */
  readonly base: string;
}

// biome-ignore lint/suspicious/noExplicitAny: what a client sends has any shape; each endpoint says what it must be.
export type Body = any;

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT';
  /** From the slash after the version; parts in braces match anything. */
  readonly path: string;
  /** v1.0 if not given. */
  readonly version?: 'beta';
  /** Delegated permissions of which one is needed. */
  readonly scopes: readonly string[];
  readonly handle: (call: Call) => Reply | Promise<Reply>;
}

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const created = (body: unknown): Reply => ({ status: 201, body });
export const noContent: Reply = { status: 204 };

/** An error body of Graph: https://learn.microsoft.com/graph/errors */
export function refusal(status: number, code: string, message: string): Reply {
  return {
    status,
    body: {
      error: {
        code,
        message,
        innerError: { 'request-id': crypto.randomUUID(), date: '2026-11-01T00:00:00' },
      },
    },
  };
}

export const badRequest = (message: string): Reply => refusal(400, 'Request_BadRequest', message);

/** Also what Graph says of an object that was made a moment ago and has not been replicated. */
export const notFound = (id: string): Reply =>
  refusal(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );

/** A page of a list, with the link to the next: https://learn.microsoft.com/graph/paging */
export function page({ query, base }: Call, path: string, items: readonly unknown[]): Reply {
  const size = 2;
  const from = Number(query.get('$skiptoken') ?? 0);
  const next = from + size < items.length ? `${base}${path}?$skiptoken=${from + size}` : undefined;
  return ok({
    value: items.slice(from, from + size),
    ...(next === undefined ? {} : { '@odata.nextLink': next }),
  });
}

/** Items of which `attribute eq 'value'` is true, the one kind of filter that is asked here; all without a filter. */
export function filtered<T extends object>(query: URLSearchParams, items: readonly T[]): T[] | undefined {
  const filter = query.get('$filter');
  if (filter === null) return [...items];
  const [, attribute = '', value = ''] = /^(\w+) eq '((?:[^']|'')*)'$/.exec(filter) ?? [];
  if (attribute === '') return undefined;
  const wanted = value.replaceAll("''", "'").toLowerCase();
  return items.filter((item) => String(item[attribute as keyof T]).toLowerCase() === wanted);
}
