// How an entity group transaction looks on the wire: a multipart body with one HTTP request for each row, and the answer to it.
// Written here, because @azure/data-tables 13.3.2 sends each row through a client pipeline of its own to build the body, which
// took about half of the CPU time of a request that adds twenty members (`npm run bench`), and because it always writes
// `If-Match: *` for a delete: a stale ETag would delete the row all the same. Beside that ETag the body is the SDK's, byte for
// byte; a test compares them.
// https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions
import { keyInAddress } from './rest.ts';
import type { Columns, RowAction } from './transaction.ts';

/** The request that stands for an action in the body. */
interface Verb {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers: string;
}

const UPDATE = 'Content-Type: application/json\r\nDataServiceVersion: 3.0\r\nAccept: application/json\r\n';
const VERBS: Readonly<Record<RowAction['do'], Verb>> = {
  insert: {
    method: 'POST',
    headers:
      'Content-Type: application/json;odata=nometadata\r\nAccept: application/json;odata=minimalmetadata\r\nDataServiceVersion: 3.0\r\nPrefer: return-no-content\r\n',
  },
  replace: { method: 'PUT', headers: UPDATE },
  merge: { method: 'PATCH', headers: UPDATE },
  upsert: { method: 'PATCH', headers: UPDATE },
  put: { method: 'PUT', headers: UPDATE },
  delete: {
    method: 'DELETE',
    headers: 'Accept: application/json;odata=minimalmetadata\r\nDataServiceVersion: 3.0\r\n',
  },
};

/** `boundary` sets the parts apart and must not occur in them. `address` is the table's: `https://{account}/{table}`. */
export function encodeBatch(
  address: string,
  partition: string,
  actions: readonly RowAction[],
  boundary: string,
): string {
  const partitionKey = keyInAddress(partition);
  let body = `--batch_${boundary}\r\ncontent-type: multipart/mixed; boundary=changeset_${boundary}\r\n\r\n\r\n`;
  for (const action of actions) {
    const { method, headers } = VERBS[action.do];
    const row =
      action.do === 'insert' ? '' : `(PartitionKey='${partitionKey}',RowKey='${keyInAddress(action.key)}')`;
    body += `--changeset_${boundary}\r\ncontent-type: application/http\r\ncontent-transfer-encoding: binary\r\n\r\n${method} ${address}${row} HTTP/1.1\r\n${headers}${conditionOf(action)}\r\n\r\n${contentOf(partition, action)}`;
  }
  return `${body}--changeset_${boundary}--\r\n--batch_${boundary}--\r\n`;
}

/** Merge and delete without an ETag need the row to be there, in any version; insert, upsert and put have no condition. */
function conditionOf(action: RowAction): string {
  switch (action.do) {
    case 'replace':
    case 'merge':
    case 'delete':
      return `If-Match: ${action.etag ?? '*'}\r\n`;
    default:
      return '';
  }
}

function contentOf(partition: string, action: RowAction): string {
  if (action.do === 'delete') return '';
  const columns: Columns = { PartitionKey: partition, RowKey: action.key, ...action.columns };
  return `${JSON.stringify(columns)}\r\n`;
}

export interface BatchFault {
  readonly status: number;
  readonly code: string | undefined;
  readonly message: string;
}

/** The new ETag of each row in order (none for a delete), or why nothing was written. */
export type BatchAnswer =
  | { readonly etags: readonly (string | undefined)[] }
  | { readonly fault: BatchFault };

/** Reads the answer to a batch. */
export function decodeBatch(status: number, body: string): BatchAnswer {
  if (status < 200 || status >= 300) return { fault: faultIn(status, body) };
  // The last piece is what follows the closing boundary.
  const parts = body.split('--changesetresponse_').slice(1, -1);
  const etags: (string | undefined)[] = [];
  for (const part of parts) {
    const partStatus = Number(/HTTP\/1\.1 (\d{3})/.exec(part)?.[1]);
    if (!(partStatus >= 200 && partStatus < 300)) {
      return { fault: faultIn(partStatus || 500, /\{.*\}/s.exec(part)?.[0] ?? '') };
    }
    etags.push(/^etag: (.*?)\s*$/im.exec(part)?.[1]);
  }
  return { etags };
}

function faultIn(status: number, body: string): BatchFault {
  try {
    const error = (JSON.parse(body) as { 'odata.error'?: ODataError })['odata.error'];
    return { status, code: error?.code, message: error?.message?.value ?? NO_REASON };
  } catch {
    return { status, code: undefined, message: NO_REASON };
  }
}

interface ODataError {
  readonly code?: string;
  readonly message?: { readonly value?: string };
}

const NO_REASON = 'Table Storage refused a transaction and gave no reason.';
