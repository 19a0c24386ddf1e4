// One entity group transaction: what it may hold, and what became of it. Sending is told apart into done, refused (by which
// row, why) and unknown: after a cut connection or a server error nobody knows whether it was applied.

import { randomUUID } from 'node:crypto';
import { isRestError, type PipelineResponse, RestError } from '@azure/core-rest-pipeline';
import { decodeBatch, encodeBatch } from './batch.ts';
import { request } from './rest.ts';
import type { DirectoryTable } from './table.ts';

/** Table Storage's limit of rows in a transaction; each row may occur once. */
export const TRANSACTION_ROWS = 100;

export type ColumnValue = string | number | boolean;
export type Columns = Readonly<Record<string, ColumnValue>>;

/**
 * A row to write. Without an `etag`, merge and delete take any version but need the row to be there. Upsert merges into a row
 * that is there, put replaces it.
 */
export type RowAction =
  | { readonly do: 'insert'; readonly key: string; readonly columns: Columns }
  | { readonly do: 'replace'; readonly key: string; readonly columns: Columns; readonly etag: string }
  | { readonly do: 'merge'; readonly key: string; readonly columns: Columns; readonly etag?: string }
  | { readonly do: 'upsert' | 'put'; readonly key: string; readonly columns: Columns }
  | { readonly do: 'delete'; readonly key: string; readonly etag?: string };

export type Refusal = 'exists' | 'missing' | 'changed';

export type Outcome =
  | { readonly kind: 'done'; readonly etags: readonly (string | undefined)[] }
  | { readonly kind: 'refused'; readonly index: number; readonly reason: Refusal }
  | { readonly kind: 'unknown'; readonly cause: unknown; readonly retryAfterMs: number };

const REFUSALS: Readonly<Record<string, Refusal>> = {
  EntityAlreadyExists: 'exists',
  ResourceNotFound: 'missing',
  EntityNotFound: 'missing',
  UpdateConditionNotSatisfied: 'changed',
  ConditionNotMet: 'changed',
};

/** Sends the actions as one transaction, once. Throws only what no repetition mends (a malformed row, no permission). */
export async function send(
  table: DirectoryTable,
  partition: string,
  actions: readonly RowAction[],
): Promise<Outcome> {
  try {
    const response = await post(table, partition, actions);
    const answer = decodeBatch(response.status, response.bodyAsText ?? '');
    if ('etags' in answer) {
      const isWhole = answer.etags.length === actions.length;
      return isWhole
        ? { kind: 'done', etags: answer.etags }
        : unknown(new Error('The answer was cut short.'));
    }
    const { status: statusCode, code, message } = answer.fault;
    const options = { statusCode, response, request: response.request };
    return outcomeOf(new RestError(message, code === undefined ? options : { ...options, code }));
  } catch (error) {
    return outcomeOf(error);
  }
}

/** Through the client's own pipeline, which signs it. */
function post(
  { writes, http, patience }: DirectoryTable,
  partition: string,
  actions: readonly RowAction[],
): Promise<PipelineResponse> {
  const boundary = randomUUID();
  return request(writes, http, {
    method: 'POST',
    place: '$batch',
    headers: { ...HEADERS, 'content-type': `multipart/mixed; boundary=batch_${boundary}` },
    body: encodeBatch(`${writes.url}/${writes.tableName}`, partition, actions, boundary),
    limit: patience.answer,
  });
}

/** As the SDK sends them. */
const HEADERS = {
  accept: 'application/json',
  'accept-charset': 'UTF-8',
  dataserviceversion: '3.0;',
  maxdataserviceversion: '3.0;NetFx',
};

function outcomeOf(error: unknown): Outcome {
  if (!isRestError(error)) {
    if (error instanceof Error && error.name === 'AbortError') return unknown(error);
    throw error;
  }
  const status = error.statusCode;
  if (status === undefined || status >= 500 || status === 429 || status === 408) return unknown(error);
  const reason = REFUSALS[error.code ?? ''];
  // The service puts the number of the refused part in front of its message: "3:The specified entity already exists."
  const index = /^(\d+):/.exec(error.message)?.[1];
  if (reason !== undefined && index !== undefined) return { kind: 'refused', index: Number(index), reason };
  throw error;
}

function unknown(cause: unknown): Outcome {
  const seconds = isRestError(cause) ? Number(cause.response?.headers.get('retry-after')) : 0;
  return { kind: 'unknown', cause, retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : 0 };
}
