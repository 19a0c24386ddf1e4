// Reading rows. A range is always read within one partition; a page may end early with a continuation token (Azure does
// that, Azurite never), so every reader here follows it.

import { isRestError } from '@azure/core-rest-pipeline';
import { odata } from '@azure/data-tables';
import { StoreUnavailable } from '../directory/store.ts';
import type { KeyRange } from './keys.ts';
import type { DirectoryTable } from './table.ts';

export interface Row {
  readonly key: string;
  readonly etag: string;
  readonly columns: Readonly<Record<string, unknown>>;
}

/** Rows that one request gives at most. */
export const PAGE_ROWS = 1_000;
const ANSWER_LIMIT_MS = 30_000;

interface Entity extends Record<string, unknown> {
  readonly partitionKey?: string;
  readonly rowKey?: string;
  readonly etag?: string;
}

/** The row of this key; undefined where there is none. One request. */
export async function readRow(
  table: DirectoryTable,
  partition: string,
  key: string,
): Promise<Row | undefined> {
  try {
    return rowOf(await table.reads.getEntity<Entity>(partition, key, answerLimit()));
  } catch (error) {
    if (isRestError(error) && error.statusCode === 404 && !isTableMissing(error)) return undefined;
    throw storageFault(error);
  }
}

export interface Page {
  readonly rows: readonly Row[];
  /** Undefined at the end of the range. */
  readonly next: string | undefined;
}

export interface PageOptions {
  readonly after?: string | undefined;
  readonly rows?: number;
  readonly select?: readonly string[];
  /** A further condition in OData, of constants only. */
  readonly where?: string;
}

/** One request's worth of a range, from where `after` (a page's `next`) ended. */
export async function readPage(
  table: DirectoryTable,
  partition: string,
  range: KeyRange,
  options: PageOptions = {},
): Promise<Page> {
  const within = odata`PartitionKey eq ${partition} and RowKey ge ${range.from} and RowKey lt ${range.before}`;
  const filter = options.where === undefined ? within : `${within} and ${options.where}`;
  const pages = table.reads
    .listEntities<Entity>({
      queryOptions: { filter, ...(options.select === undefined ? {} : { select: [...options.select] }) },
      ...answerLimit(),
    })
    .byPage({
      maxPageSize: options.rows ?? PAGE_ROWS,
      ...(options.after === undefined ? {} : { continuationToken: options.after }),
    });
  try {
    const { value } = await pages.next();
    const entities = (value ?? []) as Entity[] & { continuationToken?: string };
    return { rows: entities.map(rowOf), next: entities.continuationToken };
  } catch (error) {
    throw storageFault(error);
  }
}

/** The whole range, or its first `limit` rows. */
export async function readRange(
  table: DirectoryTable,
  partition: string,
  range: KeyRange,
  options: { limit?: number; select?: readonly string[]; where?: string } = {},
): Promise<Row[]> {
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  const found: Row[] = [];
  let after: string | undefined;
  do {
    const page = await readPage(table, partition, range, {
      ...options,
      after,
      rows: Math.min(PAGE_ROWS, limit - found.length),
    });
    found.push(...page.rows);
    after = page.next;
  } while (after !== undefined && found.length < limit);
  return found;
}

/** The SDK leaves `code` empty for reads; the service's own header tells a missing table from a missing row. */
export function isTableMissing(error: unknown): boolean {
  return isRestError(error) && error.response?.headers.get('x-ms-error-code') === 'TableNotFound';
}

function rowOf(entity: Entity): Row {
  const { partitionKey: _partition, rowKey, etag, ...columns } = entity;
  return { key: rowKey ?? '', etag: etag ?? '', columns };
}

function answerLimit() {
  return { abortSignal: AbortSignal.timeout(ANSWER_LIMIT_MS) };
}

/** What the SDK's own retries did not mend is for the client to try again; anything else is a fault of ours. */
export function storageFault(error: unknown): unknown {
  const status = isRestError(error) ? (error.statusCode ?? 503) : undefined;
  const passing = status !== undefined ? status >= 500 || status === 429 || status === 408 : isAbort(error);
  return passing ? new StoreUnavailable('The directory storage does not answer.', 10, error) : error;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
