// `npm run verify-directory` as an operator sees it: what it prints and how it ends.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { rememberDirectory } from '../../src/storage/directories.ts';
import { memberKey, userNameKey } from '../../src/storage/keys.ts';
import { testDirectory } from '../support/directory.ts';
import { begin } from '../support/state.ts';

interface Ending {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

function run(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  cwd = process.cwd(),
): Promise<Ending> {
  const script = new URL('../../local/verify-directory.ts', import.meta.url).pathname;
  const env = { PATH: process.env.PATH ?? '', ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { env, cwd }, (error, output, errors) => {
      resolve({ code: Number(error?.code ?? 0), output, errors });
    });
  });
}

async function prepare() {
  const directory = await testDirectory({ name: 'atlas' });
  const names = await begin(directory.writer, { users: ['ada', 'bob'], groups: { Crew: ['ada'] } });
  await rememberDirectory(directory.writer.table, 'atlas');
  const environment = {
    ROLLCALL_TABLES: inject('tablesConnectionString'),
    ROLLCALL_TABLE_NAME: directory.tableName,
  };
  return { directory, names, environment };
}

test('a sound directory: says so, and ends with 0', async () => {
  const { environment } = await prepare();
  const { code, output, errors } = await run(['--directory', 'atlas'], environment);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  expect(output).toMatch(/The directory atlas has \d+ rows: 2 users, 1 groups/);
  expect(output).toContain('Everything is as it should be.');
});

test('a damaged one: each finding with what mends it, and ends with 1', async () => {
  const { directory, names, environment } = await prepare();
  const { table, partition } = directory.writer;
  await table.reads.deleteEntity(partition, userNameKey('bob'));
  await table.reads.deleteEntity(partition, memberKey(names.id('Crew'), names.id('ada')));
  const { code, output } = await run(['--directory', 'atlas'], environment);
  expect(code).toBe(1);
  expect(output).toContain('2 findings.');
  expect(output).toMatch(/\nun~bob\n {2}is missing, but u~.+ is there\n {2}Insert it where/);
});

test('one that nobody has written: names those that there are', async () => {
  const { environment } = await prepare();
  const { code, errors } = await run([], environment);
  expect({ code, errors }).toEqual({
    code: 1,
    errors: 'There is no directory called "default"; there are: atlas.\n',
  });
});

test('a table that is not there, an option that is none, settings that are wrong', async () => {
  const { environment } = await prepare();
  const noTable = await run([], { ...environment, ROLLCALL_TABLE_NAME: 'nosuchtable' });
  expect(noTable).toMatchObject({
    code: 1,
    errors: expect.stringContaining('no table called "nosuchtable"'),
  });
  const noOption = await run(['--dir', 'atlas'], environment);
  expect(noOption).toMatchObject({ code: 1, errors: expect.stringContaining("Unknown option '--dir'") });
  const wrong = await run([], { ...environment, ROLLCALL_TABLES: 'nothing' });
  expect(wrong).toMatchObject({ code: 1, errors: expect.stringContaining('ROLLCALL_TABLES must be') });
});

test('on a laptop without data: says what makes some', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-'));
  const { code, errors } = await run([], {}, folder);
  expect({ code, errors }).toEqual({
    code: 1,
    errors: `There is no data in ${join(folder, '.data', 'tables')} yet; npm start makes some.\n`,
  });
  await rm(folder, { recursive: true });
});
