// Explicit mappings on real storage: what is mapped, by id and by name, before the group and after it.
import { beforeEach, describe, expect, test } from 'vitest';
import { readGroup } from '../../src/directory/groups.ts';
import { pageMappings } from '../../src/directory/list-mappings.ts';
import { mappingId } from '../../src/directory/mapping-id.ts';
import {
  changeMapping,
  deleteMapping,
  type Mapping,
  putMapping,
  readMapping,
} from '../../src/directory/mappings.ts';
import { DEFAULT_ORGANIZATION_ROLES } from '../../src/directory/organization-role.ts';
import { createAccessReader } from '../../src/directory/user-access.ts';
import { readUser } from '../../src/directory/users.ts';
import { workspaceCalled } from '../../src/directory/workspace.ts';
import { readWorkspace } from '../../src/directory/workspaces.ts';
import { verifyDirectory } from '../../src/storage/verify.ts';
import { type TestDirectory, testDirectory } from '../support/directory.ts';
import { addGroup, addUser, removeGroup, renameGroup } from '../support/directory-story.ts';

let directory: TestDirectory;
let ada: string;

beforeEach(async () => {
  directory = await testDirectory();
  ada = await addUser(directory.context, 'ada@atlas.example');
});

const group = (displayName: string, ...members: string[]) =>
  addGroup(directory.context, displayName, members);
const rename = (id: string, displayName: string) => renameGroup(directory.context, id, displayName);
const remove = (id: string) => removeGroup(directory.context, id);

/** The roles of Ada by workspace name. */
const roles = async (): Promise<Record<string, string>> => {
  const user = await readUser(directory.context, ada);
  const { workspaces } = await createAccessReader(directory.store).read(user);
  return Object.fromEntries(workspaces.map(({ name, role }) => [name, role]));
};

const shown = ({ group, workspace, role, source }: Mapping) => ({
  ...group,
  workspace: workspace.name,
  role,
  source,
});

const listed = async (): Promise<object[]> => {
  const { items } = await pageMappings(directory.store, {}, undefined, 1_000);
  return items.map(shown);
};

const settled = async () => {
  await directory.store.resumeSweeps();
  const { findings } = await verifyDirectory(directory.writer, DEFAULT_ORGANIZATION_ROLES);
  expect(findings).toEqual([]);
};

const idOf = (of: { id: string } | { name: string }, workspace: string): string =>
  mappingId({
    source: 'explicit',
    workspace: workspaceCalled(workspace).id,
    ...('id' in of ? { group: of.id } : { groupName: of.name }),
  });

describe('a mapping of a group by its id', () => {
  test('gives its members the role, once, however often it is made', async () => {
    const id = await group('Engineering', ada);
    const wanted = { group: { id }, workspace: 'Atlas', role: 'manager' } as const;
    expect((await putMapping(directory.context, wanted)).created).toBe(true);
    expect((await putMapping(directory.context, wanted)).created).toBe(false);
    expect(await roles()).toEqual({ Atlas: 'manager' });
    expect(await listed()).toEqual([
      { id, name: 'Engineering', workspace: 'Atlas', role: 'manager', source: 'explicit' },
    ]);
  });

  test('says what its group is called now, wherever it is asked after', async () => {
    const { context } = directory;
    const id = await group('Engineering', ada);
    const wanted = { group: { id }, workspace: 'Atlas', role: 'manager' } as const;
    const names = async () =>
      [
        (await putMapping(context, wanted)).mapping,
        (
          await putMapping(context, {
            ...wanted,
            group: { name: (await readGroup(context, id)).attributes.displayName as string },
          })
        ).mapping,
        await changeMapping(context, idOf({ id }, 'Atlas'), 'manager'),
        await readMapping(context, idOf({ id }, 'Atlas')),
        ...(await pageMappings(context.store, {}, undefined, 10)).items,
        ...(await pageMappings(context.store, { group: { id } }, undefined, 10)).items,
      ].map((mapping) => mapping.group);
    expect(await names()).toEqual(Array(6).fill({ id, name: 'Engineering' }));
    await rename(id, 'Builders');
    expect(await names()).toEqual(Array(6).fill({ id, name: 'Builders' }));
  });

  test('may be to any number of workspaces, with a role for each', async () => {
    const id = await group('Engineering', ada);
    await putMapping(directory.context, { group: { id }, workspace: 'Atlas', role: 'admin' });
    await putMapping(directory.context, { group: { id }, workspace: 'Borealis', role: 'member' });
    expect(await roles()).toEqual({ Atlas: 'admin', Borealis: 'member' });
  });

  test('is given another role', async () => {
    const id = await group('Engineering', ada);
    await putMapping(directory.context, { group: { id }, workspace: 'Atlas', role: 'admin' });
    await changeMapping(directory.context, idOf({ id }, 'Atlas'), 'member');
    expect(await roles()).toEqual({ Atlas: 'member' });
    const again = { group: { id }, workspace: 'ATLAS', role: 'manager' } as const;
    expect((await putMapping(directory.context, again)).created).toBe(false);
    expect(await roles()).toEqual({ ATLAS: 'manager' });
  });

  test('takes exactly the access that came through it when it is deleted', async () => {
    const id = await group('ws-Atlas-role-member', ada);
    await putMapping(directory.context, { group: { id }, workspace: 'Atlas', role: 'admin' });
    await putMapping(directory.context, { group: { id }, workspace: 'Borealis', role: 'admin' });
    await deleteMapping(directory.context, idOf({ id }, 'Atlas'));
    expect(await roles()).toEqual({ Atlas: 'member', Borealis: 'admin' });
    await expect(deleteMapping(directory.context, idOf({ id }, 'Atlas'))).rejects.toThrow('no mapping');
    await settled();
  });

  test('is refused where there is no such group or workspace', async () => {
    const id = await group('Engineering');
    const workspace = workspaceCalled('Nowhere').id;
    const put = (wanted: Parameters<typeof putMapping>[1]) => putMapping(directory.context, wanted);
    await expect(put({ group: { id: ada }, workspace: 'Atlas', role: 'admin' })).rejects.toThrow('group_id');
    await expect(put({ group: { id }, workspace, role: 'admin' })).rejects.toThrow('workspace');
    await expect(put({ group: { id }, workspace: '  ', role: 'admin' })).rejects.toThrow('blank');
    await expect(put({ group: { id }, workspace: 'a\u0000b', role: 'admin' })).rejects.toThrow('workspace');
    await remove(id);
    await expect(put({ group: { id }, workspace: 'Atlas', role: 'admin' })).rejects.toThrow('group_id');
    expect(await listed()).toEqual([]);
    await settled();
  });

  test('means a workspace by its id and its slug too', async () => {
    const id = await group('Engineering', ada);
    await group('ws-Café Nord-role-member');
    const { id: workspace, slug } = await readWorkspace(directory.store, workspaceCalled('Café Nord').id);
    await putMapping(directory.context, { group: { id }, workspace: slug, role: 'manager' });
    expect(await roles()).toEqual({ 'Café Nord': 'manager' });
    await putMapping(directory.context, { group: { id }, workspace, role: 'admin' });
    expect(await roles()).toEqual({ 'Café Nord': 'admin' });
  });
});

describe('a mapping by the name of a group', () => {
  const wait = (name: string, workspace: string, role: 'admin' | 'manager' | 'member') =>
    putMapping(directory.context, { group: { name }, workspace, role });

  test('waits for the group, in any spelling of its name', async () => {
    expect((await wait('Engineering', 'Atlas', 'manager')).created).toBe(true);
    expect((await wait('engineering', 'Atlas', 'manager')).created).toBe(false);
    expect(await listed()).toEqual([
      { name: 'Engineering', workspace: 'Atlas', role: 'manager', source: 'explicit' },
    ]);
    await expect(readWorkspace(directory.store, workspaceCalled('Atlas').id)).rejects.toThrow('no workspace');
    const id = await group('ENGINEERING', ada);
    expect(await roles()).toEqual({ Atlas: 'manager' });
    expect(await listed()).toEqual([
      { id, name: 'ENGINEERING', workspace: 'Atlas', role: 'manager', source: 'explicit' },
    ]);
    expect(shown(await readMapping(directory.context, idOf({ name: 'Engineering' }, 'Atlas')))).toMatchObject(
      {
        id,
      },
    );
    await settled();
  });

  test('waits again when the group is deleted, and comes back with it', async () => {
    await wait('Engineering', 'Atlas', 'manager');
    const first = await group('Engineering', ada);
    await putMapping(directory.context, { group: { id: first }, workspace: 'Borealis', role: 'admin' });
    await remove(first);
    expect(await roles()).toEqual({});
    expect(await listed()).toEqual([
      { name: 'Engineering', workspace: 'Atlas', role: 'manager', source: 'explicit' },
    ]);
    await settled();
    await group('Engineering', ada);
    expect(await roles()).toEqual({ Atlas: 'manager' });
    await settled();
  });

  test('is given to a group that is there already, and waits when it goes', async () => {
    const id = await group('Engineering', ada);
    await wait('Engineering', 'Atlas', 'member');
    expect(await roles()).toEqual({ Atlas: 'member' });
    await remove(id);
    expect(await listed()).toMatchObject([{ name: 'Engineering' }]);
    await settled();
  });

  test('goes to the group that is renamed to it, stays with it, and waits for its last name', async () => {
    await wait('Engineering', 'Atlas', 'manager');
    const id = await group('Makers', ada);
    await rename(id, 'Engineering');
    expect(await roles()).toEqual({ Atlas: 'manager' });
    await rename(id, 'Builders');
    expect(await roles()).toEqual({ Atlas: 'manager' });
    const other = await group('Engineering');
    expect((await readGroup(directory.context, other)).mappings).toEqual([]);
    await remove(id);
    expect(await listed()).toMatchObject([{ name: 'Builders', workspace: 'Atlas' }]);
    await settled();
  });

  test('does not weaken what the group has to the same workspace, nor lose what is stronger', async () => {
    const id = await group('Makers', ada);
    await putMapping(directory.context, { group: { id }, workspace: 'Atlas', role: 'admin' });
    await putMapping(directory.context, { group: { id }, workspace: 'Borealis', role: 'member' });
    await wait('Engineering', 'Atlas', 'member');
    await wait('Engineering', 'Borealis', 'manager');
    await rename(id, 'Engineering');
    expect(await roles()).toEqual({ Atlas: 'admin', Borealis: 'manager' });
    await settled();
  });

  test('is changed and deleted while it waits', async () => {
    await wait('Engineering', 'Atlas', 'manager');
    await wait('Engineering', 'Borealis', 'member');
    const atlas = idOf({ name: 'Engineering' }, 'Atlas');
    await changeMapping(directory.context, atlas, 'admin');
    expect(shown(await readMapping(directory.context, atlas))).toMatchObject({ role: 'admin' });
    await deleteMapping(directory.context, atlas);
    await deleteMapping(directory.context, idOf({ name: 'Engineering' }, 'Borealis'));
    await expect(deleteMapping(directory.context, atlas)).rejects.toThrow('no mapping');
    expect(await listed()).toEqual([]);
    await settled();
    await group('Engineering', ada);
    expect(await roles()).toEqual({});
  });

  test('and of a name that the pattern reads both give their roles', async () => {
    await wait('ws-Atlas-role-member', 'Atlas', 'manager');
    await wait('ws-Atlas-role-member', 'Borealis', 'member');
    await group('ws-Atlas-role-member', ada);
    expect(await roles()).toEqual({ Atlas: 'manager', Borealis: 'member' });
    await settled();
  });

  test('may be to more workspaces than a transaction holds', async () => {
    const names = Array.from({ length: 60 }, (_, n) => `Atlas ${n}`);
    for (const name of names) await wait('Engineering', name, 'member');
    const id = await group('Engineering', ada);
    await directory.store.resumeSweeps();
    expect(Object.keys(await roles())).toHaveLength(60);
    await settled();
    await remove(id);
    expect(await roles()).toEqual({});
    expect(await listed()).toHaveLength(60);
    await settled();
    const again = await group('Engineering', ada);
    // Deleted while most of them have still to be made: none of them is lost.
    await remove(again);
    await settled();
    expect(await listed()).toHaveLength(60);
    expect(await listed()).toMatchObject(names.map(() => ({ name: 'Engineering' })));
  });
});

test('a mapping that a name makes is changed by its name only', async () => {
  const id = await group('ws-Atlas-role-member', ada);
  const mapping = mappingId({ source: 'pattern', group: id, workspace: workspaceCalled('Atlas').id });
  expect(shown(await readMapping(directory.context, mapping))).toMatchObject({ source: 'pattern' });
  await expect(changeMapping(directory.context, mapping, 'admin')).rejects.toThrow('by the name');
  await expect(deleteMapping(directory.context, mapping)).rejects.toThrow('by the name');
});

test('a group of more mappings than a transaction holds is deleted whole', async () => {
  const id = await group('Engineering', ada);
  for (let n = 0; n < 110; n += 1) {
    await putMapping(directory.context, { group: { id }, workspace: `Atlas ${n}`, role: 'member' });
  }
  expect(Object.keys(await roles())).toHaveLength(110);
  await remove(id);
  expect(await roles()).toEqual({});
  await settled();
  expect(await listed()).toEqual([]);
  const { status } = await readWorkspace(directory.store, workspaceCalled('Atlas 7').id);
  expect(status).toBe('archived');
});

test('a group cannot be mapped and deleted at the same time', async () => {
  const other = directory.sibling();
  for (let n = 0; n < 20; n += 1) {
    const id = await group(`Engineering ${n}`, ada);
    const named = { group: { name: `Engineering ${n}` }, workspace: 'Atlas', role: 'admin' } as const;
    const byId = { group: { id }, workspace: 'Borealis', role: 'admin' } as const;
    await Promise.all([
      remove(id),
      putMapping(other.context, named),
      putMapping(other.context, byId).catch((error) => expect(String(error)).toContain('group_id')),
    ]);
    expect(await roles()).toEqual({});
    // Made by name: whatever came first, it waits for the next group of this name.
    expect((await directory.store.readName(`Engineering ${n}`)).kind).toBe('waiting');
  }
  await settled();
});

describe('listing', () => {
  test('shows mappings of groups and those that wait, a page at a time, by any condition', async () => {
    const id = await group('ws-Atlas-role-member', ada);
    for (const name of ['Atlas', 'Borealis', 'Cygnus']) {
      await putMapping(directory.context, { group: { id }, workspace: name, role: 'manager' });
      await putMapping(directory.context, { group: { name: 'Later' }, workspace: name, role: 'admin' });
    }
    const walk = async (query: Parameters<typeof pageMappings>[1], size: number) => {
      const found: Mapping[] = [];
      let pages = 0;
      for (let at: Parameters<typeof pageMappings>[2]; pages === 0 || at !== undefined; pages += 1) {
        const page = await pageMappings(directory.store, query, at, size);
        found.push(...page.items);
        at = page.next;
      }
      return found.map(shown);
    };
    const all = await walk({}, 100);
    expect(all).toHaveLength(7);
    expect(await walk({}, 1)).toEqual(all);
    expect(await walk({}, 2)).toEqual(all);
    expect(await walk({ source: 'pattern' }, 2)).toEqual([
      { id, name: 'ws-Atlas-role-member', workspace: 'Atlas', role: 'member', source: 'pattern' },
    ]);
    const atlas = workspaceCalled('Atlas').id;
    expect(await walk({ workspace: atlas }, 1)).toHaveLength(3);
    expect(await walk({ workspace: atlas, role: 'admin' }, 1)).toMatchObject([{ name: 'Later' }]);
    expect(await walk({ group: { id } }, 2)).toHaveLength(4);
    expect(await walk({ group: { name: 'LATER' } }, 2)).toHaveLength(3);
    expect(await walk({ group: { name: 'ws-Atlas-role-member' }, role: 'manager' }, 2)).toHaveLength(3);
  });
});
