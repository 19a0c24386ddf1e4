// Turns a request of node:http into the message that the Functions host sends to its worker. Kestrel decodes the path once
// (all but %2F), the host builds the URL anew from the decoded path and the raw query, joins repeated headers and query
// keys with a comma, and reads a body only when a Content-Length announces one: a chunked body arrives empty.
import type { IncomingMessage } from 'node:http';

export interface Target {
  /** Decoded, with its leading slash, without dot segments. */
  readonly path: string;
  /** As sent, with its question mark, or empty. */
  readonly query: string;
}

/** Splits and decodes a request target, or gives undefined for one that Kestrel answers with 400. */
export function readTarget(target: string): Target | undefined {
  if (/[^\x21-\x7e]/.test(target)) return undefined;
  const [, rawPath = '', query = ''] =
    /^(?:https?:\/\/[^/?]*)?(\/[^?]*|(?=\?|$))(\?.*)?$/i.exec(target) ?? [];
  if (rawPath === '' && !/^https?:/i.test(target)) return undefined;
  const path = decodePath(rawPath);
  return path.includes('\0') ? undefined : { path: removeDotSegments(path || '/'), query };
}

/** Each run of escapes is decoded as UTF-8, or left as it is when it is none. */
function decodePath(path: string): string {
  return path.replace(/(?:%(?!2f)[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

function removeDotSegments(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/').slice(1)) {
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
  }
  const isFolder = /\/\.{1,2}$/.test(path) && kept.length > 0;
  return `/${kept.join('/')}${isFolder ? '/' : ''}`;
}

/** The URL that the function sees: ASP.NET's `PathString` escapes what is no path character and keeps what looks escaped. */
export function rebuildUrl(host: string, target: Target): string {
  const path = target.path.replace(/%(?![0-9a-f]{2})|[^%\w\-.~:@!$&'()*+,;=/]+/gi, (text) =>
    encodeURIComponent(text),
  );
  return `http://${host}${path}${target.query}`;
}

type Nullable = Record<string, { value: string }>;

export interface RpcHttpRequest {
  readonly url: string;
  readonly method: string;
  readonly nullableHeaders: Nullable;
  readonly nullableQuery: Nullable;
  readonly nullableParams: Nullable;
  readonly body?: { readonly bytes: Uint8Array };
}

export function toRpcRequest(
  request: IncomingMessage,
  target: Target,
  params: Readonly<Record<string, string>>,
  body: Uint8Array,
): RpcHttpRequest {
  return {
    url: rebuildUrl(request.headers.host ?? 'localhost', target),
    method: request.method ?? 'GET',
    nullableHeaders: joined(
      Object.entries(request.headersDistinct).flatMap(([name, values]) =>
        (values ?? []).map((value) => [name, value] as const),
      ),
    ),
    nullableQuery: joined(new URLSearchParams(target.query)),
    nullableParams: joined(Object.entries(params)),
    ...(body.byteLength === 0 ? {} : { body: { bytes: body } }),
  };
}

/** Names that differ only in case are one, under the first spelling, as in ASP.NET's collections. */
function joined(pairs: Iterable<readonly [string, string]>): Nullable {
  const values = new Map<string, { name: string; values: string[] }>();
  for (const [name, value] of pairs) {
    const known = values.get(name.toLowerCase());
    if (known === undefined) values.set(name.toLowerCase(), { name, values: [value] });
    else known.values.push(value);
  }
  return Object.fromEntries(
    [...values.values()].map((entry) => [entry.name, { value: entry.values.join(',') }]),
  );
}

/**
 * Reads what the function will get. `tooLarge` when a body exceeds `limit` bytes, announced or not; a chunked body within
 * the limit is read and dropped.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array | 'tooLarge'> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return 'tooLarge';
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > limit) return 'tooLarge';
    if (request.headers['content-length'] !== undefined) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
