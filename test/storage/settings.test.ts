// Settings stored with the directory: what a change of them does to what is there, and to what is written at the same moment.
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { changeSettings } from '../../src/directory/change-settings.ts';
import { type DirectorySettings, sameSettings } from '../../src/directory/settings.ts';
import { createAccessReader } from '../../src/directory/user-access.ts';
import { workspaceCalled } from '../../src/directory/workspace.ts';
import { pageWorkspaceUsers } from '../../src/directory/workspace-users.ts';
import { taskKey } from '../../src/storage/keys.ts';
import { readRow } from '../../src/storage/reads.ts';
import { verifyDirectory } from '../../src/storage/verify.ts';
import { type TestDirectory, testDirectory } from '../support/directory.ts';
import { addGroup, addUser, changeUser, renameGroup } from '../support/directory-story.ts';

const PREFIX_TEAM = ({ pattern, ...others }: DirectorySettings): DirectorySettings => ({
  ...others,
  pattern: { ...pattern, prefix: 'team-' },
});
const WITH_OWNER = (before: DirectorySettings): DirectorySettings => ({
  ...before,
  organizationRoles: ['owner', 'admin', 'member'],
});

let directory: TestDirectory;

beforeEach(async () => {
  directory = await testDirectory();
});

async function rolesOf(id: string, { store }: TestDirectory = directory): Promise<Record<string, string>> {
  const user = await store.readUser(id);
  if (user === undefined) throw new Error('no such user');
  const { workspaces } = await createAccessReader(store).read(user);
  return Object.fromEntries(workspaces.map(({ name, role }) => [name, role]));
}

async function usersOf(workspace: string, { store }: TestDirectory = directory): Promise<string[]> {
  const { items } = await pageWorkspaceUsers(store, workspaceCalled(workspace).id, undefined, 100);
  return items
    .map(({ user, inherited }) => `${user.attributes.userName}${inherited ? ' inherited' : ''}`)
    .sort();
}

/** Another process, whose transactions can be held back on their way. It has read the settings. */
async function lateWriter() {
  let held: Promise<void> | undefined;
  let release = () => {};
  let count = 0;
  const hold: PipelinePolicy = {
    name: 'hold',
    async sendRequest(request, next) {
      if (held !== undefined && request.url.endsWith('$batch')) {
        count += 1;
        await held;
      }
      return await next(request);
    },
  };
  const { context, store } = directory.sibling({ policies: [hold] });
  await store.readSettings();
  return {
    context,
    hold: () => {
      held = new Promise((resolve) => {
        release = resolve;
      });
    },
    holding: (transactions: number) => vi.waitUntil(() => count === transactions),
    release: () => {
      held = undefined;
      release();
    },
  };
}

async function carriedThrough(): Promise<void> {
  await directory.store.resumeSweeps();
  const settings = await directory.store.readSettings();
  expect(settings.reevaluation).toBeUndefined();
  const { findings } = await verifyDirectory(directory.writer, settings.organizationRoles);
  expect(findings).toEqual([]);
}

test('a directory begins with those of the deployment and keeps its own from then on', async () => {
  const initial = await directory.store.readSettings();
  expect(initial).toMatchObject({ pattern: { prefix: 'ws-', separator: '-role-' }, version: 1 });
  await changeSettings(directory.context, PREFIX_TEAM);
  const other = directory.sibling();
  expect(await other.store.readSettings()).toMatchObject({ pattern: { prefix: 'team-' }, version: 2 });
  await changeSettings(directory.context, PREFIX_TEAM);
  expect(await other.store.readSettings()).toMatchObject({ version: 2 });
});

test('settings that are not sound are refused with all that is wrong', async () => {
  const refused = changeSettings(directory.context, () => ({
    pattern: { prefix: ' ws-', separator: '-role-' },
    organizationRoles: ['member', 'admin'],
  }));
  await expect(refused).rejects.toThrow(/name_pattern: .*organization_roles: /);
});

describe('a change of the pattern', () => {
  test('takes the mappings that the old one made and makes those of the new', async () => {
    const ada = await addUser(directory.context, 'ada');
    await addGroup(directory.context, 'ws-Atlas-role-admin', [ada]);
    await addGroup(directory.context, 'team-Borealis-role-member', [ada]);
    expect(await rolesOf(ada)).toEqual({ Atlas: 'admin' });
    await changeSettings(directory.context, PREFIX_TEAM);
    await carriedThrough();
    expect(await rolesOf(ada)).toEqual({ Borealis: 'member' });
  });

  test('reaches more groups than a page, and says how far it is', async () => {
    const ada = await addUser(directory.context, 'ada');
    for (let n = 0; n < 130; n += 1) await addGroup(directory.context, `team-Atlas ${n}-role-member`, [ada]);
    const { reevaluation } = await changeSettings(directory.context, PREFIX_TEAM);
    expect(reevaluation).toMatchObject({ since: expect.stringMatching(/^2/) });
    await carriedThrough();
    expect(Object.keys(await rolesOf(ada))).toHaveLength(130);
    // Named in the log: each workspace is to be read again.
    const page = await directory.store.readChangeLog(undefined, 1_000);
    const changes = page.kind === 'entries' ? page.entries.flatMap((entry) => entry.changes) : [];
    expect(changes.filter(({ type }) => type === 'settings.changed')).toHaveLength(1);
    expect(changes.filter(({ type }) => type === 'workspace.changed')).toHaveLength(130);
  });

  test('holds for groups that another process names at the same time', async () => {
    const ada = await addUser(directory.context, 'ada');
    const other = directory.sibling();
    await other.store.readSettings();
    const ids = await Promise.all(
      Array.from({ length: 20 }, (_, n) => addGroup(other.context, `Makers ${n}`, [ada])),
    );
    const naming = ids.map((id, n) => renameGroup(other.context, id, `team-Atlas ${n}-role-member`));
    const creating = Array.from({ length: 20 }, (_, n) =>
      addGroup(other.context, `ws-Borealis ${n}-role-member`, [ada]),
    );
    await Promise.all([...naming, changeSettings(directory.context, PREFIX_TEAM), ...creating]);
    await carriedThrough();
    const names = Object.keys(await rolesOf(ada));
    expect(names.sort()).toEqual(Array.from({ length: 20 }, (_, n) => `Atlas ${n}`).sort());
  });

  test('holds for a group whose transaction was made before it and arrives after all was carried through', async () => {
    const ada = await addUser(directory.context, 'ada');
    const late = await lateWriter();
    const id = await addGroup(late.context, 'Makers', [ada]);
    late.hold();
    const created = addGroup(late.context, 'ws-Atlas-role-admin', [ada]);
    const renamed = renameGroup(late.context, id, 'team-Borealis-role-manager');
    await late.holding(2);
    await changeSettings(directory.context, PREFIX_TEAM);
    await carriedThrough();
    late.release();
    await Promise.all([created, renamed]);
    expect(await rolesOf(ada)).toEqual({ Borealis: 'manager' });
    await carriedThrough();
  });

  test('is carried on by another process where the first was stopped, and done over when it changes again', async () => {
    const ada = await addUser(directory.context, 'ada');
    for (let n = 0; n < 120; n += 1) await addGroup(directory.context, `team-Atlas ${n}-role-member`, [ada]);
    await addGroup(directory.context, 'crew-Borealis-role-member', [ada]);
    await changeSettings(directory.context, PREFIX_TEAM);
    const other = directory.sibling();
    await Promise.all([
      changeSettings(other.context, (before) => ({
        ...before,
        pattern: { ...before.pattern, prefix: 'crew-' },
      })),
      other.store.resumeSweeps(),
    ]);
    await other.store.resumeSweeps();
    await carriedThrough();
    expect(await rolesOf(ada)).toEqual({ Borealis: 'member' });
  });
});

describe('a change of the order of organization roles', () => {
  test('makes those admins of every workspace who are so now, also in lists', async () => {
    const owner = await addUser(directory.context, 'olga', { roles: [{ value: 'owner' }] });
    await addUser(directory.context, 'ada', { roles: [{ value: 'admin' }] });
    const cyd = await addUser(directory.context, 'cyd');
    await addGroup(directory.context, 'ws-Atlas-role-member', [cyd, owner]);
    expect(await usersOf('Atlas')).toEqual(['ada inherited', 'cyd', 'olga']);
    await changeSettings(directory.context, WITH_OWNER);
    await carriedThrough();
    expect(await usersOf('Atlas')).toEqual(['ada inherited', 'cyd', 'olga inherited']);
    expect(await rolesOf(owner)).toEqual({ Atlas: 'admin' });
    const page = await directory.store.readChangeLog(undefined, 1_000);
    const last = page.kind === 'entries' ? page.entries.flatMap((entry) => entry.changes).slice(-1) : [];
    expect(last).toEqual([{ type: 'user.updated', user: owner, revision: 1 }]);
    await changeSettings(directory.context, (before) => ({
      ...before,
      organizationRoles: ['admin', 'member'],
    }));
    await carriedThrough();
    expect(await usersOf('Atlas')).toEqual(['ada inherited', 'cyd', 'olga']);
  });

  test('holds for a user whose transaction was made before it and arrives after all was carried through', async () => {
    const late = await lateWriter();
    const roles = [{ value: 'owner' }];
    const id = await addUser(late.context, 'pia');
    late.hold();
    const created = addUser(late.context, 'olga', { roles });
    const changed = changeUser(late.context, id, ['replace', 'roles', roles]);
    await late.holding(2);
    await changeSettings(directory.context, WITH_OWNER);
    await carriedThrough();
    late.release();
    await Promise.all([created, changed]);
    await carriedThrough();
    await addGroup(directory.context, 'ws-Atlas-role-member');
    expect(await usersOf('Atlas')).toEqual(['olga inherited', 'pia inherited']);
  });
});

test('two changes at the same time both hold where they do not contradict each other', async () => {
  const other = directory.sibling();
  await Promise.all([
    changeSettings(directory.context, PREFIX_TEAM),
    changeSettings(other.context, WITH_OWNER),
  ]);
  const settings = await directory.store.readSettings();
  expect(settings.version).toBe(3);
  expect(
    sameSettings(settings, {
      pattern: { prefix: 'team-', separator: '-role-' },
      organizationRoles: ['owner', 'admin', 'member'],
    }),
  ).toBe(true);
  await carriedThrough();
  expect(await readRow(directory.writer.table, directory.writer.partition, taskKey('settings', ''))).toBe(
    undefined,
  );
});
