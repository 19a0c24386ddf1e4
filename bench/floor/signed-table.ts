// Table Storage with requests written and signed by hand (Shared Key Lite): what the wire itself costs, without any library.
// https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key
import { createHmac, randomUUID } from 'node:crypto';
import { createAgent, exchange } from '../http-exchange.ts';
import { type FloorAction, type FloorRow, type OpenFloorTable, PARTITION } from './storage.ts';

const VERSION = '2019-02-02';
const JSON_TYPE = 'application/json';

interface Answer {
  readonly status: number;
  readonly body: string;
}

export function openSignedTables(connectionString: string): OpenFloorTable {
  const part = (name: string) => new RegExp(`${name}=([^;]+)`).exec(connectionString)?.[1] ?? '';
  const account = part('AccountName');
  const key = Buffer.from(part('AccountKey'), 'base64');
  const endpoint = new URL(part('TableEndpoint'));
  const base = endpoint.pathname.replace(/\/$/, '');
  const agent = createAgent();

  async function send(
    method: string,
    path: string,
    query: string,
    body?: string,
    contentType = JSON_TYPE,
  ): Promise<Answer> {
    const date = new Date().toUTCString();
    const signature = createHmac('sha256', key).update(`${date}\n/${account}${base}${path}`).digest('base64');
    const type =
      body === undefined ? {} : { 'content-type': contentType, 'content-length': Buffer.byteLength(body) };
    const { status, bytes } = await exchange(
      {
        agent,
        host: endpoint.hostname,
        port: endpoint.port,
        method,
        path: `${base}${path}${query}`,
        headers: {
          authorization: `SharedKeyLite ${account}:${signature}`,
          'x-ms-date': date,
          'x-ms-version': VERSION,
          accept: `${JSON_TYPE};odata=nometadata`,
          ...type,
        },
      },
      body,
    );
    return { status, body: bytes.toString() };
  }

  return (tableName) => ({
    async create() {
      expectStatus(await send('POST', '/Tables', '', JSON.stringify({ TableName: tableName })), [201, 204]);
    },
    async get(rowKey) {
      const answer = await send('GET', entityPath(tableName, rowKey), '');
      if (answer.status === 404) return undefined;
      return rowOf(JSON.parse(expectStatus(answer, [200])));
    },
    async range(from, before, rows) {
      const filter = `PartitionKey eq '${PARTITION}' and RowKey ge '${from}' and RowKey lt '${before}'`;
      const query = `?$top=${rows}&$filter=${encodeURIComponent(filter)}`;
      const body = expectStatus(await send('GET', `/${tableName}()`, query), [200]);
      return (JSON.parse(body) as { value: Entity[] }).value.map(rowOf);
    },
    async write(actions) {
      const boundary = `batch_${randomUUID()}`;
      const body = batchOf(actions, boundary, `${endpoint.origin}${base}/${tableName}`);
      const type = `multipart/mixed; boundary=${boundary}`;
      const answer = expectStatus(await send('POST', '/$batch', '', body, type), [202]);
      if (/HTTP\/1\.1 [45]/.test(answer)) throw new Error(`A transaction was refused: ${answer}`);
      return [...answer.matchAll(/^etag: (.*)\r?$/gim)].map(([, etag]) => etag?.trim() ?? '');
    },
  });
}

interface Entity extends Record<string, unknown> {
  readonly RowKey: string;
  readonly 'odata.etag'?: string;
  /** RFC 3339; the ETag is made of it. */
  readonly Timestamp: string;
}

function rowOf({ RowKey, 'odata.etag': etag, Timestamp, ...columns }: Entity): FloorRow {
  return {
    key: RowKey,
    etag: etag ?? `W/"datetime'${encodeURIComponent(Timestamp)}'"`,
    columns,
  };
}

function entityPath(tableName: string, rowKey: string): string {
  return `/${tableName}(PartitionKey='${PARTITION}',RowKey='${encodeURIComponent(rowKey)}')`;
}

function batchOf(actions: readonly FloorAction[], boundary: string, address: string): string {
  const changes = `changeset_${boundary}`;
  const parts = actions.map(({ do: verb, key, columns, etag }) => {
    const row = `(PartitionKey='${PARTITION}',RowKey='${encodeURIComponent(key)}')`;
    const [method, target] =
      verb === 'insert' ? ['POST', ''] : verb === 'merge' ? ['MERGE', row] : ['PUT', row];
    const condition = verb === 'merge' || verb === 'replace' ? `If-Match: ${etag ?? '*'}\r\n` : '';
    return `--${changes}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n${method} ${address}${target} HTTP/1.1\r\nAccept: ${JSON_TYPE};odata=nometadata\r\nContent-Type: ${JSON_TYPE}\r\nPrefer: return-no-content\r\nDataServiceVersion: 3.0\r\n${condition}\r\n${JSON.stringify({ PartitionKey: PARTITION, RowKey: key, ...columns })}\r\n`;
  });
  return `--${boundary}\r\nContent-Type: multipart/mixed; boundary=${changes}\r\n\r\n${parts.join('')}--${changes}--\r\n--${boundary}--\r\n`;
}

function expectStatus({ status, body }: Answer, statuses: readonly number[]): string {
  if (!statuses.includes(status)) throw new Error(`Table Storage answered ${status}: ${body}`);
  return body;
}
