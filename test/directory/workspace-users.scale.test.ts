// A workspace of 100,000 users in groups that overlap: a page costs what it costs in a small one, wherever it begins.
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { checkAccess } from '../../src/directory/ask-access.ts';
import { newUserId } from '../../src/directory/ids.ts';
import { DEFAULT_ORGANIZATION_ROLES } from '../../src/directory/organization-role.ts';
import { workspaceCalled } from '../../src/directory/workspace.ts';
import { pageWorkspaceUsers } from '../../src/directory/workspace-users.ts';
import { planCreateUser } from '../../src/storage/plan-user.ts';
import { type TestDirectory, testDirectory } from '../support/directory.ts';
import { commitJoined, seedGroup } from '../support/seed.ts';

const USERS = 100_000;
const PAGE = 100;
const atlas = workspaceCalled('Atlas').id;

let directory: TestDirectory;
let ids: string[];

beforeAll(async () => {
  directory = await testDirectory();
  ids = Array.from({ length: USERS }, newUserId).sort();
  // Without the attributes that have an index: a third of the rows.
  const plans = ids.map((id) => planCreateUser(id, { userName: id }, DEFAULT_ORGANIZATION_ROLES));
  await commitJoined(directory.writer, plans);
  await seedGroup(directory.writer, 'ws-Atlas-role-member', ids);
  await seedGroup(
    directory.writer,
    'ws-Atlas -role-manager',
    ids.filter((_, n) => n % 10 === 0),
  );
  await seedGroup(directory.writer, 'ws-Atlas  -role-admin', ids.slice(USERS / 2, USERS / 2 + 1_000));
}, 3_600_000);

/** Settings are read again every few seconds, beside other requests. */
beforeEach(() => directory.store.settings());

test.each([0, 49_950, 99_900])(
  'a page after %i users costs three steps and about a request for each user',
  async (position) => {
    const after = position === 0 ? undefined : ids[position - 1];
    let page: Awaited<ReturnType<typeof pageWorkspaceUsers>> | undefined;
    const cost = await directory.count(async () => {
      page = await pageWorkspaceUsers(directory.store, atlas, after, PAGE);
    });
    // The mappings; three groups, each with guard and members; the organization admins; the users.
    expect(cost).toEqual({ requests: 1 + 7 + PAGE, depth: 3 });
    expect(page?.items.map(({ user }) => user.id)).toEqual(ids.slice(position, position + PAGE));
    for (const [at, { role }] of (page?.items ?? []).entries()) {
      const n = position + at;
      const isAdmin = n >= USERS / 2 && n < USERS / 2 + 1_000;
      expect(role).toBe(isAdmin ? 'admin' : n % 10 === 0 ? 'manager' : 'member');
    }
  },
);

test('check costs the same as in a small workspace', async () => {
  const user = { by: 'id', value: ids[77_777] ?? '' } as const;
  const cost = await directory.count(async () => {
    const { allowed } = await checkAccess(directory.store, { user, workspace: 'Atlas', needed: 'member' });
    expect(allowed).toBe(true);
  });
  expect(cost).toEqual({ requests: 3, depth: 2 });
});
