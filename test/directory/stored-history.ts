// The histories of access-history.test.ts happen to a directory in the table, by two processes in turn: whatever was written
// on the way, every question is answered as a naive reading of the whole history says, and nothing is left over.
import fc from 'fast-check';
import { expect } from 'vitest';
import { checkAccess, explainAccess } from '../../src/directory/ask-access.ts';
import { mappingId } from '../../src/directory/mapping-id.ts';
import { deleteMapping, putMapping } from '../../src/directory/mappings.ts';
import { DEFAULT_ORGANIZATION_ROLES } from '../../src/directory/organization-role.ts';
import type { DirectoryStore } from '../../src/directory/store.ts';
import { createAccessReader, type UserAccess } from '../../src/directory/user-access.ts';
import { workspaceCalled } from '../../src/directory/workspace.ts';
import { WORKSPACE_ROLES } from '../../src/directory/workspace-role.ts';
import { pageWorkspaceUsers, type WorkspaceUser } from '../../src/directory/workspace-users.ts';
import { ScimError } from '../../src/scim/errors.ts';
import { verifyDirectory } from '../../src/storage/verify.ts';
import { type TestDirectory, testDirectory } from '../support/directory.ts';
import {
  addGroup,
  addMember,
  addUser,
  changeUser,
  removeGroup,
  removeMember,
  renameGroup,
} from '../support/directory-story.ts';
import { type Event, GROUPS, history, USERS, WORKSPACES } from './history.ts';
import { naiveRole } from './naive-access.ts';

/** Directories of one table that a run fills at the same time. */
const AT_ONCE = 4;

interface Ids {
  readonly users: Map<string, string>;
  readonly groups: Map<string, string>;
}

async function happen({ context }: TestDirectory, { users, groups }: Ids, event: Event): Promise<void> {
  const user = 'user' in event ? (users.get(event.user) ?? '') : '';
  const group = 'group' in event ? groups.get(event.group) : undefined;
  switch (event.what) {
    case 'activate':
    case 'deactivate':
      return await changeUser(context, user, ['replace', 'active', event.what === 'activate']);
    case 'give roles': {
      const roles = event.roles.map((value) => ({ value }));
      return await changeUser(context, user, ['replace', 'roles', roles]);
    }
    case 'name':
      if (group !== undefined) return await renameGroup(context, group, event.name);
      groups.set(event.group, await addGroup(context, event.name));
      return;
    case 'delete':
      if (group === undefined) return;
      groups.delete(event.group);
      return await removeGroup(context, group);
    case 'add':
      return group === undefined ? undefined : await addMember(context, group, user);
    case 'remove':
      return group === undefined ? undefined : await removeMember(context, group, user);
    case 'map': {
      if (group === undefined) return;
      const { workspace, role } = event;
      await putMapping(context, { group: { id: group }, workspace, role });
      return;
    }
    case 'unmap': {
      if (group === undefined) return;
      const workspace = workspaceCalled(event.workspace).id;
      const id = mappingId({ source: 'explicit', group, workspace });
      return await deleteMapping(context, id).catch(unlessNotFound);
    }
  }
}

function unlessNotFound(error: unknown): void {
  if (!(error instanceof ScimError && error.kind === 'notFound')) throw error;
}

const word = (access: { role: string; inherited: boolean } | undefined) =>
  access === undefined ? 'none' : access.inherited ? 'inherited' : access.role;

async function answers({ store }: TestDirectory, { users }: Ids): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  const own = new Map<string, UserAccess>();
  for (const id of users.values()) {
    const user = await store.readUser(id);
    if (user !== undefined) own.set(id, await createAccessReader(store).read(user));
  }
  for (const name of WORKSPACES) {
    const { id } = workspaceCalled(name);
    const listed = await allUsers(store, id);
    for (const [user, userId] of users) {
      const question = { user: { by: 'id', value: userId }, workspace: name, needed: 'member' } as const;
      const asked = await checkAccess(store, question);
      const explained = await explainAccess(store, question);
      expect(explained.result).toEqual(asked);
      const decisive = explained.paths.find(({ decides }) => decides)?.mapping.role ?? 'none';
      const access = own.get(userId);
      found[`${user} in ${name}`] = [
        asked.reason === 'inherited' ? 'inherited' : (asked.role ?? 'none'),
        word(listed.find((each) => each.user.id === userId)),
        explained.organizationRoleDecides ? 'inherited' : decisive,
        word(access?.everywhere ?? access?.workspaces.find((each) => each.id === id)),
      ];
    }
  }
  return found;
}

async function allUsers(store: DirectoryStore, workspace: string): Promise<WorkspaceUser[]> {
  const listed: WorkspaceUser[] = [];
  let after: string | undefined;
  do {
    const page = await pageWorkspaceUsers(store, workspace, after, 2);
    listed.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  const ids = listed.map(({ user }) => user.id);
  expect(ids).toEqual([...new Set(ids)].sort());
  return listed;
}

/** Organization admins are users of a workspace only while a group is mapped to it: while who is in all groups has a role. */
function expected(events: readonly Event[]): Record<string, string[]> {
  const everyGroup = GROUPS.map((group) => ({ what: 'add', group, user: 'everybody' }) as const);
  return Object.fromEntries(
    USERS.flatMap((user) =>
      WORKSPACES.map((name) => {
        const role = naiveRole(events, user, name);
        const isActive = naiveRole([...events, ...everyGroup], 'everybody', name) !== 'none';
        const here = role === 'inherited' && !isActive ? 'none' : role;
        return [`${user} in ${name}`, [here, here, here, role]];
      }),
    ),
  );
}

/** Lets `runs` times some histories happen, and asks. */
export async function checkStoredHistories(runs: number): Promise<void> {
  const table = await testDirectory();
  let made = 0;
  let steps = 0;
  const roles = new Set<string>();
  async function holds(events: readonly Event[]): Promise<void> {
    const directory = table.sibling({ name: `history-${made++}` });
    const processes = [directory, directory.sibling()] as const;
    const ids: Ids = { users: new Map(), groups: new Map() };
    for (const user of USERS) ids.users.set(user, await addUser(directory.context, user));
    for (const [at, event] of events.entries()) await happen(processes[at % 2 === 0 ? 0 : 1], ids, event);
    steps += events.length;
    const found = await answers(directory, ids);
    expect(found).toEqual(expected(events));
    for (const [role] of Object.values(found)) roles.add(role ?? '');
    await directory.store.resumeSweeps();
    const { findings } = await verifyDirectory(directory.writer, DEFAULT_ORGANIZATION_ROLES);
    expect(findings).toEqual([]);
  }
  await fc.assert(
    fc.asyncProperty(fc.array(history, { minLength: AT_ONCE, maxLength: AT_ONCE }), async (histories) => {
      await Promise.all(histories.map(holds));
    }),
    { numRuns: runs, endOnFailure: true },
  );
  // That the histories were of any use.
  expect(steps).toBeGreaterThan(runs * AT_ONCE * 10);
  expect([...roles].sort()).toEqual(['none', 'inherited', ...WORKSPACE_ROLES].sort());
}
