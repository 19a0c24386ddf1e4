// The link to the console: `npm start` prints one that opens it, once, and `npm run console` prints another.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const LOCAL = join(import.meta.dirname, '../../local');

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'rollcall-link-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

function environment(settings: Record<string, string> = {}) {
  return { PATH: process.env.PATH, ...settings };
}

const newLink = (cwd: string, settings: Record<string, string> = {}) =>
  promisify(execFile)(process.execPath, [join(LOCAL, 'console-link.ts')], {
    cwd,
    env: environment(settings),
  });

async function enter(link: string): Promise<number> {
  const { origin, hash } = new URL(link.trim());
  const response = await fetch(`${origin}/console/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ticket: hash.replace('#ticket=', '') }),
  });
  return response.status;
}

test('the link that npm start prints opens the console once; npm run console prints another that does', async () => {
  const cwd = await folder();
  const started = spawn(process.execPath, [join(LOCAL, 'start.ts')], {
    cwd,
    env: environment({ PORT: '0' }),
  });
  onTestFinished(async () => {
    const ended = new Promise((resolve) => started.once('close', resolve));
    started.kill('SIGTERM');
    await ended;
  });
  let output = '';
  started.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  await expect.poll(() => output, { timeout: 25_000 }).toMatch(/curl /);
  const link = /Console +(\S+)/.exec(output)?.[1] ?? '';
  expect(await enter(link)).toBe(201);
  expect(await enter(link)).toBe(401);
  const { stdout } = await newLink(cwd, { PORT: new URL(link).port });
  expect(stdout).not.toContain(link);
  expect(await enter(stdout)).toBe(201);
});

test('where nothing was started yet it says what to do', async () => {
  const outcome = await newLink(await folder()).catch((error: { code: number; stderr: string }) => error);
  expect(outcome).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^\S+seal is not there: run npm start first/),
  });
});
