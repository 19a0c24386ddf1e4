// What a function gets of a request: the development host hands it over as the Functions host does.
import { expect, test } from 'vitest';
import { runFunctionsApp } from '../support/functions-app.ts';
import { sendRaw } from '../support/raw-http.ts';

const ECHO = `
app.http('echo', {
  route: '{*rest}',
  methods: ['GET', 'POST', 'HEAD'],
  handler: async (request) => ({
    jsonBody: {
      url: request.url,
      query: Object.fromEntries(request.query),
      headers: Object.fromEntries(request.headers),
      body: await request.text(),
    },
  }),
});`;

async function echoed(port: number, head: readonly string[], body?: string) {
  const response = await sendRaw(port, head, body);
  return JSON.parse(response.body) as {
    url: string;
    query: Record<string, string>;
    headers: Record<string, string>;
    body: string;
  };
}

test('repeated query keys are joined with a comma, keys that differ in case are one, the URL keeps them apart', async () => {
  const { port } = await runFunctionsApp(ECHO);
  const got = await echoed(port, ['GET /x?f=1&F=2&g=&f=a%20b+c HTTP/1.1']);
  expect(got.query).toEqual({ f: '1,2,a b c', g: '' });
  expect(got.url).toBe('http://localhost/x?f=1&F=2&g=&f=a%20b+c');
});

test('repeated headers are joined with a comma, names are in lower case, empty values are kept', async () => {
  const { port } = await runFunctionsApp(ECHO);
  const { headers } = await echoed(port, ['GET /x HTTP/1.1', 'If-Match: "1"', 'IF-MATCH: "2"', 'X-Empty:']);
  expect(headers).toMatchObject({ 'if-match': '"1","2"', 'x-empty': '' });
});

test('the URL is built anew from the decoded path', async () => {
  const { port } = await runFunctionsApp(ECHO);
  const { url } = await echoed(port, ['GET /%55sers/a%20b/%C3%A9/c%2Fd/%41%25?x=%41 HTTP/1.1']);
  expect(url).toBe('http://localhost/Users/a%20b/%C3%A9/c%2Fd/A%25?x=%41');
});

test('a body with a Content-Length arrives', async () => {
  const { port } = await runFunctionsApp(ECHO);
  const { body } = await echoed(port, ['POST /x HTTP/1.1', 'Content-Length: 6'], 'h\xc3\xa9llo');
  expect(body).toBe('héllo');
});

test('a chunked body arrives empty', async () => {
  const { port } = await runFunctionsApp(ECHO);
  const chunks = '5\r\nhello\r\n0\r\n\r\n';
  const { body, headers } = await echoed(port, ['POST /x HTTP/1.1', 'Transfer-Encoding: chunked'], chunks);
  expect(body).toBe('');
  expect(headers['transfer-encoding']).toBe('chunked');
});

test('a body beyond 104,857,600 bytes is 413 before the function', async () => {
  const { port } = await runFunctionsApp(ECHO);
  const response = await sendRaw(port, ['POST /x HTTP/1.1', 'Content-Length: 104857601']);
  expect(response).toMatchObject({ status: 413, body: '' });
});

test('the limit is a setting, and holds for a chunked body too', async () => {
  const { port } = await runFunctionsApp(ECHO);
  process.env.FUNCTIONS_REQUEST_BODY_SIZE_LIMIT = '4';
  try {
    const whole = await sendRaw(port, ['POST /x HTTP/1.1', 'Content-Length: 5'], 'hello');
    const chunked = await sendRaw(
      port,
      ['POST /x HTTP/1.1', 'Transfer-Encoding: chunked'],
      '5\r\nhello\r\n0\r\n\r\n',
    );
    const fitting = await echoed(port, ['POST /x HTTP/1.1', 'Content-Length: 4'], 'hell');
    expect([whole.status, chunked.status, fitting.body]).toEqual([413, 413, 'hell']);
  } finally {
    delete process.env.FUNCTIONS_REQUEST_BODY_SIZE_LIMIT;
  }
});

test('the body of a GET is dropped', async () => {
  const { port } = await runFunctionsApp(ECHO);
  const { body } = await echoed(port, ['GET /x HTTP/1.1', 'Content-Length: 5'], 'hello');
  expect(body).toBe('');
});
