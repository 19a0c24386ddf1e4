// Requests of Table Storage's REST interface, the reads above all, through the SDK's pipeline, which signs, repeats and ends them. Not through its
// client, which walks each answer with a serializer and makes an error with a stack of every row that is not there: work that
// shows in the CPU time of every lookup (`npm run bench`).
// https://learn.microsoft.com/rest/api/storageservices/query-entities
import {
  createHttpHeaders,
  createPipelineRequest,
  type PipelineResponse,
  RestError,
} from '@azure/core-rest-pipeline';
import type { TableClient } from '@azure/data-tables';
import type { DirectoryTable } from './table.ts';

/** A row as the service shows it; the rest are its columns. */
export interface Entity extends Record<string, unknown> {
  readonly RowKey: string;
  readonly 'odata.etag': string;
}

export interface EntityQuery {
  readonly filter: string;
  readonly top: number;
  readonly select?: readonly string[] | undefined;
  /** Where an earlier answer to the same query ended. */
  readonly after?: string | undefined;
}

export interface Entities {
  readonly entities: readonly Entity[];
  /** Undefined at the end. */
  readonly next: string | undefined;
}

const ANSWER_LIMIT_MS = 30_000;
/** The ETag of a row is part of the minimal metadata. */
const HEADERS = { accept: 'application/json;odata=minimalmetadata', dataserviceversion: '3.0' };
/** Of the service, as the SDK speaks it. */
const SERVICE_VERSION = '2019-02-02';

/** The row of this key; undefined where there is none. Throws RestError. */
export async function getEntity(
  table: DirectoryTable,
  partition: string,
  key: string,
): Promise<Entity | undefined> {
  const response = await get(
    table,
    `(PartitionKey='${keyInAddress(partition)}',RowKey='${keyInAddress(key)}')`,
  );
  if (response.status === 404 && codeOf(response) !== 'TableNotFound') return undefined;
  return bodyOf<Entity>(response);
}

/** One page. Throws RestError. */
export async function queryEntities(table: DirectoryTable, query: EntityQuery): Promise<Entities> {
  const { filter, top, select, after } = query;
  const selected = select === undefined ? '' : `&$select=${select.join(',')}`;
  const from = after === undefined ? '' : `&${after}`;
  const response = await get(table, `()?$filter=${encodeURIComponent(filter)}&$top=${top}${selected}${from}`);
  const { value } = bodyOf<{ value: Entity[] }>(response);
  return { entities: value, next: continuationOf(response) };
}

/** A key as it stands in an address. */
export function keyInAddress(key: string): string {
  return encodeURIComponent(key.replaceAll("'", "''"));
}

/** A key as it stands in a filter. */
export function keyInFilter(key: string): string {
  return `'${key.replaceAll("'", "''")}'`;
}

/** The service's own header tells a missing table from a missing row. */
export function codeOf(response: Pick<PipelineResponse, 'headers'> | undefined): string | undefined {
  return response?.headers.get('x-ms-error-code');
}

export interface StorageRequest {
  readonly method: 'GET' | 'POST';
  /** Below the account's address. */
  readonly place: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds until it is given up. */
  readonly limit: number;
}

/** Sends it as `through` sends: with its signature and its repetitions. Any status is an answer; throws RestError without one. */
export function request(
  through: TableClient,
  http: DirectoryTable['http'],
  { place, headers, limit, ...rest }: StorageRequest,
): Promise<PipelineResponse> {
  const prepared = createPipelineRequest({
    ...rest,
    url: `${through.url}/${place}`,
    headers: createHttpHeaders({ 'x-ms-version': SERVICE_VERSION, ...headers }),
    abortSignal: AbortSignal.timeout(limit),
    allowInsecureConnection: http.allowInsecureConnection,
  });
  return through.pipeline.sendRequest(http.client, prepared);
}

function get({ reads, http }: DirectoryTable, place: string): Promise<PipelineResponse> {
  return request(reads, http, {
    method: 'GET',
    place: `${reads.tableName}${place}`,
    headers: HEADERS,
    limit: ANSWER_LIMIT_MS,
  });
}

function bodyOf<Body>(response: PipelineResponse): Body {
  const { status: statusCode, request: asked, bodyAsText } = response;
  if (statusCode !== 200) {
    const message = `Table Storage answered ${statusCode}${codeOf(response) ? ` ${codeOf(response)}` : ''}.`;
    throw new RestError(message, { statusCode, request: asked, response });
  }
  try {
    return JSON.parse(bodyAsText ?? '') as Body;
  } catch {
    throw new RestError('An answer of Table Storage was cut short.', { request: asked });
  }
}

/** As it is asked for again. Either key may be missing. */
function continuationOf({ headers }: PipelineResponse): string | undefined {
  const partition = headers.get('x-ms-continuation-nextpartitionkey');
  const row = headers.get('x-ms-continuation-nextrowkey');
  if (partition === undefined && row === undefined) return undefined;
  return new URLSearchParams({
    ...(partition === undefined ? {} : { NextPartitionKey: partition }),
    ...(row === undefined ? {} : { NextRowKey: row }),
  }).toString();
}
