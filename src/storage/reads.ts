// Reading rows. A range is always read within one partition; a page may end early with a continuation token (Azure does
// that, Azurite never), so every reader here follows it.

import { isRestError } from '@azure/core-rest-pipeline';
import { StoreUnavailable } from '../directory/store.ts';
import type { KeyRange } from './keys.ts';
import { codeOf, type Entity, getEntity, keyInFilter, queryEntities } from './rest.ts';
import type { DirectoryTable } from './table.ts';

export interface Row {
  readonly key: string;
  readonly etag: string;
  readonly columns: Readonly<Record<string, unknown>>;
}

/** Rows that one request gives at most. */
export const PAGE_ROWS = 1_000;

/** The row of this key; undefined where there is none. One request. */
export async function readRow(
  table: DirectoryTable,
  partition: string,
  key: string,
): Promise<Row | undefined> {
  try {
    const entity = await getEntity(table, partition, key);
    return entity && rowOf(entity);
  } catch (error) {
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
  // To the service the order is nothing; Azurite asks each row of the table in this one, and most fail the first.
  const within = `RowKey ge ${keyInFilter(range.from)} and RowKey lt ${keyInFilter(range.before)} and PartitionKey eq ${keyInFilter(partition)}`;
  const filter = options.where === undefined ? within : `${within} and ${options.where}`;
  const { rows = PAGE_ROWS, select, after } = options;
  try {
    const { entities, next } = await queryEntities(table, { filter, top: rows, select, after });
    return { rows: entities.map(rowOf), next };
  } catch (error) {
    throw storageFault(error);
  }
}

interface RangeOptions {
  readonly limit?: number;
  readonly select?: readonly string[];
  readonly where?: string;
}

/** The whole range, or its first `limit` rows. */
export async function readRange(
  table: DirectoryTable,
  partition: string,
  range: KeyRange,
  options: RangeOptions = {},
): Promise<Row[]> {
  return (await readFirst(table, partition, range, options)).rows;
}

/** As `readRange`, and whether there may be more rows behind. */
export async function readFirst(
  table: DirectoryTable,
  partition: string,
  range: KeyRange,
  options: RangeOptions,
): Promise<{ readonly rows: Row[]; readonly more: boolean }> {
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  const rows: Row[] = [];
  let after: string | undefined;
  do {
    const page = await readPage(table, partition, range, {
      ...options,
      after,
      rows: Math.min(PAGE_ROWS, limit - rows.length),
    });
    rows.push(...page.rows);
    after = page.next;
  } while (after !== undefined && rows.length < limit);
  return { rows, more: after !== undefined };
}

export function isTableMissing(error: unknown): boolean {
  return isRestError(error) && codeOf(error.response) === 'TableNotFound';
}

function rowOf({
  PartitionKey: _partition,
  RowKey: key,
  Timestamp: _time,
  'odata.etag': etag,
  'odata.metadata': _metadata,
  ...columns
}: Entity): Row {
  return { key, etag, columns };
}

/** What the pipeline's retries did not mend is for the client to try again; anything else is a fault of ours. */
export function storageFault(error: unknown): unknown {
  const status = isRestError(error) ? (error.statusCode ?? 503) : undefined;
  const passing = status !== undefined ? status >= 500 || status === 429 || status === 408 : isAbort(error);
  return passing ? new StoreUnavailable('The directory storage does not answer.', 10, error) : error;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
