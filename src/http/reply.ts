// Turns what a handler gives, or the error it throws, into what the Functions library sends. Nothing here may throw for
// a reply that a handler can make: the host would answer it with an empty 500.
import type { HttpResponseInit } from '@azure/functions';
import { type ScimError, scimErrorBody } from '../scim/errors.ts';
import type { JsonObject } from '../scim/json.ts';

export interface ScimReply {
  readonly status: number;
  /** An object, or JSON already written (text or UTF-8 bytes). */
  readonly body?: JsonObject | Uint8Array | string;
  /** Such as `location` and `etag`; the length is set here, and the content type unless it is among them. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What SCIM and the access API do not share. */
export interface Protocol {
  /** Below the public URL: `scim/v2`. */
  readonly base: string;
  /** The error as a reply. `requestId` goes into the text of a fault of ours: it is all that the client's administrator sees. */
  readonly errorReply: (error: ScimError, requestId: string, scope: string, contact?: string) => ScimReply;
  /** The media type of bodies, from the request's Accept header. */
  readonly mediaType: (accept: string | null) => string;
}

const RETRY_AFTER_SECONDS = 10;
const WITHOUT_BODY = new Set([204, 304]);

/** `method` decides whether a body is sent (HEAD gets its length only). */
export function toResponse(reply: ScimReply, method: string, mediaType: string): HttpResponseInit {
  // Personal data: no cache on the way keeps it.
  const headers: Record<string, string> = { 'cache-control': 'no-store', ...reply.headers };
  requireSendable(reply.status, headers);
  if (reply.body === undefined || WITHOUT_BODY.has(reply.status)) return { status: reply.status, headers };
  const bytes = toBytes(reply.body);
  headers['content-type'] ??= `${mediaType}; charset=utf-8`;
  if (method !== 'HEAD') return { status: reply.status, headers, body: bytes };
  return { status: reply.status, headers: { ...headers, 'content-length': String(bytes.byteLength) } };
}

/** Found out here, where it can still become a SCIM error: a status that is none, a character that no header can carry. */
function requireSendable(status: number, headers: Readonly<Record<string, string>>): void {
  if (!(status >= 200 && status <= 599)) throw new RangeError(`${status} is no status of an answer.`);
  for (const [name, value] of Object.entries(headers)) {
    if (UNSENDABLE.test(value)) throw new TypeError(`The header ${name} cannot hold its value.`);
  }
}

/** RFC 9110 section 5.5. */
const UNSENDABLE = /[^\t\x20-\x7e\x80-\xff]/;

function toBytes(body: JsonObject | Uint8Array | string): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

/** How SCIM speaks: errors after RFC 7644 section 3.12. */
export const SCIM: Protocol = {
  base: 'scim/v2',
  errorReply: scimErrorReply,
  mediaType: preferredType,
};

export function scimErrorReply(
  error: ScimError,
  requestId: string,
  scope: string,
  contact?: string,
): ScimReply {
  const body = { ...scimErrorBody(error), detail: detailOf(error, requestId, contact) } as JsonObject;
  return { status: error.status, body, headers: errorHeaders(error, scope) };
}

/** What a person reads of an error. */
export function detailOf(error: ScimError, requestId: string, contact: string | undefined): string {
  const request = error.status >= 500 ? ` (request ${requestId})` : '';
  return `${error.message}${request}${contact === undefined ? '' : ` For help: ${contact}`}`;
}

/** Challenges after RFC 6750 section 3. */
export function errorHeaders(error: ScimError, scope: string): Record<string, string> {
  switch (error.kind) {
    case 'unauthorized':
      return { 'www-authenticate': `Bearer realm="rollcall", scope="${scope}"` };
    case 'forbidden':
      return { 'www-authenticate': `Bearer realm="rollcall", error="insufficient_scope", scope="${scope}"` };
    case 'unavailable':
    case 'tooManyRequests':
      return { 'retry-after': String(error.retryAfter ?? RETRY_AFTER_SECONDS) };
    default:
      return {};
  }
}

/** RFC 7644 section 3.1 asks for both types; SCIM's own unless the client ranks the plain one higher. Never a 406. */
function preferredType(accept: string | null): string {
  const scim = quality(accept, 'application/scim+json');
  return quality(accept, 'application/json') > scim ? 'application/json' : 'application/scim+json';
}

/** How much an Accept header wants a type, 0 to 1; the most specific range that fits decides (RFC 9110 section 12.5.1). */
function quality(accept: string | null, type: string): number {
  const ranges = (accept ?? '*/*')
    .toLowerCase()
    .split(',')
    .map((range) => range.split(';').map((part) => part.trim()));
  for (const wanted of [type, 'application/*', '*/*']) {
    const range = ranges.find(([name]) => name === wanted);
    if (range !== undefined) return Number(range.find((part) => part.startsWith('q='))?.slice(2) ?? 1) || 0;
  }
  return 0;
}
