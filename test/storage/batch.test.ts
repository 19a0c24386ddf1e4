// The body of a transaction is the one that the Azure SDK sends, which is known to Azure; beside a delete's ETag.
import { type PipelinePolicy, RestError } from '@azure/core-rest-pipeline';
import { TableClient, type TransactionAction } from '@azure/data-tables';
import { expect, inject, test } from 'vitest';
import { decodeBatch, encodeBatch } from '../../src/storage/batch.ts';
import { openTable } from '../../src/storage/table.ts';
import { type RowAction, send } from '../../src/storage/transaction.ts';

const PARTITION = "tenant^0020o'neil";
const COLUMNS = { text: 'é "quoted"\r\n\u{1f600}', count: 3, share: 1.5, isSet: true, empty: '' };
const KEYS = ['u~7f', 'un~a.b@c^002bd', "it's", 'q~%41', 'g~1~a~2'];

const ACTIONS: readonly (readonly [RowAction, TransactionAction])[] = KEYS.flatMap((key) => {
  const entity = { partitionKey: PARTITION, rowKey: key, ...COLUMNS };
  return [
    [{ do: 'insert', key, columns: COLUMNS }, ['create', entity]],
    [
      { do: 'replace', key, columns: COLUMNS, etag: 'W/"x"' },
      ['update', entity, 'Replace', { etag: 'W/"x"' }],
    ],
    [{ do: 'merge', key, columns: COLUMNS, etag: 'W/"y"' }, ['update', entity, 'Merge', { etag: 'W/"y"' }]],
    [
      { do: 'merge', key, columns: {} },
      ['update', { partitionKey: PARTITION, rowKey: key }, 'Merge', { etag: '*' }],
    ],
    [{ do: 'upsert', key, columns: COLUMNS }, ['upsert', entity, 'Merge']],
    [{ do: 'put', key, columns: COLUMNS }, ['upsert', entity, 'Replace']],
    [{ do: 'delete', key }, ['delete', { partitionKey: PARTITION, rowKey: key }]],
  ] as const;
});

interface Sent {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Keeps what is sent and answers nothing. */
function recorder(): { policy: PipelinePolicy; sent: Sent[] } {
  const sent: Sent[] = [];
  return {
    sent,
    policy: {
      name: 'recorder',
      async sendRequest({ url, headers, body }) {
        sent.push({ url, headers: headers.toJSON(), body: String(body) });
        throw new RestError('Recorded.', { code: 'RECORDED' });
      },
    },
  };
}

/** Boundaries, dates, ids and signatures differ each time. */
function withoutChance({ url, headers, body }: Sent): Sent {
  const kept = Object.entries(headers).filter(
    ([name]) => !/^(x-ms-date|authorization|x-ms-client-request-id)$/.test(name),
  );
  const uuid = /[0-9a-f]{8}-[0-9a-f-]{27}/g;
  return {
    url,
    headers: Object.fromEntries(kept.map(([name, value]) => [name, value.replace(uuid, 'id')])),
    body: body.replace(uuid, 'id'),
  };
}

test('the request is the one that the SDK sends', async () => {
  const connectionString = inject('tablesConnectionString');
  const [sdk, own] = [recorder(), recorder()];
  const client = TableClient.fromConnectionString(connectionString, 'things', {
    allowInsecureConnection: true,
    retryOptions: { maxRetries: 0 },
    additionalPolicies: [{ policy: sdk.policy, position: 'perRetry' }],
  });
  await expect(client.submitTransaction(ACTIONS.map(([, theirs]) => theirs))).rejects.toThrow('Recorded.');
  const table = openTable({ connectionString }, 'things', { policies: [own.policy] });
  const outcome = await send(
    table,
    PARTITION,
    ACTIONS.map(([ours]) => ours),
  );
  expect(outcome.kind).toBe('unknown');
  const [theirs] = sdk.sent.map(withoutChance);
  const [ours] = own.sent.map(withoutChance);
  expect(ours?.body).toBe(theirs?.body);
  expect(ours?.url).toBe(theirs?.url);
  // `connection` is the HTTP client's to say.
  expect({ ...ours?.headers, connection: '' }).toEqual({ ...theirs?.headers, connection: '' });
});

test('a delete with an ETag is conditional', () => {
  const body = encodeBatch('http://t/things', 'p', [{ do: 'delete', key: 'k', etag: 'W/"z"' }], 'b');
  expect(body).toContain('If-Match: W/"z"\r\n');
  expect(body).not.toContain('If-Match: *');
});

const part = (text: string) => `--changesetresponse_1\r\nContent-Type: application/http\r\n\r\n${text}\r\n`;
const answer = (...parts: string[]) =>
  `--batchresponse_1\r\nContent-Type: multipart/mixed; boundary=changesetresponse_1\r\n\r\n${parts.map(part).join('')}--changesetresponse_1--\r\n--batchresponse_1--\r\n`;
const fault = (code: string, message: string) =>
  JSON.stringify({ 'odata.error': { code, message: { lang: 'en-US', value: message } } });

test.each([
  [
    'done, a delete without an ETag',
    202,
    answer('HTTP/1.1 204 No Content\r\nETag: W/"datetime\'1\'"\r\n', 'HTTP/1.1 204 No Content\r\n'),
    { etags: ['W/"datetime\'1\'"', undefined] },
  ],
  [
    'a part is refused',
    202,
    answer(
      `HTTP/1.1 409 Conflict\r\nContent-Type: application/json\r\n\r\n${fault('EntityAlreadyExists', '3:It exists.\nRequestId:1')}`,
    ),
    { fault: { status: 409, code: 'EntityAlreadyExists', message: '3:It exists.\nRequestId:1' } },
  ],
  [
    'a part fails without a reason',
    202,
    answer('HTTP/1.1 503 Busy\r\n'),
    { fault: { status: 503, code: undefined, message: expect.any(String) } },
  ],
  [
    'the whole is refused',
    400,
    fault('InvalidInput', 'No.'),
    { fault: { status: 400, code: 'InvalidInput', message: 'No.' } },
  ],
  [
    'a proxy answers',
    502,
    '<html>',
    { fault: { status: 502, code: undefined, message: expect.any(String) } },
  ],
])('an answer is read: %s', (_name, status, body, expected) => {
  expect(decodeBatch(status, body)).toEqual(expected);
});
