// `npm start` as a person meets it: what it prints, what it keeps, how it ends, and one clear sentence when it cannot run.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest';

const PROJECT = join(import.meta.dirname, '../..');
const START = join(PROJECT, 'local/start.ts');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-start-'));
});
afterEach(() => rm(folder, { recursive: true }));

interface Run {
  readonly process: ChildProcess;
  readonly output: () => string;
  /** Exit code or signal. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

/** Runs the start script in `folder`, with only these settings. */
function run(settings: Record<string, string> = {}): Run {
  return runCommand([process.execPath, START], folder, settings);
}

function runCommand([command = '', ...args]: string[], cwd: string, settings: Record<string, string>): Run {
  const child = spawn(command, args, {
    cwd,
    env: { PATH: process.env.PATH, PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return { process: child, output: () => output, ended };
}

async function announced(started: Run): Promise<{ scimUrl: string; token: string }> {
  await expect.poll(started.output, { timeout: 25_000 }).toMatch(/curl /);
  const [, scimUrl = ''] = /SCIM URL +(\S+)/.exec(started.output()) ?? [];
  const [, token = ''] = /Token +(\S+)/.exec(started.output()) ?? [];
  return { scimUrl, token };
}

async function processes(): Promise<{ pid: number; parent: number; command: string }[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,args=']);
  return stdout.split('\n').map((line) => {
    const [, pid, parent, command = ''] = /^ *(\d+) +(\d+) +(.*)$/.exec(line) ?? [];
    return { pid: Number(pid), parent: Number(parent), command };
  });
}

/** The Azurites that keep their data in this test's folder. */
async function azurites(): Promise<string[]> {
  return (await processes())
    .map(({ command }) => command)
    .filter((command) => command.includes('azurite') && command.includes(folder));
}

function users(at: { scimUrl: string; token: string }, init: RequestInit = {}) {
  return fetch(`${at.scimUrl}/Users`, {
    ...init,
    headers: { authorization: `Bearer ${at.token}`, 'content-type': 'application/scim+json' },
  });
}

const USER = JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'bjensen' });

test('prints a SCIM URL, a token and a curl line, all three of which work; takes PORT and ROLLCALL_TOKEN as given', async () => {
  const port = await freePort();
  const started = run({ ROLLCALL_DATA: 'memory', PORT: String(port), ROLLCALL_TOKEN: 'chosen' });
  const at = await announced(started);
  expect(at).toEqual({ scimUrl: `http://localhost:${port}/scim/v2`, token: 'chosen' });
  expect((await users(at)).status).toBe(200);
  const [line = ''] = /curl .*/.exec(started.output()) ?? [];
  const curl = spawn('sh', ['-c', `${line} -s -o /dev/null -w '%{http_code}'`]);
  const status = await new Promise((resolve) =>
    curl.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
  );
  expect(status).toBe('200');
});

test.each(['SIGTERM', 'SIGHUP'] as const)(
  '%s ends it with code 0 and leaves no process; memory leaves no file',
  async (signal) => {
    const started = run({ ROLLCALL_DATA: 'memory' });
    const { token } = await announced(started);
    expect(token).toMatch(/^rollcall_[A-Za-z0-9_-]{43}$/);
    const pid = started.process.pid ?? 0;
    const children = (await processes()).filter(({ parent }) => parent === pid);
    expect(children).toHaveLength(1);
    started.process.kill(signal);
    expect(await started.ended).toBe(0);
    const left = (await processes()).map((one) => one.pid);
    expect(children.filter((child) => left.includes(child.pid))).toEqual([]);
    await expect(stat(join(folder, '.data'))).rejects.toThrow('ENOENT');
  },
);

test('SIGTERM to npm, which does not pass it on, ends the service all the same', async () => {
  const started = runCommand(['npm', 'start'], PROJECT, {
    ROLLCALL_DATA: 'memory',
    ROLLCALL_TOKEN: 'by-npm',
  });
  const at = await announced(started);
  started.process.kill('SIGTERM');
  await expect
    .poll(
      () =>
        users(at).then(
          () => 'runs',
          () => 'ended',
        ),
      { timeout: 10_000 },
    )
    .toBe('ended');
});

describe('the data', () => {
  test('has one owner, and is there after Ctrl-C and a restart, with the same token', async () => {
    const first = run();
    const at = await announced(first);
    expect((await users(at, { method: 'POST', body: USER })).status).toBe(201);
    for (const name of ['token', 'seal']) {
      expect((await stat(join(folder, '.data', name))).mode & 0o777).toBe(0o600);
    }
    const second = run();
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(
      /^Rollcall cannot run: .* is in use by the process \d+\. Stop that one first\.\n$/,
    );

    first.process.kill('SIGINT');
    expect(await first.ended).toBe(0);
    expect(await azurites()).toEqual([]);
    const again = await announced(run());
    expect(again.token).toBe(at.token);
    expect(await (await users(again)).json()).toMatchObject({ totalResults: 1 });
  });

  test('is there after the service was killed: Azurite notices, saves and ends', async () => {
    const first = run();
    const at = await announced(first);
    await users(at, { method: 'POST', body: USER });
    expect(await azurites()).toHaveLength(1);
    first.process.kill('SIGKILL');
    await expect.poll(azurites, { timeout: 10_000 }).toEqual([]);

    const again = await announced(run());
    expect(await (await users(again)).json()).toMatchObject({ totalResults: 1 });
  });
});

describe('what prevents a run is told in one sentence, with a code that is not 0, and leaves no process', () => {
  const unreachable =
    'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=c2VjcmV0;TableEndpoint=http://127.0.0.1:1/a;';

  test.each<[string, Record<string, string>, RegExp]>([
    ['a port that is none', { PORT: 'http' }, /PORT must be a number from 0 to 65535; it is "http"/],
    [
      'ROLLCALL_DATA of another word',
      { ROLLCALL_DATA: 'ram' },
      /ROLLCALL_DATA must be disk or memory; it is "ram"/,
    ],
    ['a setting that is wrong', { ROLLCALL_TABLE_NAME: 'x' }, /ROLLCALL_TABLE_NAME must be/],
    [
      'a table service that does not answer',
      { ROLLCALL_TABLES: unreachable },
      /table service .* does not answer/,
    ],
  ])('%s', async (_, settings, sentence) => {
    const started = run(settings);
    expect(await started.ended).toBe(1);
    expect(started.output()).toMatch(sentence);
    expect(started.output().trim().split('\n')).toHaveLength(1);
    expect(await azurites()).toEqual([]);
  });

  test('a table service that refuses the key', async () => {
    const ROLLCALL_TABLES = inject('tablesConnectionString').replace(
      /AccountKey=[^;]+/,
      'AccountKey=d3Jvbmcga2V5',
    );
    const started = run({ ROLLCALL_TABLES });
    expect(await started.ended).toBe(1);
    expect(started.output()).toMatch(/^Rollcall cannot run: The table service .* refuses\.\n$/);
  });

  test('a port in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => {
      server.close();
    });
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const started = run({ ROLLCALL_DATA: 'memory', PORT: String(port) });
    expect(await started.ended).toBe(1);
    expect(started.output()).toBe(
      `Rollcall cannot run: port ${port} is in use. Stop what uses it, or choose another, such as PORT=7072.\n`,
    );
    expect(await azurites()).toEqual([]);
  });
});

test('another table service is used where ROLLCALL_TABLES names one, and no Azurite started', async () => {
  const tableName = `t${crypto.randomUUID().replaceAll('-', '')}`;
  const settings = { ROLLCALL_TABLES: inject('tablesConnectionString'), ROLLCALL_TABLE_NAME: tableName };
  const at = await announced(run(settings));
  expect((await users(at, { method: 'POST', body: USER })).status).toBe(201);
  expect(await azurites()).toEqual([]);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
