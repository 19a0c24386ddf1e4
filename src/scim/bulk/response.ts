// The body of the answer to a bulk request: RFC 7644 section 3.7.3. `status` is a string there, as the RFC's examples of
// results have it.

import { type ScimError, scimErrorBody } from '../errors.ts';
import type { JsonObject } from '../json.ts';

export const BULK_RESPONSE_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';

export interface BulkResult {
  readonly method: string | undefined;
  readonly bulkId: string | undefined;
  readonly status: number;
  /** The resource's address; undefined where there is none, as for a POST that failed. */
  readonly location?: string | undefined;
  readonly version?: string | undefined;
  /** Why the operation failed. */
  readonly error?: ScimError;
}

/** `describe` gives the body of an error; the client gets it as it would for a single request. */
export function bulkResponse(
  results: readonly BulkResult[],
  describe: (error: ScimError) => JsonObject = (error) => scimErrorBody(error) as JsonObject,
): JsonObject {
  return {
    schemas: [BULK_RESPONSE_SCHEMA],
    Operations: results.map(({ method, bulkId, status, location, version, error }) => ({
      ...(location === undefined ? {} : { location }),
      ...(method === undefined ? {} : { method }),
      ...(bulkId === undefined ? {} : { bulkId }),
      ...(version === undefined ? {} : { version }),
      status: String(status),
      ...(error === undefined ? {} : { response: describe(error) }),
    })),
  };
}
