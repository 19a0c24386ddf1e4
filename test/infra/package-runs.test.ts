// The package that a release publishes, built from these sources, unpacked, and run: it answers, tells which build it is,
// and lets nobody in without a token.
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { buildRollcall } from '../../build.ts';
import { packageFiles, sha256Of, zipOf } from '../../infra/package.ts';
import { type Host, startHost } from '../../local/host.ts';
import { ROOT, readJson, readText } from './deployment.ts';

const TOKEN = 'rollcall_the-token-of-the-package-test';
let scratch: string;
let host: Host;
let zip: Uint8Array;
const lines: string[] = [];

/** What a fresh clone would package. */
async function buildPackage(folder: string): Promise<Uint8Array> {
  await mkdir(folder);
  for (const name of ['package.json', 'host.json']) await copyFile(join(ROOT, name), join(folder, name));
  await buildRollcall(join(folder, 'dist', 'rollcall.cjs'));
  return zipOf(await packageFiles(folder));
}

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'rollcall-run-'));
  zip = await buildPackage(join(scratch, 'build'));
  const app = join(scratch, 'app');
  for (const [path, content] of Object.entries(unzipSync(zip))) {
    await mkdir(dirname(join(app, path)), { recursive: true });
    await writeFile(join(app, path), content);
  }
  process.env.ROLLCALL_TABLES = inject('tablesConnectionString');
  process.env.ROLLCALL_TABLE_NAME = `package${process.pid}`;
  process.env.ROLLCALL_TOKEN = TOKEN;
  host = await startHost({ folder: app, port: 0, log: (_, line) => lines.push(line) });
});
afterAll(async () => {
  await host?.stop();
  await rm(scratch, { recursive: true });
});

test('two builds of the same sources are the same package', async () => {
  expect(sha256Of(await buildPackage(join(scratch, 'again')))).toBe(sha256Of(zip));
});

test('the licenses of what was bundled, of both its files, go with it', () => {
  const licenses = Buffer.from(unzipSync(zip)['dist/licenses.txt'] ?? '').toString();
  const each = licenses.split(`\n${'-'.repeat(80)}\n\n`);
  for (const name of ['@azure/data-tables', '@azure/identity', 'jose', 'zod']) {
    const own = each.filter((text) => text.startsWith(`${name} `));
    expect(own, name).toEqual([expect.stringMatching(/^\S+ \d+\.\d+\.\d+ \(MIT\)\n\n.*Copyright \(c\)/s)]);
  }
});

test('its /health tells version and commit, so that a deployment can be compared with a release', async () => {
  const response = await fetch(`${host.url}/health`);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    version: readJson('package.json').version,
    commit: expect.stringMatching(/^([0-9a-f]{7,40}|unknown)$/),
  });
});

test('it serves SCIM to whoever has the token, and to nobody else', async () => {
  const users = `${host.url}/scim/v2/Users`;
  const refused = await fetch(users);
  expect(refused.status).toBe(401);
  const served = await fetch(users, { headers: { Authorization: `Bearer ${TOKEN}` } });
  expect(served.status).toBe(200);
  expect(served.headers.get('content-type')).toContain('application/scim+json');
  expect(await served.json()).toMatchObject({ totalResults: 0 });
});

test('what it logs has the fields that the workbook shows', async () => {
  const response = await fetch(`${host.url}/scim/v2/Users`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/scim+json' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'ada@example.com',
      active: 'True',
    }),
  });
  expect(response.status).toBe(201);

  const logged = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  const shown = new Set(readText('infra', 'workbook.json').match(/(?<=\bline\.)\w+/g));
  expect(shown.size).toBeGreaterThan(5);
  for (const field of shown)
    expect(
      logged.some((line) => line[field] !== undefined),
      field,
    ).toBe(true);
});
