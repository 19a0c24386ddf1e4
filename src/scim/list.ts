// The body of every answer that holds several resources: RFC 7644 section 3.4.2, with the cursor of RFC 9865 section 2.

import type { JsonObject } from './json.ts';

export const LIST_RESPONSE_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

export interface ListPage {
  readonly resources: readonly JsonObject[];
  /** How many match in all. Left out only where a page by cursor cannot tell (RFC 9865 section 2.1). */
  readonly totalResults?: number;
  /** The position of the first resource, from 1. Absent for a page by cursor. */
  readonly startIndex?: number;
  /** Opens the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** `Resources` is there even when it is empty: Microsoft Entra reads it without looking. */
export function listResponse({ resources, totalResults, startIndex, nextCursor }: ListPage): JsonObject {
  return {
    schemas: [LIST_RESPONSE_SCHEMA],
    ...(totalResults === undefined ? {} : { totalResults }),
    ...(startIndex === undefined ? {} : { startIndex }),
    itemsPerPage: resources.length,
    ...(nextCursor === undefined ? {} : { nextCursor }),
    Resources: [...resources],
  };
}

/** All there is on one page, as the discovery endpoints answer. */
export function wholeList(resources: readonly JsonObject[]): JsonObject {
  return listResponse({ resources, totalResults: resources.length, startIndex: 1 });
}
