// The users of a workspace, paged: whoever may be listed is, once, in order, with the role that check tells too.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkAccess } from '../../src/directory/ask-access.ts';
import { workspaceCalled } from '../../src/directory/workspace.ts';
import { WORKSPACE_ROLES } from '../../src/directory/workspace-role.ts';
import { pageWorkspaceUsers, type WorkspaceUser } from '../../src/directory/workspace-users.ts';
import { type TestDirectory, testDirectory } from '../support/directory.ts';
import {
  addGroup,
  addUser,
  changeGroup,
  changeUser,
  removeGroup,
  removeMember,
  removeUser,
} from '../support/directory-story.ts';
import { seedUsers } from '../support/seed.ts';

const atlas = workspaceCalled('Atlas').id;

async function walk(
  { store }: TestDirectory,
  size: number,
  between = async () => {},
): Promise<WorkspaceUser[]> {
  const found: WorkspaceUser[] = [];
  let after: string | undefined;
  do {
    const page = await pageWorkspaceUsers(store, atlas, after, size);
    expect(page.items.length).toBeLessThanOrEqual(size);
    found.push(...page.items);
    after = page.next;
    await between();
  } while (after !== undefined);
  return found;
}

describe('in any directory', () => {
  let table: TestDirectory;
  let made = 0;
  beforeAll(async () => {
    table = await testDirectory();
  });

  const USERS = 12;
  const person = fc.record({
    groups: fc.subarray([0, 1, 2, 3]),
    active: fc.constantFrom(true, true, true, false),
    roles: fc.constantFrom([], [], ['admin'], ['member']),
  });

  test('pages of any size list who has a role, once and in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(person, { minLength: USERS, maxLength: USERS }),
        fc.array(fc.constantFrom(...WORKSPACE_ROLES), { minLength: 3, maxLength: 3 }),
        fc.integer({ min: 1, max: 7 }),
        async (people, roles, size) => {
          const directory = table.sibling({ name: `directory-${made++}` });
          const { context, store } = directory;
          const ids = await Promise.all(
            people.map(({ active, roles }, n) =>
              addUser(context, `user${n}`, { active, roles: roles.map((value) => ({ value })) }),
            ),
          );
          const inGroup = (group: number) => ids.filter((_, n) => people[n]?.groups.includes(group));
          // The last group is mapped to nothing.
          for (const [group, role] of [...roles, undefined].entries()) {
            const blanks = ' '.repeat(group);
            const name = role === undefined ? 'Others' : `ws-Atlas${blanks}-role-${role}`;
            await addGroup(context, name, inGroup(group));
          }
          const expected = await Promise.all(
            ids.toSorted().map(async (value) => {
              const question = { user: { by: 'id', value }, workspace: atlas, needed: 'member' } as const;
              const { role, reason } = await checkAccess(store, question);
              return { value, role, inherited: reason === 'inherited' };
            }),
          );
          expect(
            (await walk(directory, size)).map(({ user, role, inherited }) => ({
              value: user.id,
              role,
              inherited,
            })),
          ).toEqual(expected.filter(({ role }) => role !== undefined));
        },
      ),
      { numRuns: 15 },
    );
  }, 120_000);
});

describe('in a directory of some size', () => {
  let directory: TestDirectory;
  let ids: string[];
  beforeAll(async () => {
    directory = await testDirectory();
    ids = (await seedUsers(directory.writer, 900)).sort();
    const { context } = directory;
    await addGroup(context, 'ws-Atlas-role-member', ids.slice(0, 600));
    await addGroup(context, 'ws-Atlas -role-admin', ids.slice(300, 900));
    await addGroup(context, 'ws-Atlas  -role-manager', ids.slice(100, 400));
  }, 120_000);

  test('groups that overlap give each user once, with the strongest role', async () => {
    const found = await walk(directory, 250);
    expect(found.map(({ user }) => user.id)).toEqual(ids);
    const roles = found.map(({ role }) => role);
    expect(roles.indexOf('manager')).toBe(100);
    expect(roles.indexOf('admin')).toBe(300);
    expect(roles.lastIndexOf('admin')).toBe(899);
  });

  test('who is there throughout is met once, whatever comes and goes', async () => {
    const { context } = directory;
    const leaving = ids.filter((_, n) => n % 9 === 4);
    const staying = ids.filter((_, n) => n % 9 !== 4);
    let turn = 0;
    const found = await walk(directory, 40, async () => {
      const some = leaving.slice(turn * 4, turn * 4 + 4);
      turn += 1;
      await Promise.all(some.map((id) => removeUser(context, id)));
      await addGroup(context, `ws-Atlas${' '.repeat(turn + 3)}-role-member`, staying.slice(turn, turn + 5));
    });
    const listed = found.map(({ user }) => user.id).filter((id) => staying.includes(id));
    expect(listed).toEqual(staying);
  });

  test('a page of people who are inactive ends early and goes on', async () => {
    const { context } = directory;
    const group = await addGroup(context, 'ws-Borealis-role-member', ids.slice(0, 40));
    const present = ids.slice(0, 40).filter((_, n) => n % 9 !== 4);
    await Promise.all(
      present.slice(0, -1).map((id) => changeUser(context, id, ['replace', 'active', false])),
    );
    const { store } = directory;
    const borealis = workspaceCalled('Borealis').id;
    const first = await pageWorkspaceUsers(store, borealis, undefined, 2);
    expect(first.items).toEqual([]);
    let after = first.next;
    const found: string[] = [];
    for (let pages = 0; after !== undefined && pages < 20; pages += 1) {
      const page = await pageWorkspaceUsers(store, borealis, after, 2);
      found.push(...page.items.map(({ user }) => user.id));
      after = page.next;
    }
    expect(found).toEqual(present.slice(-1));
    await removeMember(context, group, present.at(-1) ?? '');
    await removeGroup(context, group);
    expect((await pageWorkspaceUsers(store, borealis, undefined, 2)).items).toEqual([]);
  });

  test('groups that are members of a group give nothing', async () => {
    const { context, store } = directory;
    const inner = await addGroup(context, 'Inner', [ids[0] ?? '']);
    const outer = await addGroup(context, 'ws-Cygnus-role-member');
    await changeGroup(context, outer, ['add', 'members', [{ value: inner }]]);
    const page = await pageWorkspaceUsers(store, workspaceCalled('Cygnus').id, undefined, 10);
    expect(page).toEqual({ items: [], next: undefined });
  });
});
