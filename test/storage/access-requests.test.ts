// The storage requests and the sequential depth that questions about access cost, as requests.test.ts has them for SCIM: the
// same in a small directory and in a large one.
import { beforeAll, describe, expect, test } from 'vitest';
import { checkAccess, explainAccess } from '../../src/directory/ask-access.ts';
import { readFeed } from '../../src/directory/feed.ts';
import { newGroupId, newUserId } from '../../src/directory/ids.ts';
import { pageMappings } from '../../src/directory/list-mappings.ts';
import { mappingId } from '../../src/directory/mapping-id.ts';
import { changeMapping, deleteMapping, putMapping } from '../../src/directory/mappings.ts';
import { findNamedUser, type UserReference } from '../../src/directory/named-user.ts';
import { createAccessReader } from '../../src/directory/user-access.ts';
import { workspaceCalled } from '../../src/directory/workspace.ts';
import { pageWorkspaceUsers } from '../../src/directory/workspace-users.ts';
import { pageWorkspaces, readWorkspace } from '../../src/directory/workspaces.ts';
import { ORIGIN, type TestDirectory, testDirectory } from '../support/directory.ts';
import { addGroup, addUser, changeUser, removeGroup } from '../support/directory-story.ts';
import { seedGroup, seedUsers } from '../support/seed.ts';

const SIZES = [
  { users: 10, members: 10 },
  { users: 2_000, members: 1_000 },
] as const;
/** Groups that Ada is in. Two of them are mapped to Atlas, the first of all. */
const GROUPS = 5;

describe.each(SIZES)('with $users users and groups of $members members', ({ users, members }) => {
  let directory: TestDirectory;
  let ids: string[];
  let ada: string;
  let large: string;
  const atlas = workspaceCalled('Atlas');

  beforeAll(async () => {
    directory = await testDirectory();
    ids = await seedUsers(directory.writer, users);
    const { context } = directory;
    ada = await addUser(context, 'ada', {
      externalId: 'ada-object-id',
      emails: [{ value: 'ada@atlas.example' }],
    });
    const others = ids.slice(0, members);
    large = await seedGroup(directory.writer, 'ws-Atlas-role-member', [ada, ...others]);
    const second = await seedGroup(directory.writer, 'Engineering', [ada, ...others]);
    await putMapping(context, { group: { id: second }, workspace: 'Atlas', role: 'admin' });
    for (let n = 2; n < GROUPS; n += 1) await addGroup(context, `ws-Team ${n}-role-member`, [ada]);
    await addGroup(context, 'ws-Empty-role-member');
    await removeGroup(context, await addGroup(context, 'ws-Gone-role-member'));
    await directory.store.resumeSweeps();
  }, 120_000);

  async function costs(work: (directory: TestDirectory) => Promise<unknown>): Promise<string> {
    // Settings are read again every few seconds, beside the first of the other requests.
    await directory.store.settings();
    const { requests, depth } = await directory.count(() => work(directory));
    return `${requests}/${depth}`;
  }

  /** Of reads with many requests at a time: one may be sent again, on a connection that the server had just closed. */
  async function leastCosts(work: (directory: TestDirectory) => Promise<unknown>): Promise<string> {
    const [first = '', ...others] = [await costs(work), await costs(work), await costs(work)];
    return others.reduce(
      (least, cost) => (Number.parseInt(cost, 10) < Number.parseInt(least, 10) ? cost : least),
      first,
    );
  }

  const ADA: [string, () => UserReference, number][] = [
    ['id', () => ({ by: 'id', value: ada }), 0],
    ['userName', () => ({ by: 'userName', value: 'ADA' }), 1],
    ['externalId', () => ({ by: 'externalId', value: 'ada-object-id' }), 1],
    ['email', () => ({ by: 'email', value: 'ada@atlas.example' }), 1],
  ];

  test.each(ADA)('a user with all workspaces, by %s', async (_by, reference, more) => {
    const cost = await costs(async ({ store }) => {
      const user = await findNamedUser(store, reference());
      const access = user && (await createAccessReader(store).read(user));
      expect(access?.workspaces).toHaveLength(GROUPS - 1);
    });
    expect(cost).toBe(`${1 + GROUPS + more}/${2 + more}`);
  });

  const checked = (workspace: string, reason: string, user: UserReference = { by: 'id', value: ada }) =>
    costs(async ({ store }) => {
      const result = await checkAccess(store, { user, workspace, needed: 'member' });
      expect(result.reason).toBe(reason);
    });

  test('check by id: two ranges and a guard for each group in common', async () => {
    expect(await checked(atlas.id, 'granted')).toBe('4/2');
    expect(await checked(' ATLAS ', 'granted')).toBe('4/2');
    expect(await checked(workspaceCalled('Team 3').id, 'granted')).toBe('3/2');
  });

  test.each(ADA)('check by %s of the user', async (_by, reference, more) => {
    const [requests, depth] = (await checked(atlas.id, 'granted', reference())).split('/').map(Number);
    expect(requests).toBe(4 + more);
    // The mappings are read beside the user, and may be there before or after the name is.
    expect(depth).toBeLessThanOrEqual(2 + more);
  });

  test('check by slug of the workspace', async () => {
    expect(await checked(atlas.slug, 'granted')).toBe('5/3');
  });

  test('check that is refused', async () => {
    expect(await checked('Empty', 'noMapping')).toBe('3/2');
    expect(await checked('Gone', 'archived')).toBe('3/2');
    expect(await checked('Nowhere', 'unknownWorkspace')).toBe('3/2');
    expect(await checked('Atlas', 'unknownUser', { by: 'id', value: newUserId() })).toBe('2/1');
  });

  test('check of an organization admin', async () => {
    const { context } = directory;
    const value = await addUser(context, 'root', { roles: [{ value: 'admin' }] });
    expect(await checked('Atlas', 'inherited', { by: 'id', value })).toBe('3/2');
  });

  test('explain', async () => {
    const cost = await costs(async ({ store }) => {
      const question = { user: { by: 'id', value: ada }, workspace: 'Atlas', needed: 'member' } as const;
      expect((await explainAccess(store, question)).paths).toHaveLength(2);
    });
    expect(cost).toBe('6/2');
  });

  test('a workspace by id and by slug; a page of workspaces', async () => {
    expect(await costs(({ store }) => readWorkspace(store, atlas.id))).toBe('3/3');
    expect(await costs(({ store }) => readWorkspace(store, atlas.slug))).toBe('3/3');
    const cost = await leastCosts(async ({ store }) => {
      const { items } = await pageWorkspaces(store, undefined, 100);
      expect(items).toHaveLength(GROUPS + 1);
    });
    // The workspaces, their mappings, and a guard for each that has one.
    expect(cost).toBe(`${2 + GROUPS}/3`);
  });

  test('a page of the users of a workspace: about as many requests as users', async () => {
    for (const size of [5, 10]) {
      const cost = await leastCosts(async ({ store }) => {
        const page = await pageWorkspaceUsers(store, atlas.id, undefined, size);
        expect(page.items).toHaveLength(size);
      });
      // The mappings; of two groups guard and members, the organization admins; each user.
      expect(cost).toBe(`${1 + 5 + size}/3`);
    }
  });

  test('a page of mappings; of one group', async () => {
    const page = leastCosts(({ store }) => pageMappings(store, { source: 'pattern' }, undefined, 100));
    // The mappings; the workspaces, and beside them what each group that is mapped is called.
    expect(await page).toBe(`${2 + GROUPS + 1}/2`);
    expect(await costs(({ store }) => pageMappings(store, { group: { id: large } }, undefined, 100))).toBe(
      '1/1',
    );
  });

  test('a mapping made, made again, changed, deleted; by name while it waits', async () => {
    const { context } = directory;
    const group = await addGroup(context, `Makers ${users}`);
    const wanted = { group: { id: group }, workspace: `Made ${users}`, role: 'member' } as const;
    const { id: workspace } = workspaceCalled(wanted.workspace);
    const id = mappingId({ source: 'explicit', group, workspace });
    // What is mapped already, beside it what the group is called.
    expect(await costs(() => putMapping(context, wanted))).toBe('3/2');
    expect(await costs(() => putMapping(context, wanted))).toBe('2/1');
    expect(await costs(() => changeMapping(context, id, 'admin'))).toBe('4/3');
    expect(await costs(() => deleteMapping(context, id))).toBe('2/2');
    const waiting = { ...wanted, group: { name: `Later ${users}` } };
    expect(await costs(() => putMapping(context, waiting))).toBe('2/2');
    expect(await costs(() => putMapping(context, waiting))).toBe('1/1');
    // The insert meets the row of the name, reads it, and takes it over.
    const named = { displayName: `Later ${users}` };
    expect(await costs(({ store }) => store.createGroup(newGroupId(), named, [], ORIGIN))).toBe('3/3');
  });

  test('the feed with nothing new; with one change and the access it touched', async () => {
    const { store, context } = directory;
    const cursor = await store.changeLogEnd();
    const poll = () => readFeed(store, { cursor, count: 100, include: 'changes and access' });
    expect(await costs(poll)).toBe('1/1');
    await changeUser(context, ada, ['replace', 'title', `Analyst ${users}`]);
    // Lane heads, the lane, the user, the user's groups.
    expect(await costs(poll)).toBe(`${3 + GROUPS}/4`);
  });
});
