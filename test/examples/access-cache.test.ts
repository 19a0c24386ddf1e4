// The example of docs/access.md, run as it stands: it answers from its own cache, and goes on where it was after a restart of
// either side.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDirectoryStore, createWriter } from '../../src/storage/directory.ts';
import { openTable } from '../../src/storage/table.ts';
import { ask } from '../support/access.ts';
import { create, groupBody, patchBody, userBody } from '../support/scim.ts';
import { startService, type TestService } from '../support/service.ts';

const EXAMPLE = join(import.meta.dirname, '../../examples/access-cache/access-cache.mjs');
const SETTINGS = { ROLLCALL_SEAL: 'the-same-seal-after-each-restart-of-it' };

let service: TestService | undefined;
let folder: string;
let door: Server;
let example: ChildProcess | undefined;
let port: number;
/** Paths that the example asked Rollcall for. */
const asked: string[] = [];

/** The address of Rollcall that stays, whatever is restarted behind it. */
function openDoor(): Server {
  return createServer(async ({ url = '', headers }, response) => {
    asked.push(url);
    const authorization = headers.authorization ?? '';
    const answer = await fetch(`${service?.url}${url}`, { headers: { authorization } }).catch(
      () => undefined,
    );
    response.writeHead(answer?.status ?? 502).end(await answer?.text());
  });
}

async function listen(server: Server, at = 0): Promise<number> {
  server.listen(at, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function startExample(): Promise<void> {
  asked.length = 0;
  example = spawn(process.execPath, [EXAMPLE], {
    env: {
      ...process.env,
      ROLLCALL_URL: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
      ROLLCALL_TOKEN: service?.token,
      CACHE_FILE: join(folder, 'cache.json'),
      POLL_MS: '30',
      PORT: String(port),
    },
    stdio: 'ignore',
  });
  await expect.poll(() => answerOf('nobody', 'nowhere', 'member'), { timeout: 20_000 }).toBe(false);
}

async function stopExample(): Promise<void> {
  if (example === undefined || example.exitCode !== null) return;
  const exited = once(example, 'exit');
  example.kill('SIGKILL');
  await exited;
}

async function answerOf(user: string, workspace: string, role: string): Promise<unknown> {
  const query = new URLSearchParams({ user, workspace, role });
  const response = await fetch(`http://127.0.0.1:${port}/?${query}`).catch(() => undefined);
  return response?.status === 200
    ? ((await response.json()) as { allowed: boolean }).allowed
    : response?.status;
}
const soon = (user: string, workspace: string, role = 'member') =>
  expect.poll(() => answerOf(user, workspace, role), { timeout: 10_000, interval: 20 });

const running = (): TestService => {
  if (service === undefined) throw new Error('The service does not run.');
  return service;
};
const patch = (path: string, operation: Record<string, unknown>) =>
  running().request('PATCH', path, patchBody(operation));
const slugOf = async (name: string): Promise<string> =>
  (await ask(running(), `/workspaces?name=${name}`)).body.data[0].slug;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'access-cache-'));
  service = await startService({ settings: SETTINGS });
  door = openDoor();
  await listen(door);
  const probe = createServer();
  port = await listen(probe);
  probe.close();
});
afterAll(async () => {
  await stopExample();
  door.close();
  await service?.stop();
  await rm(folder, { recursive: true });
});

test('it follows what happens and survives a restart of either side', async () => {
  const nadia = (await create(running(), '/Users', userBody('nadia'))).id;
  const group = (await create(running(), '/Groups', groupBody('ws-Sales-role-manager', [nadia]))).id;
  const sales = await slugOf('Sales');
  await startExample();
  await soon('Nadia', sales, 'manager').toBe(true);
  expect(await answerOf('nadia', sales, 'admin')).toBe(false);
  expect(await answerOf('nadia', sales, 'boss')).toBe(400);

  await patch(`/Users/${nadia}`, { op: 'replace', path: 'active', value: false });
  await soon('nadia', sales).toBe(false);
  await patch(`/Users/${nadia}`, { op: 'replace', path: 'active', value: true });
  await soon('nadia', sales).toBe(true);
  await create(running(), '/Users', userBody('root', { roles: [{ value: 'admin' }] }));
  await soon('root', sales, 'admin').toBe(true);
  await ask(running(), '/mappings', { body: { group_id: group, workspace: 'Support', role: 'admin' } });
  await soon('nadia', await slugOf('Support'), 'admin').toBe(true);

  // The application is away while things happen, and goes on from its own file.
  await stopExample();
  await patch(`/Groups/${group}`, { op: 'replace', path: 'displayName', value: 'ws-Sales-role-member' });
  const omar = (await create(running(), '/Users', userBody('omar'))).id;
  await patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value: omar }] });
  await startExample();
  await soon('omar', sales).toBe(true);
  await soon('nadia', sales, 'manager').toBe(false);
  expect(await answerOf('nadia', sales, 'member')).toBe(true);
  expect(asked.filter((path) => path.includes('/users?') && !path.includes('/workspaces/'))).toEqual([]);

  // Rollcall is away: answers go on, and changes come once it is back.
  const { tableName, token, stop } = running();
  await stop();
  service = undefined;
  expect(await answerOf('omar', sales, 'member')).toBe(true);
  service = await startService({ tableName, settings: { ...SETTINGS, ROLLCALL_TOKEN: token } });
  await running().request('DELETE', `/Groups/${group}`);
  await soon('omar', sales).toBe(false);
  await soon('nadia', await slugOf('Support')).toBe(false);

  // Away for longer than changes are kept: it starts over from a snapshot.
  await stopExample();
  const petra = (await create(running(), '/Users', userBody('petra'))).id;
  await create(running(), '/Groups', groupBody('ws-Sales-role-admin', [petra]));
  const table = openTable({ connectionString: inject('tablesConnectionString') }, tableName);
  const initial = { pattern: { prefix: 'ws-', separator: '-role-' }, organizationRoles: ['admin', 'member'] };
  const store = createDirectoryStore(createWriter(table, 'default', 'trimming'), () => initial);
  await store.trimChangeLog(Date.now() + 2 * 24 * 60 * 60 * 1000);
  await startExample();
  await soon('petra', sales, 'admin').toBe(true);
}, 120_000);

test('docs/access.md shows it as it is', async () => {
  const [page, code] = await Promise.all([
    readFile(join(import.meta.dirname, '../../docs/access.md'), 'utf8'),
    readFile(EXAMPLE, 'utf8'),
  ]);
  expect(page).toContain(`\`\`\`js\n${code}\`\`\`\n`);
});
