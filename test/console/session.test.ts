// Into the console of a laptop: a link that opens once, a cookie that no script and no other site can use, and nothing of it
// anywhere but on the machine itself.
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mintTicket } from '../../src/identity/console-session.ts';
import { type ConsoleApi, consoleApi, SEAL, sessionHeaders } from '../support/console-api.ts';
import { sendRaw } from '../support/raw-http.ts';
import { startService, type TestService } from '../support/service.ts';

const HOUR = 3_600_000;
let service: TestService;
let nobody: ConsoleApi;

beforeAll(async () => {
  service = await startService({ settings: { ROLLCALL_SEAL: SEAL } });
  nobody = consoleApi(service, {});
});
afterAll(() => service.stop());

const enter = (ticket: unknown) => nobody.request('POST', 'session', { ticket });

describe('a ticket', () => {
  test('opens one session, once', async () => {
    const ticket = mintTicket(SEAL, Date.now());
    const [first, second] = await Promise.all([enter(ticket), enter(ticket)]);
    expect([first.status, second.status].sort()).toEqual([201, 401]);
    const again = await enter(ticket);
    expect(again.status).toBe(401);
    expect(again.body).toMatchObject({
      code: 'unauthorized',
      detail: expect.stringContaining('npm run console'),
    });
  });

  test.each<[string, () => unknown]>([
    ['none', () => undefined],
    ['no text', () => 7],
    ['made up', () => 'abcdefgh.AAAA'],
    ['of another seal', () => mintTicket(`another ${SEAL}`, Date.now())],
    ['older than an hour', () => mintTicket(SEAL, Date.now() - HOUR - 1_000)],
    [
      'of an earlier run of the service',
      () => mintTicket(SEAL, Date.now() - process.uptime() * 1_000 - 5_000),
    ],
  ])('that is %s opens nothing', async (_, ticket) => {
    const { status, headers } = await enter(ticket());
    expect(status).toBe(401);
    expect(headers.get('set-cookie')).toBeNull();
  });

  test('opens nothing where the Host is not this machine', async () => {
    const head = ['POST /console/api/session HTTP/1.1', 'Content-Type: application/json'];
    const body = JSON.stringify({ ticket: mintTicket(SEAL, Date.now()) });
    const refused = await ask('rollcall.attacker.example', head, body);
    expect(refused.status).toBe(404);
    expect(refused.text.toLowerCase()).not.toContain('set-cookie');
    expect((await ask('localhost', head, body)).status).toBe(201);
  });
});

/** With a Host header of one's choice, which `fetch` does not send. */
async function ask(host: string, head: readonly string[], body = '') {
  const { hostname, port } = new URL(service.url);
  const socket = connect(Number(port), hostname);
  const [requestLine, ...headers] = head;
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  socket.write(
    [requestLine, `Host: ${host}`, 'Connection: close', length, ...headers, '', body].join('\r\n'),
  );
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return { status: Number(text.split(' ')[1]), text };
}

describe('the cookie', () => {
  test('is for no script, no other site and no other address, and lives for twelve hours', async () => {
    const { headers } = await enter(mintTicket(SEAL, Date.now()));
    const cookie = headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(
      /^rollcall_session=[\w.-]+; Path=\/console; HttpOnly; SameSite=Strict; Max-Age=43200$/,
    );
  });

  test('lets its bearer read, and says who that is', async () => {
    const { cookie } = await sessionHeaders(service);
    expect(await consoleApi(service, { cookie }).read('me')).toMatchObject({
      name: 'This machine',
      directory: 'default',
      scopes: ['read', 'manage'],
      csrf: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  test.each([
    ['made up', 'rollcall_session=abcdefgh.AAAA'],
    ['empty', 'rollcall_session='],
    ['of another name', 'session=1'],
  ])('that is %s is none', async (_, cookie) => {
    expect((await consoleApi(service, { cookie }).request('GET', 'me')).status).toBe(401);
  });

  test('is worth nothing where the Host is not this machine', async () => {
    const { cookie } = await sessionHeaders(service);
    const me = ['GET /console/api/me HTTP/1.1', `Cookie: ${cookie}`];
    expect((await ask('127.0.0.1:80', me)).status).toBe(200);
    expect((await ask('rollcall.attacker.example', me)).status).toBe(401);
  });

  test('is no ticket, and a ticket no cookie', async () => {
    const { cookie } = await sessionHeaders(service);
    expect((await enter(cookie.split('=')[1])).status).toBe(401);
    const ticket = mintTicket(SEAL, Date.now());
    expect(
      (await consoleApi(service, { cookie: `rollcall_session=${ticket}` }).request('GET', 'me')).status,
    ).toBe(401);
  });

  test('opens neither SCIM nor the access API', async () => {
    const { cookie } = await sessionHeaders(service);
    for (const path of ['/scim/v2/Users', '/access/v1/users']) {
      expect((await fetch(`${service.url}${path}`, { headers: { cookie } })).status).toBe(401);
    }
  });

  test('is taken away by signing out', async () => {
    const { headers, status } = await nobody.request('DELETE', 'session');
    expect(status).toBe(204);
    expect(headers.get('set-cookie')).toBe(
      'rollcall_session=; Path=/console; HttpOnly; SameSite=Strict; Max-Age=0',
    );
  });
});

describe('a change', () => {
  const change = { group_name: 'Sales', workspace: 'Sales', role: 'member' };
  const mapping = (headers: Record<string, string>, more: Record<string, string> = {}) =>
    consoleApi(service, headers).request('POST', 'mappings', change, more);

  test('needs what only our own page knows', async () => {
    const { cookie, ...csrf } = await sessionHeaders(service);
    const other = await sessionHeaders(service);
    for (const headers of [
      { cookie },
      { cookie, 'x-rollcall-csrf': '' },
      { cookie, 'x-rollcall-csrf': `${csrf['x-rollcall-csrf']}x` },
      { cookie, 'x-rollcall-csrf': other['x-rollcall-csrf'] },
    ]) {
      const { status, body } = await mapping(headers);
      expect(status).toBe(403);
      expect(body.detail).toContain('x-rollcall-csrf');
    }
    expect((await mapping({ cookie, ...csrf })).status).toBe(201);
  });

  test.each([
    ['another origin', { origin: 'https://attacker.example' }],
    ['another port of this machine', { origin: 'http://localhost:1' }],
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling site, as the browser says', { 'sec-fetch-site': 'same-site' }],
  ])('that comes from %s is refused, whatever it knows', async (_, more) => {
    expect((await mapping(await sessionHeaders(service), more)).status).toBe(403);
  });

  test('from our own page is accepted', async () => {
    const more = { origin: service.url, 'sec-fetch-site': 'same-origin' };
    expect((await mapping(await sessionHeaders(service), more)).status).toBe(200);
  });

  test('by a bearer token needs none of it, since no other site makes a browser send one', async () => {
    expect((await mapping({ authorization: `Bearer ${service.token}` })).status).toBe(200);
  });

  test('by a bearer token is judged by the token, also where a cookie comes with it', async () => {
    const headers = {
      ...(await sessionHeaders(service)),
      authorization: 'Bearer a-wrong-token-of-some-length',
    };
    expect((await mapping(headers)).status).toBe(401);
  });
});

test('sign-in says how, to anybody', async () => {
  expect(await nobody.read('sign-in')).toEqual({ method: 'ticket' });
});

test('what lets people in answers other methods with 405, and a body that is none with a problem', async () => {
  expect((await nobody.request('PUT', 'session', {})).status).toBe(405);
  expect((await nobody.request('POST', 'sign-in', {})).status).toBe(405);
  expect((await nobody.request('POST', 'session', '{')).body).toMatchObject({
    status: 400,
    code: 'invalid_syntax',
  });
  expect(
    (await sendRaw(Number(new URL(service.url).port), ['POST /console/api/session HTTP/1.1'])).status,
  ).toBe(400);
});
