// A directory exported, and restored into an empty one: the same people with the same ids, the same access, the same export.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { putMapping } from '../../../src/directory/mappings.ts';
import { createAccessReader } from '../../../src/directory/user-access.ts';
import { readUser } from '../../../src/directory/users.ts';
import { pageWorkspaces } from '../../../src/directory/workspaces.ts';
import { commit } from '../../../src/storage/commit.ts';
import { planDeleteGroup } from '../../../src/storage/plan-group.ts';
import { type CommandResult, runCommand } from '../../support/cli.ts';
import { type TestDirectory, testDirectory } from '../../support/directory.ts';
import {
  addGroup,
  addUser,
  changeUser,
  removeGroup,
  removeUser,
  renameGroup,
} from '../../support/directory-story.ts';
import { seedGroup, seedUsers } from '../../support/seed.ts';

let folder: string;
let source: TestDirectory;
let ids: Record<string, string>;
let file: string;

/** Everything that a directory can hold, and the remains of what it held. */
async function fill(directory: TestDirectory): Promise<Record<string, string>> {
  const { context, store } = directory;
  const settings = await store.readSettings();
  const organizationRoles = ['owner', 'admin', 'member'];
  await store.changeSettings(
    settings,
    { pattern: { prefix: 'team-', separator: '--' }, organizationRoles },
    context.origin,
  );
  await store.resumeSweeps();
  const nadia = await addUser(context, 'nadia@atlas.example', {
    externalId: 'n-1',
    displayName: 'Nadia Okafor',
    emails: [{ value: 'nadia@atlas.example', type: 'work', primary: true }, { value: 'n@home.example' }],
    'urn:ietf:params:scim:schemas:extension:Atlas:2.0:User': { badge: 'grün ✓' },
  });
  const boss = await addUser(context, 'boss@atlas.example', { roles: [{ value: 'Owner' }] });
  const gone = await addUser(context, 'gone@atlas.example');
  await changeUser(context, nadia, ['replace', 'title', 'Analyst'], ['replace', 'active', false]);
  await changeUser(context, nadia, ['replace', 'active', true]);
  const sales = await addGroup(context, 'team-Sales--admin', [nadia, boss, gone]);
  const people = await addGroup(context, 'Everybody', [nadia]);
  await addGroup(context, 'A group of groups', [people, sales]);
  const former = await addGroup(context, 'team-Old Workspace--member', [boss]);
  await putMapping(context, { group: { id: people }, workspace: 'Engineering', role: 'member' });
  await putMapping(context, { group: { name: 'Engineers' }, workspace: 'engineering', role: 'manager' });
  await putMapping(context, { group: { name: 'Not there yet' }, workspace: 'Later', role: 'admin' });
  await addGroup(context, 'Engineers', [boss]);
  await renameGroup(context, former, 'Formerly mapped');
  await removeUser(context, gone);
  await removeGroup(context, await addGroup(context, 'A deleted group', [nadia]));
  await store.resumeSweeps();
  return { nadia, boss, sales, people };
}

const environment = () => ({ ROLLCALL_TABLES: inject('tablesConnectionString') });
const exportTo = (path: string, table: string) =>
  runCommand(['export', '--to', path, '--table', table], { environment: environment() });
const importInto = (table: string, path = file, ...more: string[]): Promise<CommandResult> =>
  runCommand(['import', '--from', path, '--table', table, ...more], { environment: environment() });
const records = async (path: string) => (await readFile(path, 'utf8')).trim().split('\n');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-export-'));
  source = await testDirectory();
  ids = await fill(source);
  file = join(folder, 'directory.ndjson');
  const { exitCode, told } = await exportTo(file, source.tableName);
  expect(told.join('\n')).toContain('written to');
  expect(exitCode).toBe(0);
});
afterAll(() => rm(folder, { recursive: true }));

/** What `context` answers about access, by names. */
async function accessIn(directory: TestDirectory) {
  const reader = createAccessReader(directory.store);
  const users = await Promise.all(
    [ids.nadia, ids.boss].map(async (id) => {
      const { standing, workspaces } = await reader.read(await readUser(directory.context, id ?? ''));
      return { standing, workspaces };
    }),
  );
  const workspaces = await pageWorkspaces(directory.store, undefined, 100);
  return { users, workspaces: workspaces.items };
}

describe('an export restored into an empty directory', () => {
  test('is equal: export, access, ids, versions', async () => {
    const target = await testDirectory();
    const { exitCode, printed, told } = await importInto(target.tableName);
    expect([exitCode, ...printed, ...told].join('\n')).toMatch(/^0\n2 users and 5 groups are there, equal/);

    const again = join(folder, 'again.ndjson');
    await exportTo(again, target.tableName);
    expect(await records(again)).toEqual(await records(file));

    expect(await accessIn(target)).toEqual(await accessIn(source));
    const before = await readUser(source.context, ids.nadia ?? '');
    const after = await readUser(target.context, ids.nadia ?? '');
    for (const name of ['id', 'attributes', 'created', 'revision', 'version', 'memberships'] as const) {
      expect(after[name], name).toEqual(before[name]);
    }
    expect(await target.store.totals()).toEqual(await source.store.totals());
  });

  test('goes on living: what waited for a name is given to its group', async () => {
    const target = await testDirectory();
    await importInto(target.tableName);
    await addGroup(target.context, 'Not there yet', [ids.nadia ?? '']);
    const { users } = await accessIn(target);
    expect(users[0]?.workspaces.map(({ name, role }) => `${name}: ${role}`).sort()).toEqual([
      'Engineering: member',
      'Later: admin',
      'Sales: admin',
    ]);
  });

  test('keeps what a mapping by name knows of its past', async () => {
    const line = (await records(file)).find((text) => text.includes('"Sales"') && text.includes('"mapping"'));
    const mapping = JSON.parse(line ?? '{}');
    const target = await testDirectory();
    await importInto(target.tableName);
    const group = await target.store.readGroup(ids.sales ?? '');
    expect(group?.mappings).toMatchObject([{ source: 'pattern', role: 'admin', since: mapping.since }]);
  });
});

test('groups and mappings larger than a transaction come through whole', async () => {
  const large = await testDirectory();
  // Written by the first that asks, as in every directory that is used.
  await large.store.readSettings();
  const users = await seedUsers(large.writer, 150);
  const everybody = await seedGroup(large.writer, 'Everybody', users);
  await seedGroup(large.writer, 'ws-Atlas-role-member', users.slice(0, 33));
  for (let number = 0; number < 40; number += 1) {
    const wanted = { group: { id: everybody }, workspace: `Workspace ${number}`, role: 'member' } as const;
    await putMapping(large.context, wanted);
  }
  const whole = join(folder, 'large.ndjson');
  await exportTo(whole, large.tableName);
  const target = await testDirectory();
  const { exitCode, printed } = await importInto(target.tableName, whole);
  expect([exitCode, ...printed]).toEqual([
    0,
    expect.stringMatching(/^150 users and 2 groups are there, equal/),
  ]);
  const again = join(folder, 'large-again.ndjson');
  await exportTo(again, target.tableName);
  expect(await records(again)).toEqual(await records(whole));
});

test('what is left of a group whose deletion was not finished is not in it', async () => {
  const { context, store, writer, tableName } = await testDirectory();
  const member = await addUser(context, 'nadia@atlas.example');
  const group = await store.readGroup(await addGroup(context, 'ws-Sales-role-admin', [member]));
  if (group === undefined) throw new Error('There is no group.');
  // The process stopped before it swept the memberships.
  await commit(writer, planDeleteGroup(group, 'attributes', context.origin), context.origin);

  const path = join(folder, 'swept.ndjson');
  await exportTo(path, tableName);
  expect((await records(path)).map((line) => JSON.parse(line).kind)).toEqual([
    undefined,
    'settings',
    'workspace',
    'user',
    undefined,
  ]);
  expect((await importInto((await testDirectory()).tableName, path)).exitCode).toBe(0);
});

describe('an import', () => {
  test('takes up one that was interrupted, and repeated does nothing', async () => {
    const lines = await records(file);
    const part = join(folder, 'part.ndjson');
    // As far as an import is after its second phase.
    const half = lines.slice(0, -1).filter((line) => !/"(membership|explicit|workspace|waiting)"/.test(line));
    await writeFile(part, [...half, JSON.stringify({ end: { records: half.length - 1 } })].join('\n'));
    const target = await testDirectory();
    expect((await importInto(target.tableName, part)).exitCode).toBe(0);

    const { exitCode, told } = await importInto(target.tableName);
    expect([exitCode, told[0]]).toEqual([0, expect.stringMatching(/^10 of \d+ records are there already/)]);
    expect((await importInto(target.tableName)).told[0]).toMatch(/^(\d+) of \1 records are there already/);
    const again = join(folder, 'resumed.ndjson');
    await exportTo(again, target.tableName);
    expect(await records(again)).toEqual(await records(file));
  });

  test('does not touch a directory that holds something else', async () => {
    const target = await testDirectory();
    const stranger = await addUser(target.context, 'stranger@atlas.example');
    const { exitCode, told } = await importInto(target.tableName);
    expect(exitCode).toBe(1);
    expect(told.at(-1)).toContain(`is there, but not in the file: user ${stranger}`);
    expect(await target.store.totals()).toEqual({ users: 1, groups: 0 });
  });

  test('does not touch one in which a user has changed since', async () => {
    const target = await testDirectory();
    await importInto(target.tableName);
    await changeUser(target.context, ids.nadia ?? '', ['replace', 'title', 'Director']);
    const { exitCode, told } = await importInto(target.tableName);
    expect(exitCode).toBe(1);
    expect(told.at(-1)).toContain(`is there, but differs from the file: user ${ids.nadia}`);
  });

  test('says with --dry-run what it would write, and writes nothing', async () => {
    const target = await testDirectory();
    const { exitCode, printed } = await importInto(target.tableName, file, '--dry-run');
    expect(exitCode).toBe(0);
    expect(printed).toContain('would write 2 × user');
    expect(await target.store.totals()).toEqual({ users: 0, groups: 0 });
  });

  test.each<[string, (lines: string[]) => string[], RegExp]>([
    ['was cut off', (lines) => lines.slice(0, -1), /no end line/],
    ['lost a line', (lines) => lines.toSpliced(3, 1), /should hold|has no/],
    ['is no export', () => ['{"users":[]}'], /not a file made by rollcall export/],
    ['is no JSON', (lines) => lines.with(2, '{'), /Line 3 is not JSON/],
    ['names a user twice', (lines) => lines.toSpliced(-1, 0, userLine(lines)), /says a second time: user/],
    [
      'holds an unknown kind',
      (lines) => lines.with(2, '{"kind":"badge"}'),
      /Line 3: .*(discriminator|Invalid)/i,
    ],
    [
      'holds a user without userName',
      (lines) => lines.map((line) => line.replace('"userName"', '"username"')),
      /attributes: must have userName/,
    ],
    [
      'is of a newer version',
      (lines) => lines.with(0, lines[0]?.replace('1', '2') ?? ''),
      /format 2, made by a newer/,
    ],
  ])('refuses a file that %s, with the line, and writes nothing', async (name, change, why) => {
    const broken = join(folder, `${name}.ndjson`);
    await writeFile(broken, change(await records(file)).join('\n'));
    const target = await testDirectory();
    const { exitCode, told } = await importInto(target.tableName, broken);
    expect(exitCode).toBe(1);
    expect(told.at(-1)).toMatch(why);
    expect(await target.store.totals()).toEqual({ users: 0, groups: 0 });
  });

  test('says which file is missing, and that a table must be named', async () => {
    const missing = await importInto('t1', join(folder, 'missing.ndjson'));
    expect([missing.exitCode, missing.told.at(-1)]).toEqual([
      1,
      expect.stringMatching(/missing.ndjson cannot be read/),
    ]);
    const nowhere = await runCommand(['import', '--from', file]);
    expect([nowhere.exitCode, nowhere.told.at(-1)]).toEqual([2, expect.stringMatching(/Which table\?/)]);
  });
});

test('the file can be read by its owner only, and says nothing of credentials', async () => {
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const text = await readFile(file, 'utf8');
  expect(text).not.toMatch(/password|token|AccountKey/i);
});

function userLine(lines: readonly string[]): string {
  return lines.find((line) => line.includes('"kind":"user"')) ?? '';
}
