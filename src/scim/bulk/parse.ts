// The body of a bulk request to operations: RFC 7644 section 3.7. What is wrong with the request as a whole refuses it; what is
// wrong with one operation is that operation's failure, because the service "MUST continue performing as many changes as
// possible".

import { ScimError } from '../errors.ts';
import { isObject, type JsonObject, type JsonValue } from '../json.ts';
import { shown } from '../shown.ts';

export const BULK_REQUEST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type BulkMethod = (typeof METHODS)[number];

export interface BulkOperation {
  readonly method: BulkMethod;
  /** Names the new resource in this request; every POST has one, and no two have the same. */
  readonly bulkId: string | undefined;
  /** The version that the resource must have, an entity tag. */
  readonly version: string | undefined;
  /** The parts of the path, decoded: `['Users']`, `['Users', 'bulkId:ada']`. */
  readonly path: readonly string[];
  /** Undefined for DELETE. */
  readonly data: JsonObject | undefined;
}

/** An operation that cannot be carried out, whatever the directory holds. */
export interface FaultyOperation {
  /** As far as it can be told. */
  readonly method: string | undefined;
  readonly bulkId: string | undefined;
  readonly fault: ScimError;
}

export interface BulkRequest {
  readonly operations: readonly (BulkOperation | FaultyOperation)[];
  /** Errors after which no further operation is begun; undefined for no such number. */
  readonly failOnErrors: number | undefined;
}

/** Throws `invalidSyntax`, `invalidValue`, or `payloadTooLarge` for more than `maxOperations`. */
export function parseBulk(body: JsonObject, maxOperations: number): BulkRequest {
  const members = lowerCaseNames(body);
  const schemas = members.get('schemas');
  if (!Array.isArray(schemas) || !schemas.some((urn) => sameName(urn, BULK_REQUEST_SCHEMA))) {
    throw new ScimError('invalidSyntax', `schemas must be an array that holds "${BULK_REQUEST_SCHEMA}".`);
  }
  const operations = members.get('operations');
  if (!Array.isArray(operations)) {
    throw new ScimError(
      'invalidSyntax',
      'Operations must be an array of objects with method, path and data.',
    );
  }
  if (operations.length > maxOperations) {
    throw new ScimError(
      'payloadTooLarge',
      `The bulk request has ${operations.length} operations; maxOperations is ${maxOperations}. Split it into several requests.`,
    );
  }
  const failOnErrors = readFailOnErrors(members.get('failonerrors'));
  const bulkIds = new Set<string>();
  return {
    failOnErrors,
    operations: operations.map((operation, at) => readOperation(operation, at, bulkIds)),
  };
}

/** 0 is what clients send that have no such number to say. */
function readFailOnErrors(value: JsonValue | undefined): number | undefined {
  if (value === undefined || value === null || value === 0) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw new ScimError(
    'invalidValue',
    `failOnErrors must be a whole number from 1, not ${shown(JSON.stringify(value))}.`,
  );
}

/** `taken` are the bulkIds of the operations before this one. */
function readOperation(value: JsonValue, at: number, taken: Set<string>): BulkOperation | FaultyOperation {
  const members = isObject(value) ? lowerCaseNames(value) : new Map<string, JsonValue>();
  const bulkId = textOf(members.get('bulkid'));
  const given = members.get('method');
  const method = METHODS.find((known) => sameName(given, known));
  try {
    if (!isObject(value)) throw invalid(at, '', 'must be an object with method, path and data');
    if (method === undefined) throw invalid(at, '.method', `must be one of ${METHODS.join(', ')}`);
    const path = readPath(members.get('path'), at, method);
    const version = textOf(members.get('version'));
    checkBulkId(members.get('bulkid'), at, method, taken);
    const data = members.get('data');
    if (method === 'DELETE') return { method, bulkId, version, path, data: undefined };
    if (!isObject(data)) throw invalid(at, '.data', `must be an object, the body of the ${method}`);
    return { method, bulkId, version, path, data };
  } catch (fault) {
    if (!(fault instanceof ScimError)) throw fault;
    return { method: method ?? textOf(given), bulkId, fault };
  }
}

/** Relative to the base URL: a collection for POST, one resource for the others. */
function readPath(value: JsonValue | undefined, at: number, method: BulkMethod): string[] {
  const wanted = method === 'POST' ? 'a collection such as "/Users"' : 'one resource such as "/Users/{id}"';
  if (typeof value !== 'string') throw invalid(at, '.path', `must be a string, ${wanted}`);
  const parts = value.split('/').filter((part) => part !== '');
  if (parts.length !== (method === 'POST' ? 1 : 2))
    throw invalid(at, '.path', `must name ${wanted} for ${method}`);
  return parts.map(decoded);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function checkBulkId(value: JsonValue | undefined, at: number, method: BulkMethod, taken: Set<string>): void {
  const bulkId = textOf(value);
  if (method !== 'POST') return;
  if (bulkId === undefined || bulkId === '') {
    throw invalid(at, '.bulkId', 'must be a string that names the new resource in this request');
  }
  if (taken.has(bulkId)) {
    throw invalid(
      at,
      '.bulkId',
      `is ${shown(JSON.stringify(bulkId))} as in an operation before. Send another`,
    );
  }
  taken.add(bulkId);
}

function invalid(at: number, member: string, problem: string): ScimError {
  return new ScimError('invalidSyntax', `Operations[${at}]${member} ${problem}.`);
}

/** Members of messages are compared without case, like attribute names (RFC 7643 section 2.1). */
function lowerCaseNames(object: JsonObject): Map<string, JsonValue> {
  return new Map(Object.entries(object).map(([name, value]) => [name.toLowerCase(), value]));
}

function sameName(value: JsonValue | undefined, name: string): boolean {
  return typeof value === 'string' && value.toLowerCase() === name.toLowerCase();
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
