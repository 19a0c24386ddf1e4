// A request as the front door saw it, once it has been answered. It lives in memory only and for a moment, because it may
// hold secrets: what is kept is made of it by record.ts.
import type { ScimErrorKind } from '../../scim/errors.ts';
import type { JsonObject } from '../../scim/json.ts';

export interface ObservedRequest {
  /** Milliseconds since 1970: when it came. */
  readonly time: number;
  readonly durationMs: number;
  readonly method: string;
  /** Path and query as they were asked for. */
  readonly url: URL;
  /** The route that answered, such as `scim/v2/Users/{id}`; undefined where none did. */
  readonly route: string | undefined;
  readonly params: Readonly<Record<string, string>>;
  /** As it was sent; undefined where there was none or it could not be read. */
  readonly body: JsonObject | undefined;
  readonly status: number;
  readonly error: { readonly kind: ScimErrorKind; readonly detail: string } | undefined;
  readonly answer: JsonObject | undefined;
  readonly caller:
    | { readonly credential: string; readonly directory: string; readonly name?: string | undefined }
    | undefined;
  /** What of a refused token may be shown: a few characters. */
  readonly tokenHint: string | undefined;
  readonly requestId: string;
  readonly userAgent: string | null;
  /** The fields of the request's line in the log, such as `dialects`. */
  readonly notes: Readonly<Record<string, unknown>>;
  /** Of whom a handler says that the request is about them. */
  readonly subject: { readonly id: string; readonly name: string } | undefined;
  /** The Authorization header: wherever its parts occur, they are masked. */
  readonly authorization: string | null;
}

/** Whether it is one of the protocol: then it comes from an identity provider. */
export function isProvisioning({ route, url }: Pick<ObservedRequest, 'route' | 'url'>): boolean {
  return (route ?? url.pathname.slice(1)).startsWith('scim/');
}

/** Whether a request only asks. */
export function isRead({ method, route }: Pick<ObservedRequest, 'method' | 'route'>): boolean {
  return SAFE_METHODS.has(method) || READING_ROUTE.test(route ?? '');
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
/** What asks by POST, because the question does not fit an address. */
const READING_ROUTE = /\/(?:\.search|preview)$/;
