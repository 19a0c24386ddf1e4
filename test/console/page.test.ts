// The page as a browser gets it: a nonce of its own in every answer, nothing from anywhere else, files that are kept for a year,
// and a clear word where the page is not part of the build.
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Host, startHost } from '../../local/host.ts';
import { sendRaw } from '../support/raw-http.ts';

const INDEX =
  '<!doctype html><meta property="csp-nonce" nonce="{{nonce}}"><script type="module" src="/console/assets/index-AbC1.js" nonce="{{nonce}}"></script>';
const SCRIPT = `console.log(${JSON.stringify('x'.repeat(5_000))});`;

let folder: string;
let host: Host;

/** The bundle of the run with files of a page beside it. */
async function appWith(files: Readonly<Record<string, string>>): Promise<string> {
  const bundle = inject('bundle');
  if ('problem' in bundle) throw new Error(bundle.problem);
  const app = await mkdtemp(join(tmpdir(), 'rollcall-page-'));
  await mkdir(join(app, 'dist/console/assets'), { recursive: true });
  for (const name of ['host.json', 'package.json', 'dist/rollcall.cjs']) {
    await copyFile(join(bundle.folder, name), join(app, name));
  }
  for (const [name, content] of Object.entries(files))
    await writeFile(join(app, 'dist/console', name), content);
  await writeFile(join(app, 'dist/secret.txt'), 'not of the page');
  return app;
}

async function start(app: string, settings: Readonly<Record<string, string>> = {}): Promise<Host> {
  Object.assign(process.env, {
    ROLLCALL_TABLES: inject('tablesConnectionString'),
    ROLLCALL_TOKEN: 'a-token',
    ...settings,
  });
  const started = await startHost({ folder: app, port: 0, log: () => undefined });
  await fetch(`${started.url}/health`);
  for (const name of Object.keys(settings)) delete process.env[name];
  return started;
}

beforeAll(async () => {
  folder = await appWith({
    'index.html': INDEX,
    'assets/index-AbC1.js': SCRIPT,
    'assets/logo-DeF2.svg': '<svg/>',
    'robots.txt': 'none',
  });
  host = await start(folder);
});
afterAll(async () => {
  await host.stop();
  await rm(folder, { recursive: true });
});

const get = (path: string, init?: RequestInit) => fetch(`${host.url}${path}`, init);

/** Rules of a Content-Security-Policy by their name. */
function policyOf(response: Response): Readonly<Record<string, string>> {
  const rules = (response.headers.get('content-security-policy') ?? '').split('; ');
  return Object.fromEntries(rules.map((rule) => rule.split(/ (.*)/s, 2) as [string, string]));
}

describe('the page', () => {
  test.each(['/console', '/console/'])(
    '%s has a nonce that is new each time, in the policy and in the HTML',
    async (path) => {
      const nonces = new Set<string>();
      for (let time = 0; time < 3; time += 1) {
        const response = await get(path);
        expect(response.status).toBe(200);
        const nonce = /'nonce-([\w+/=]{24})'/.exec(policyOf(response)['script-src'] ?? '')?.[1] ?? '';
        const html = await response.text();
        expect(html).toBe(INDEX.replaceAll('{{nonce}}', nonce));
        nonces.add(nonce);
      }
      expect(nonces.size).toBe(3);
    },
  );

  test('allows nothing from elsewhere, nothing inline, and no frames', async () => {
    const response = await get('/console');
    const policy = policyOf(response);
    const nonce = policy['script-src']?.replace("'self' ", '');
    expect(policy).toEqual({
      'default-src': "'none'",
      'script-src': `'self' ${nonce}`,
      'style-src': `'self' ${nonce}`,
      'img-src': "'self' data:",
      'font-src': "'self'",
      'connect-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
      'frame-src': "'none'",
      'object-src': "'none'",
    });
    expect(JSON.stringify(policy)).not.toMatch(/unsafe|\*|http/);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });

  test('in Azure may ask the sign-in address of Entra, and nothing else', async () => {
    const other = await start(folder, {
      ROLLCALL_ENTRA_TENANT_ID: '11111111-1111-4111-8111-111111111111',
      ROLLCALL_ENTRA_APPLICATION_ID: '22222222-2222-4222-8222-222222222222',
    });
    const policy = policyOf(await fetch(`${other.url}/console`));
    expect(policy['connect-src']).toBe("'self' https://login.microsoftonline.com");
    expect(policy['frame-src']).toBe("'none'");
    await other.stop();
  });
});

describe('its files', () => {
  test('whose names hold a hash are kept for a year and never asked for again', async () => {
    const response = await get('/console/assets/index-AbC1.js', {
      headers: { 'accept-encoding': 'identity' },
    });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(SCRIPT);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
    });
    expect((await get('/console/assets/logo-DeF2.svg')).headers.get('content-type')).toBe('image/svg+xml');
  });

  test('go compressed to whoever takes that', async () => {
    const { body, headers } = await sendRawBytes('/console/assets/index-AbC1.js', 'gzip, br');
    expect(headers).toContain('content-encoding: gzip');
    expect(gunzipSync(body).toString()).toBe(SCRIPT);
    expect(body.byteLength).toBeLessThan(SCRIPT.length / 10);
  });

  test('without a hash are kept for an hour', async () => {
    const response = await get('/console/robots.txt');
    expect(response.headers.get('cache-control')).toBe('public, max-age=3600');
  });

  test('HEAD tells the length and sends nothing', async () => {
    const response = await get('/console/assets/logo-DeF2.svg', { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe('6');
    expect(await response.text()).toBe('');
  });

  test.each([
    '/console/assets/missing-1.js',
    '/console/assets/../secret.txt',
    '/console/assets/..%2f..%2fsecret.txt',
    '/console/assets/%2e%2e/%2e%2e/secret.txt',
    '/console/..%5csecret.txt',
    '/console/../secret.txt',
    '/console/secret.txt',
    '/console/index.html',
    '/console/assets',
    '/console/assets/',
    '/console/somewhere/else',
  ])('%s is none of them: 404, and nobody remembers that', async (path) => {
    const response = await sendRaw(host.port, [`GET ${path} HTTP/1.1`]);
    expect(response.status).toBe(404);
    expect(response.body).not.toContain('not of the page');
    expect(response.headers['cache-control'] ?? 'no-store').toBe('no-store');
  });

  test('cannot be written', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const response = await get('/console', { method });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('GET, HEAD');
    }
  });
});

test('a build without the page says so, with the same policy, and serves all else', async () => {
  const bare = await appWith({});
  const other = await start(bare);
  const response = await fetch(`${other.url}/console`);
  expect(response.status).toBe(503);
  expect(await response.text()).toContain('npm run build');
  expect(policyOf(response)['default-src']).toBe("'none'");
  expect((await fetch(`${other.url}/console/api/sign-in`)).status).toBe(200);
  expect((await fetch(`${other.url}/health`)).status).toBe(200);
  await other.stop();
  await rm(bare, { recursive: true });
});

/** `fetch` unpacks what is compressed. */
async function sendRawBytes(path: string, encodings: string): Promise<{ headers: string; body: Buffer }> {
  const { connect } = await import('node:net');
  const socket = connect(host.port, '127.0.0.1');
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept-Encoding: ${encodings}\r\n\r\n`,
  );
  const chunks: Buffer[] = [];
  for await (const chunk of socket as AsyncIterable<Buffer>) chunks.push(chunk);
  const all = Buffer.concat(chunks);
  const end = all.indexOf('\r\n\r\n');
  return { headers: all.subarray(0, end).toString().toLowerCase(), body: all.subarray(end + 4) };
}
