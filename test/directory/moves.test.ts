// A move between two groups of one workspace arrives as two requests. While they come and go nobody ever has less than the
// weaker role, and in the end exactly what the last group gives.
import { expect, test } from 'vitest';
import { checkAccess } from '../../src/directory/ask-access.ts';
import { createAccessReader } from '../../src/directory/user-access.ts';
import { workspaceCalled } from '../../src/directory/workspace.ts';
import { pageWorkspaceUsers } from '../../src/directory/workspace-users.ts';
import { testDirectory } from '../support/directory.ts';
import { addGroup, addMember, addUser, removeMember, renameGroup } from '../support/directory-story.ts';

const MOVES = 40;
const atlas = workspaceCalled('Atlas').id;

test('whoever is moved keeps access all the way, in every answer of another process', async () => {
  const { context, sibling } = await testDirectory();
  const { store } = sibling();
  const people = await Promise.all(['ada', 'ben', 'cyd'].map((name) => addUser(context, name)));
  const members = await addGroup(context, 'ws-Atlas-role-member', people);
  const admins = await addGroup(context, 'ws-Atlas-role-admin');
  let isMoving = true;
  const moving = Promise.all(
    people.map(async (user) => {
      for (let move = 0; move < MOVES; move += 1) {
        const [to, from] = move % 2 === 0 ? [admins, members] : [members, admins];
        await addMember(context, to, user);
        await removeMember(context, from, user);
      }
    }),
  ).finally(() => {
    isMoving = false;
  });
  const seen = new Set<string>();
  let answers = 0;
  while (isMoving) {
    for (const value of people) {
      const user = { by: 'id', value } as const;
      const { role } = await checkAccess(store, { user, workspace: 'Atlas', needed: 'member' });
      const record = await store.readUser(value);
      const own = record && (await createAccessReader(store).read(record));
      const roles = [role, own?.workspaces[0]?.role];
      expect(roles).not.toContain(undefined);
      for (const each of roles) seen.add(String(each));
      answers += 1;
    }
  }
  await moving;
  const { items } = await pageWorkspaceUsers(store, atlas, undefined, 10);
  expect(items.map(({ user, role }) => [user.id, role])).toEqual(people.sort().map((id) => [id, 'member']));
  expect([...seen].sort()).toEqual(['admin', 'member']);
  expect(answers).toBeGreaterThan(10);
  for (const value of people) {
    const user = { by: 'id', value } as const;
    expect(await checkAccess(store, { user, workspace: 'Atlas', needed: 'admin' })).toMatchObject({
      role: 'member',
      reason: 'roleTooLow',
    });
  }
});

test('two processes that move the same people at the same time leave what the directory says', async () => {
  const directory = await testDirectory();
  const other = directory.sibling();
  const ada = await addUser(directory.context, 'ada');
  const groups = await Promise.all(
    ['member', 'manager', 'admin'].map((role) => addGroup(directory.context, `ws-Atlas-role-${role}`)),
  );
  const shuffle = async ({ context }: typeof directory, seed: number) => {
    for (let step = 0; step < 30; step += 1) {
      const group = groups[(step * seed) % groups.length] ?? '';
      await (step % 3 === seed % 3 ? removeMember : addMember)(context, group, ada);
      if (step % 10 === seed)
        await renameGroup(context, groups[0] ?? '', `ws-Atlas-role-Member${' '.repeat(seed)}`);
    }
  };
  await Promise.all([shuffle(directory, 1), shuffle(other, 2)]);
  const { store } = directory;
  const memberships = (await store.readUser(ada))?.memberships.map(({ group }) => group) ?? [];
  for (const group of groups) {
    expect((await store.membersAmong(group, [ada])).length === 1).toBe(memberships.includes(group));
  }
  const held = groups.findLastIndex((group) => memberships.includes(group));
  const { role } = await checkAccess(store, {
    user: { by: 'id', value: ada },
    workspace: 'Atlas',
    needed: 'member',
  });
  expect(role).toBe(['member', 'manager', 'admin'][held]);
});
