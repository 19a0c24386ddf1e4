// The body of a PATCH request to operations (RFC 7644 section 3.5.2). An operation without a path says the same as one
// operation for each name in its value, and becomes these here, so that all that follows knows operations with a path only.

import { ScimError } from '../errors.ts';
import { isObject, type JsonObject, type JsonValue } from '../json.ts';
import { parsePath } from '../path/parse.ts';
import { shown } from '../shown.ts';
import type { PatchOperation } from './operation.ts';

export const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** More than fit into a body of real ones; a request with more is refused whole, never cut. */
export const MAX_OPERATIONS = 10_000;

/**
 * The operations of a PATCH body, in order; none when `Operations` is empty, which changes nothing.
 * Throws `invalidSyntax`, `invalidPath`, `noTarget` or `payloadTooLarge`, naming the operation by its place, counted from 0.
 */
export function parsePatch(body: JsonObject): PatchOperation[] {
  const schemas = member(body, 'schemas');
  if (!Array.isArray(schemas) || !schemas.some((urn) => sameName(urn, PATCH_SCHEMA))) {
    throw new ScimError('invalidSyntax', `schemas must be an array that holds "${PATCH_SCHEMA}".`);
  }
  const operations = member(body, 'Operations');
  if (!Array.isArray(operations)) {
    throw new ScimError('invalidSyntax', 'Operations must be an array of objects with op, path and value.');
  }
  // An operation without a path counts as one for each name in its value.
  const count = operations.reduce<number>((sum, operation) => sum + namesIn(operation), 0);
  if (count > MAX_OPERATIONS) {
    throw new ScimError(
      'payloadTooLarge',
      `Operations asks for ${count} changes; at most ${MAX_OPERATIONS} are taken. Split the request.`,
    );
  }
  return operations.flatMap(parseOperation);
}

function namesIn(operation: JsonValue): number {
  const value = isObject(operation) ? member(operation, 'value') : undefined;
  const isPathless = isObject(operation) && (member(operation, 'path') ?? null) === null;
  return isPathless && isObject(value) ? Math.max(1, Object.keys(value).length) : 1;
}

function parseOperation(operation: JsonValue, index: number): PatchOperation[] {
  if (!isObject(operation)) {
    throw new ScimError('invalidSyntax', `Operations[${index}] must be an object with op, path and value.`);
  }
  const op = operatorOf(member(operation, 'op'), index);
  const path = member(operation, 'path') ?? undefined;
  const value = member(operation, 'value');
  if (path !== undefined && typeof path !== 'string') {
    throw new ScimError('invalidSyntax', `Operations[${index}].path must be a string.`);
  }
  if (op === 'remove') return [removal(index, path, value)];
  if (value === undefined) {
    throw new ScimError(
      'invalidSyntax',
      `Operations[${index}] has the op ${op} and no value. Send a value, or remove the attribute.`,
    );
  }
  if (path !== undefined) return [{ index, op, path: parsePath(path), named: 'in path', value }];
  if (!isObject(value)) {
    throw new ScimError(
      'invalidSyntax',
      `Operations[${index}] has no path, so its value must be an object with the attributes to ${op}.`,
    );
  }
  return Object.entries(value).map(([name, inner]) => ({
    index,
    op,
    path: parsePath(name),
    named: 'in value',
    value: inner,
  }));
}

function operatorOf(op: JsonValue | undefined, index: number): PatchOperation['op'] {
  if (op === 'add' || op === 'remove' || op === 'replace') return op;
  const came = op === undefined ? 'nothing' : shown(JSON.stringify(op));
  throw new ScimError(
    'invalidSyntax',
    `Operations[${index}].op must be add, remove or replace, but ${came} came.`,
  );
}

function removal(index: number, path: string | undefined, value: JsonValue | undefined): PatchOperation {
  // RFC 7644 section 3.5.2.2: "If "path" is unspecified, the operation fails with ... "noTarget"."
  if (path === undefined || path === '') {
    throw new ScimError(
      'noTarget',
      `Operations[${index}] has the op remove and no path. Say what to remove.`,
    );
  }
  const operation = { index, op: 'remove', path: parsePath(path), named: 'in path' } as const;
  return value === undefined || value === null ? operation : { ...operation, value };
}

/** A member of a message, whose name is compared without case like every attribute name (RFC 7643 section 2.1). */
function member(object: JsonObject, name: string): JsonValue | undefined {
  return Object.entries(object).find(([key]) => sameName(key, name))?.[1];
}

function sameName(one: JsonValue, other: string): boolean {
  return typeof one === 'string' && one.toLowerCase() === other.toLowerCase();
}
