// The parameters of a query: RFC 7644 sections 3.4.2 and 3.9, RFC 9865 section 2. They come in the address of a GET or in the
// body of a POST to `.search`; both are read into one form. Parameters that SCIM does not know are ignored, since Entra's
// flag may stand among them.
import { ScimError } from '../scim/errors.ts';
import { isObject, type JsonObject, type JsonValue } from '../scim/json.ts';
import type { Selection } from '../scim/projection.ts';
import { readSortOrder, type SortOrder } from '../scim/sort.ts';
import { checkName } from '../scim/text.ts';

/** Resources on a page where the client does not say, and at most. */
export const DEFAULT_COUNT = 100;
export const MAX_COUNT = 1_000;

export const SEARCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

export interface ListRequest {
  readonly filter: string | undefined;
  readonly sort: { readonly by: string; readonly order: SortOrder } | undefined;
  readonly selection: Selection;
  readonly paging: Paging;
}

export type Paging =
  | { readonly method: 'index'; readonly startIndex: number; readonly count: number }
  /** An empty cursor asks for the first page. */
  | { readonly method: 'cursor'; readonly cursor: string; readonly count: number };

/** Gives the value of a parameter: text from an address, any JSON from a body. */
type Parameters = (name: string) => JsonValue | undefined;

/** From the address of a GET. */
export function readListRequest(query: URLSearchParams): ListRequest {
  return readRequest(addressed(query));
}

/** From the body of a POST to `.search`: RFC 7644 section 3.4.3. */
export function readSearchRequest(body: JsonObject): ListRequest {
  const values = new Map(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value]));
  const schemas = values.get('schemas');
  if (
    !Array.isArray(schemas) ||
    !schemas.some((urn) => isText(urn) && urn.toLowerCase() === SEARCH_SCHEMA.toLowerCase())
  ) {
    throw new ScimError('invalidSyntax', `schemas must be an array that holds "${SEARCH_SCHEMA}".`);
  }
  return readRequest((name) => values.get(name.toLowerCase()));
}

/** `attributes` and `excludedAttributes` of a request that answers with one resource. */
export function readSelection(query: URLSearchParams): Selection {
  return selectionOf(addressed(query));
}

/** One that is there several times is a list. */
function addressed(query: URLSearchParams): Parameters {
  return (name) => {
    const values = query.getAll(name);
    return values.length === 0 ? undefined : values.join(',');
  };
}

function readRequest(parameters: Parameters): ListRequest {
  const by = readText(parameters, 'sortBy');
  return {
    filter: readText(parameters, 'filter'),
    sort: by === undefined ? undefined : { by, order: readSortOrder(readText(parameters, 'sortOrder')) },
    selection: selectionOf(parameters),
    paging: readPaging(parameters),
  };
}

function selectionOf(parameters: Parameters): Selection {
  return {
    attributes: readNames(parameters, 'attributes'),
    excludedAttributes: readNames(parameters, 'excludedAttributes'),
  };
}

/** By cursor where there is one, an empty one too; by index otherwise. */
function readPaging(parameters: Parameters): Paging {
  const cursor = parameters('cursor');
  if (cursor === undefined || cursor === null) {
    // Out of range is brought into range: RFC 7644 section 3.4.2.4.
    return {
      method: 'index',
      startIndex: Math.max(1, readInteger(parameters, 'startIndex', 'invalidValue') ?? 1),
      count: Math.min(
        MAX_COUNT,
        Math.max(0, readInteger(parameters, 'count', 'invalidValue') ?? DEFAULT_COUNT),
      ),
    };
  }
  if (!isText(cursor)) throw new ScimError('invalidCursor', 'cursor must be a text, as nextCursor gave it.');
  const count = readInteger(parameters, 'count', 'invalidCount') ?? DEFAULT_COUNT;
  if (count < 1 || count > MAX_COUNT) {
    throw new ScimError(
      'invalidCount',
      `With a cursor, count must be from 1 to ${MAX_COUNT}; it is ${count}.`,
    );
  }
  return { method: 'cursor', cursor, count };
}

function readText(parameters: Parameters, name: string): string | undefined {
  const value = parameters(name);
  if (value === undefined || value === null || value === '') return undefined;
  if (isText(value)) return value.trim() === '' ? undefined : value;
  throw new ScimError('invalidValue', `${name} must be a text, not ${shown(value)}.`);
}

/** Comma-separated in an address, an array in a body. */
function readNames(parameters: Parameters, name: string): string[] {
  const value = parameters(name) ?? [];
  const names = Array.isArray(value) ? value : [value];
  if (!names.every(isText)) {
    throw new ScimError('invalidValue', `${name} must be a list of attribute names, not ${shown(value)}.`);
  }
  const all = names
    .flatMap((text) => text.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '');
  all.forEach(checkName);
  return all;
}

function readInteger(
  parameters: Parameters,
  name: string,
  kind: 'invalidValue' | 'invalidCount',
): number | undefined {
  const value = parameters(name);
  if (value === undefined || value === null || value === '') return undefined;
  const text = String(value).trim();
  if (isObject(value) || Array.isArray(value) || !/^[+-]?\d{1,15}$/.test(text)) {
    throw new ScimError(kind, `${name} must be a whole number, not ${shown(value)}.`);
  }
  return Number(text);
}

function isText(value: JsonValue): value is string {
  return typeof value === 'string';
}

function shown(value: JsonValue): string {
  return JSON.stringify(value).slice(0, 60);
}
