// One entity group transaction: what it may hold, and what became of it. Sending is told apart into done, refused (by which
// row, why) and unknown: after a cut connection or a server error nobody knows whether it was applied.

import { isRestError } from '@azure/core-rest-pipeline';
import type { TransactionAction } from '@azure/data-tables';
import { withDeleteEtags } from './conditional-deletes.ts';
import type { DirectoryTable } from './table.ts';

/** Table Storage's limit of rows in a transaction; each row may occur once. */
export const TRANSACTION_ROWS = 100;

export type ColumnValue = string | number | boolean;
export type Columns = Readonly<Record<string, ColumnValue>>;

/** A row to write. Without an `etag`, merge and delete take any version but need the row to be there. */
export type RowAction =
  | { readonly do: 'insert'; readonly key: string; readonly columns: Columns }
  | { readonly do: 'replace'; readonly key: string; readonly columns: Columns; readonly etag: string }
  | { readonly do: 'merge'; readonly key: string; readonly columns: Columns; readonly etag?: string }
  | { readonly do: 'upsert'; readonly key: string; readonly columns: Columns }
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
  const etags = new Map<string, string>();
  for (const action of actions) {
    if (action.do === 'delete' && action.etag !== undefined) etags.set(action.key, action.etag);
  }
  try {
    const response = await withDeleteEtags(etags, () =>
      table.writes.submitTransaction(
        actions.map((action) => encode(partition, action)),
        { abortSignal: AbortSignal.timeout(table.patience.answer) },
      ),
    );
    return { kind: 'done', etags: response.subResponses.map((part) => part.etag?.trim()) };
  } catch (error) {
    return outcomeOf(error);
  }
}

function encode(partition: string, action: RowAction): TransactionAction {
  const entity = { partitionKey: partition, rowKey: action.key };
  switch (action.do) {
    case 'insert':
      return ['create', { ...entity, ...action.columns }];
    case 'replace':
      return ['update', { ...entity, ...action.columns }, 'Replace', { etag: action.etag }];
    case 'merge':
      return ['update', { ...entity, ...action.columns }, 'Merge', { etag: action.etag ?? '*' }];
    case 'upsert':
      return ['upsert', { ...entity, ...action.columns }, 'Merge'];
    case 'delete':
      return ['delete', entity];
  }
}

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
