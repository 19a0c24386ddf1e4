// Turns the bytes of a request into JSON, and refuses what must not get further: too large, too deep, not UTF-8, a name
// or a string that storage or a later reader would trip over. Everything behind this file may recurse freely.
import { ScimError } from '../scim/errors.ts';
import { isObject, type JsonObject, type JsonValue } from '../scim/json.ts';
import { shown } from '../scim/shown.ts';
import { checkName, checkString } from '../scim/text.ts';

/** Larger than any request of an identity provider (Entra sends at most some hundred members at once). */
export const MAX_BODY_BYTES = 2 * 1024 * 1024;
/** SCIM's own bodies are at most ten levels deep; the rest is room for unknown extensions. */
export const MAX_DEPTH = 64;

const MEDIA_TYPES = ['application/scim+json', 'application/json'];

/**
 * Refuses by header, before the body is looked at: 415 for another media type, 413 for a length above the limit, 411
 * for a chunked body, which the Functions host does not deliver. A missing content type is taken as JSON, since nothing
 * else is spoken here; `charset` is ignored, since JSON is UTF-8 whatever it says (RFC 8259 section 8.1).
 */
export function checkBodyHeaders(headers: { get(name: string): string | null }): void {
  const type = headers.get('content-type');
  if (type !== null && !MEDIA_TYPES.includes((type.split(';')[0] ?? '').trim().toLowerCase())) {
    throw new ScimError(
      'unsupportedMediaType',
      `The content type ${JSON.stringify(type.slice(0, 100))} is not supported. Send application/scim+json or application/json.`,
    );
  }
  const encoding = headers.get('content-encoding');
  if (encoding !== null && encoding.trim().toLowerCase() !== 'identity') {
    throw new ScimError(
      'unsupportedMediaType',
      `The content encoding ${JSON.stringify(encoding.slice(0, 100))} is not supported. Send the body uncompressed.`,
    );
  }
  if (headers.get('transfer-encoding') !== null) {
    throw new ScimError(
      'lengthRequired',
      'A body with Transfer-Encoding: chunked cannot be received here. Send it whole, with a Content-Length header.',
    );
  }
  if (Number(headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge();
}

/** Parses a body that must be one JSON object. Throws `payloadTooLarge`, `invalidSyntax` or `invalidValue`. */
export function parseJsonBody(bytes: Uint8Array): JsonObject {
  if (bytes.byteLength > MAX_BODY_BYTES) throw tooLarge();
  if (bytes.byteLength === 0) {
    throw new ScimError('invalidSyntax', 'The request has no body; a JSON object is expected.');
  }
  const value = parse(decode(bytes));
  if (!isObject(value)) {
    throw new ScimError('invalidSyntax', `The body must be a JSON object; it is ${describe(value)}.`);
  }
  refuseHarmful(value);
  return value;
}

function tooLarge(): ScimError {
  return new ScimError(
    'payloadTooLarge',
    `The body is larger than ${MAX_BODY_BYTES} bytes. Split it into several requests.`,
  );
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ScimError('invalidSyntax', 'The body is not valid UTF-8.', { cause });
  }
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (cause) {
    // V8's message may quote the body, which may hold a password: only the position is passed on.
    const position = /at position (\d+)/.exec(String(cause))?.[1];
    const where = position === undefined ? 'it ends too early' : `see position ${position}`;
    throw new ScimError('invalidSyntax', `The body is not valid JSON: ${where}.`);
  }
}

interface Waiting {
  value: JsonValue;
  depth: number;
  /** The attribute that the value belongs to, for the error. */
  name: string;
}

/** Walks with a stack of its own, because a recursive walk is what deep nesting would overflow. */
function refuseHarmful(root: JsonValue): void {
  const waiting: Waiting[] = [{ value: root, depth: 1, name: '' }];
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    const { value, depth, name } = entry;
    if (typeof value === 'string') checkString(value, `The value of "${shown(name)}"`);
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new ScimError(
        'invalidValue',
        `The value of "${shown(name)}" is a number beyond the range of a 64-bit float.`,
      );
    }
    if (typeof value !== 'object' || value === null) continue;
    if (depth > MAX_DEPTH) {
      throw new ScimError('invalidSyntax', `The body is nested deeper than ${MAX_DEPTH} levels.`);
    }
    const isArray = Array.isArray(value);
    for (const [key, inner] of Object.entries(value)) {
      if (!isArray) checkName(key);
      waiting.push({ value: inner, depth: depth + 1, name: isArray ? name : key });
    }
  }
}

function describe(value: JsonValue): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}
