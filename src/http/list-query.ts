// The query parameters of lists and of reading one resource: RFC 7644 sections 3.4.2 and 3.9. Names of parameters that SCIM
// does not know are ignored (Entra's flag may stand among them).
import type { ListQuery } from '../directory/list.ts';
import { ScimError } from '../scim/errors.ts';
import { checkFilter } from '../scim/filter/check.ts';
import { parseFilter } from '../scim/filter/parse.ts';
import type { Selection } from '../scim/projection.ts';
import type { ResourceTypeDefinition } from '../scim/schema/definition.ts';

/** Resources on a page where the client does not say, and at most. */
export const DEFAULT_COUNT = 100;
export const MAX_COUNT = 1_000;

/** `filter`, `startIndex` and `count`. Out of range is brought into range, as RFC 7644 section 3.4.2.4 asks. */
export function readListQuery(type: ResourceTypeDefinition, query: URLSearchParams): ListQuery {
  const filter = query.get('filter');
  return {
    filter: filter === null || filter.trim() === '' ? undefined : checkFilter(type, parseFilter(filter)),
    startIndex: Math.max(1, readInteger(query, 'startIndex') ?? 1),
    count: Math.min(MAX_COUNT, Math.max(0, readInteger(query, 'count') ?? DEFAULT_COUNT)),
  };
}

export function readSelection(query: URLSearchParams): Selection {
  return {
    attributes: readNames(query, 'attributes'),
    excludedAttributes: readNames(query, 'excludedAttributes'),
  };
}

function readNames(query: URLSearchParams, parameter: string): string[] {
  return query
    .getAll(parameter)
    .flatMap((value) => value.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function readInteger(query: URLSearchParams, parameter: string): number | undefined {
  const text = query.get(parameter)?.trim();
  if (text === undefined || text === '') return undefined;
  if (!/^[+-]?\d{1,15}$/.test(text)) {
    throw new ScimError(
      'invalidValue',
      `${parameter} must be a whole number; it is ${JSON.stringify(text.slice(0, 60))}.`,
    );
  }
  return Number(text);
}
