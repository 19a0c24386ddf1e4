// Takes out of a request what nobody may read in a log: passwords, tokens, secrets. It is not enough to empty the field that
// holds one, because an error quotes values and an address may carry them; so the secrets of a request are found first, and
// then taken out of every text that is kept of it. What remains is also cut to what a person reads.
import { isObject, type JsonObject, type JsonValue } from '../../scim/json.ts';
import { toWellFormedStart } from './text.ts';

const MASK = '•••';

/** Names of attributes and parameters whose values are secret, whoever made them up. */
const SECRET_NAME =
  /passw|passphrase|passcode|secret|token|authorization|credential|api[-_]?key|assertion|ticket|cookie/i;

/** Secrets that are known by their form wherever they stand: our tokens, JWTs, what follows a scheme. */
const SECRET_FORMS: readonly RegExp[] = [
  /rollcall_[A-Za-z0-9_.-]{20,}/g,
  /eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g,
  // Not "bearer token": a word of small letters is no secret.
  /\b(?:bearer|basic)\s+(?=[a-z]*[^a-z\s])[\w.~+/=-]{8,}/gi,
];

/** The shortest text that has one of these forms: `basic` and eight characters. */
const SHORTEST_FORM = 14;

/** A shorter secret is only taken out where it stands alone: it could be a part of any word. */
const CERTAIN_LENGTH = 8;

const LONGEST_TEXT = 300;
const LONGEST_LIST = 20;
/** Values in all that are kept of one body. */
const MOST_VALUES = 600;

export interface Mask {
  text(text: string): string;
  /** Masked and cut: long texts and lists lose their ends. */
  json(value: JsonValue): JsonValue;
  /** Path and query; what a secret parameter holds is masked whole. */
  address(url: URL): string;
}

interface Form {
  readonly pattern: RegExp;
  /** UTF-16 units. */
  readonly shortest: number;
}

export interface Masked {
  readonly body: JsonObject | undefined;
  /** Its query may hold a secret, too. */
  readonly url: URL | undefined;
  readonly authorization: string | null;
}

/** What to take out of everything that is kept of a request with these. */
export function createMask({ body, url, authorization }: Masked): Mask {
  const secrets = new Set(authorization === null ? [] : partsOf(authorization));
  for (const [name, value] of url?.searchParams ?? []) {
    if (SECRET_NAME.test(name)) secrets.add(value);
    else if (SECRET_NAME.test(value)) for (const literal of literalsOf(value)) secrets.add(literal);
  }
  if (body !== undefined) collectSecrets(body, false, secrets);
  const known = [...secrets]
    .filter((secret) => secret !== '')
    .sort((a, b) => b.length - a.length)
    .map((secret): Form => ({ pattern: patternOf(secret), shortest: secret.length }));
  const forms = [...known, ...SECRET_FORMS.map((pattern): Form => ({ pattern, shortest: SHORTEST_FORM }))];

  /** Most texts are too short to hold a token: they are not searched for one. */
  function text(given: string): string {
    let masked = given;
    for (const { pattern, shortest } of forms) {
      if (given.length >= shortest) masked = masked.replace(pattern, MASK);
    }
    return masked;
  }

  function json(value: JsonValue): JsonValue {
    let left = MOST_VALUES;
    const walk = (inner: JsonValue, isSecret: boolean): JsonValue => {
      left -= 1;
      if (left < 0) return '…';
      if (Array.isArray(inner)) {
        const kept = inner.slice(0, LONGEST_LIST).map((element) => walk(element, isSecret));
        return inner.length > kept.length ? [...kept, `… and ${inner.length - kept.length} more`] : kept;
      }
      if (isObject(inner)) {
        const hidesValue = isSecret || hasSecretPath(inner);
        return Object.fromEntries(
          Object.entries(inner)
            .slice(0, MOST_VALUES)
            .map(([name, member]) => [
              text(name),
              walk(member, SECRET_NAME.test(name) || isSecret || (hidesValue && isValue(name))),
            ]),
        );
      }
      if (isSecret && inner !== null) return MASK;
      return typeof inner === 'string' ? toWellFormedStart(text(inner), LONGEST_TEXT) : inner;
    };
    return walk(value, false);
  }

  function address({ pathname, searchParams }: URL): string {
    const query = [...searchParams].map(([name, value]) =>
      SECRET_NAME.test(name) || SECRET_NAME.test(value) ? `${name}=${MASK}` : `${name}=${value}`,
    );
    const whole = query.length === 0 ? pathname : `${pathname}?${query.join('&')}`;
    return toWellFormedStart(text(whole), LONGEST_TEXT * 2);
  }

  return { text, json, address };
}

/** What a filter compares with: which of the literals is the secret is not asked. */
function literalsOf(filter: string): string[] {
  const literals = [...filter.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, literal = '']) => literal);
  return literals.flatMap((literal) => [literal, literal.replace(/\\(.)/g, '$1')]);
}

/** The header whole, what follows its scheme, and what Basic encodes. */
function partsOf(authorization: string): string[] {
  const [scheme = '', rest = ''] = authorization.trim().split(/\s+(.*)/s);
  const encoded = scheme.toLowerCase() === 'basic' ? decoded(rest) : '';
  return [authorization.trim(), rest || scheme, encoded, encoded.slice(encoded.indexOf(':') + 1)];
}

function decoded(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return '';
  }
}

function collectSecrets(value: JsonValue, isSecret: boolean, into: Set<string>): void {
  const waiting: [JsonValue, boolean][] = [[value, isSecret]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [inner, hidden] = next;
    if (Array.isArray(inner))
      waiting.push(...inner.map((element): [JsonValue, boolean] => [element, hidden]));
    else if (isObject(inner)) {
      const hidesValue = hasSecretPath(inner);
      for (const [name, member] of Object.entries(inner)) {
        waiting.push([member, hidden || SECRET_NAME.test(name) || (hidesValue && isValue(name))]);
      }
    } else if (hidden && inner !== null && typeof inner !== 'boolean') into.add(String(inner));
  }
}

/** An operation of a PATCH on a secret: its `value` is one. */
function hasSecretPath(operation: JsonObject): boolean {
  return Object.entries(operation).some(
    ([name, path]) => name.toLowerCase() === 'path' && typeof path === 'string' && SECRET_NAME.test(path),
  );
}

function isValue(name: string): boolean {
  return name.toLowerCase() === 'value';
}

function patternOf(secret: string): RegExp {
  const literal = secret.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
  return secret.length < CERTAIN_LENGTH
    ? new RegExp(`(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])`, 'gu')
    : new RegExp(literal, 'gu');
}
