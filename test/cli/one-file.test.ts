// The command line as a release has it: one file that runs with nothing beside it.
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { buildCommandLine } from '../../build.ts';
import { testDirectory } from '../support/directory.ts';
import { addGroup, addUser } from '../support/directory-story.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-cli-'));
  await buildCommandLine(join(folder, 'rollcall-cli.cjs'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function rollcall(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const run = promisify(execFile)(process.execPath, ['rollcall-cli.cjs', ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...environment },
  });
  return await run.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: Ended) => error,
  );
}

test('is one file, with the licenses of what was bundled at its end', async () => {
  expect(await readdir(folder)).toEqual(['rollcall-cli.cjs']);
  const text = await readFile(join(folder, 'rollcall-cli.cjs'), 'utf8');
  expect(text).toMatch(/\n\/\*\n.*\n@microsoft\/microsoft-graph-client \d[^-]*\bCopyright\b.*\*\/\n$/s);
});

test('says its version and, without words, what it can do', async () => {
  expect((await rollcall(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  const { code, stdout } = await rollcall([]);
  expect(code).toBe(0);
  for (const name of [
    'entra setup',
    'entra status',
    'entra check',
    'entra rotate-token',
    'export',
    'import',
  ]) {
    expect(stdout).toContain(`  ${name} `);
    expect((await rollcall([...name.split(' '), '--help'])).stdout).toContain(
      `Usage: rollcall ${name} [options]`,
    );
  }
});

test.each<[string[], RegExp]>([
  [['entra', 'setpu'], /There is no command "entra setpu"\. There are: entra setup,/],
  [['entra', 'setup'], /--scim-url and --tenant must be given\. See: rollcall entra setup --help/],
  [['export', '--too', 'x'], /Unknown option '--too'.* See: rollcall export --help/],
  [['export', '--to', 'x', '--tables-url', 'http://account.table.core.windows.net'], /must be https/],
])('called wrongly (%s) it says how, with exit code 2', async (words, why) => {
  const { code, stderr, stdout } = await rollcall(words);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(why);
});

test('exports to a file or to standard output and imports it, with a connection string from the environment', async () => {
  const [source, target] = await Promise.all([testDirectory(), testDirectory()]);
  await addGroup(source.context, 'ws-Sales-role-admin', [
    await addUser(source.context, 'nadia@atlas.example'),
  ]);
  const environment = { ROLLCALL_TABLES: inject('tablesConnectionString') };

  const exported = await rollcall(
    ['export', '--to', 'directory.ndjson', '--table', source.tableName],
    environment,
  );
  expect([exported.code, exported.stderr]).toEqual([0, expect.stringMatching(/^6 records/)]);
  const printed = await rollcall(['export', '--to', '-', '--table', source.tableName], environment);
  expect(printed.stdout.split('\n')).toHaveLength(6 + 3);

  const imported = await rollcall(
    ['import', '--from', 'directory.ndjson', '--table', target.tableName],
    environment,
  );
  expect([imported.code, imported.stdout]).toEqual([
    0,
    expect.stringMatching(/^1 users and 1 groups are there, equal/),
  ]);
  expect(await target.store.totals()).toEqual({ users: 1, groups: 1 });
});

test('a table that cannot be reached is a sentence, not a stack', async () => {
  const environment = {
    ROLLCALL_TABLES:
      'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:1/a;',
  };
  const { code, stderr } = await rollcall(['export', '--to', 'nowhere.ndjson'], environment);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^rollcall: The directory storage does not answer\.\n$/);
});
