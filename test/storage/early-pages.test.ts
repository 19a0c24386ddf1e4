// A page may end early with a continuation token, even before its first row: what is read is the same.
import { describe, expect, test } from 'vitest';
import { anyVersion } from '../../src/directory/context.ts';
import { allMembers, deleteGroup, readGroup } from '../../src/directory/groups.ts';
import { DEFAULT_ORGANIZATION_ROLES } from '../../src/directory/organization-role.ts';
import { StoreUnavailable } from '../../src/directory/store.ts';
import { deleteUser, readUser } from '../../src/directory/users.ts';
import { verifyDirectory } from '../../src/storage/verify.ts';
import { type TestDirectory, testDirectory } from '../support/directory.ts';
import { emptyFirstPages, shortPages } from '../support/pages.ts';
import { begin } from '../support/state.ts';

/** The heads of the lanes are one page or nothing: see the last test. */
const isNoLane = (filter: string) => !filter.includes("'l~'");

const POLICIES = [
  ['of one row', [shortPages(1, isNoLane)]],
  ['of three rows', [shortPages(3, isNoLane)]],
  ['of three rows after an empty one', [shortPages(3, isNoLane), emptyFirstPages(isNoLane)]],
] as const;

const USERS = ['ada', 'bob', 'cyd', 'dan', 'eva', 'fay', 'gus'];
const GROUPS = { Crew: USERS, Team: ['ada', 'bob'], Deck: ['ada'], Hold: ['ada'], Mast: [] };

async function everything({ store }: TestDirectory): Promise<unknown> {
  const users = await allPages((after) => store.pageUsers(after, 3));
  const groups = await allPages((after) => store.pageGroups(after, 2));
  return {
    users,
    groups,
    members: await Promise.all(
      groups.map(async ({ id }) => await allPages((after) => store.pageMembers(id, after, 2))),
    ),
    each: await Promise.all(users.map(({ id }) => store.readUser(id))),
    totals: await store.totals(),
  };
}

async function allPages<T>(
  page: (after: string | undefined) => Promise<{ items: readonly T[]; next: string | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await page(after);
    all.push(...items);
    after = next;
  } while (after !== undefined);
  return all;
}

describe.each(POLICIES)('pages %s', (_name, policies) => {
  test('give the same users, groups and members', async () => {
    const whole = await testDirectory();
    await begin(whole.writer, { users: USERS, groups: GROUPS });
    expect(await everything(whole.sibling({ policies }))).toEqual(await everything(whole));
  });

  test('give the same change log', async () => {
    const whole = await testDirectory();
    await begin(whole.writer, { users: USERS, groups: GROUPS });
    const cut = whole.sibling({ policies });
    expect(await cut.store.readChangeLog(undefined, 100)).toEqual(
      await whole.store.readChangeLog(undefined, 100),
    );
  });

  test('let deletions find everything', async () => {
    const whole = await testDirectory();
    const { id } = await begin(whole.writer, { users: USERS, groups: GROUPS });
    const cut = whole.sibling({ policies });
    await deleteUser(cut.context, id('ada'), anyVersion);
    await deleteGroup(cut.context, id('Crew'), anyVersion);
    await Promise.all(cut.writer.sweeps.values());
    await expect(readUser(cut.context, id('ada'))).rejects.toMatchObject({ kind: 'notFound' });
    await expect(readGroup(cut.context, id('Crew'))).rejects.toMatchObject({ kind: 'notFound' });
    expect(await allMembers(cut.context, id('Team'))).toEqual([id('bob')]);
    const { findings, users, groups, sweeps } = await verifyDirectory(cut.writer, DEFAULT_ORGANIZATION_ROLES);
    expect({ findings, users, groups, sweeps }).toEqual({ findings: [], users: 6, groups: 4, sweeps: 0 });
  });
});

describe('the heads of the lanes', () => {
  async function withLanes(): Promise<TestDirectory> {
    const whole = await testDirectory();
    for (const other of [whole, whole.sibling(), whole.sibling()]) {
      await other.store.createUser(
        crypto.randomUUID(),
        { userName: crypto.randomUUID() },
        { credential: 't', request: 'r' },
      );
    }
    return whole;
  }

  test('are read again until they come in one page: only then they are one moment', async () => {
    const whole = await withLanes();
    let cuts = 3;
    const cut = whole.sibling({ policies: [shortPages(2, (filter) => !isNoLane(filter) && cuts-- > 0)] });
    expect(await cut.store.readChangeLog(undefined, 100)).toEqual(
      await whole.store.readChangeLog(undefined, 100),
    );
    expect(cuts).toBeLessThanOrEqual(0);
  });

  test('that never do make nobody wait for ever', async () => {
    const whole = await withLanes();
    const cut = whole.sibling({ policies: [shortPages(2, (filter) => !isNoLane(filter))] });
    await expect(cut.store.readChangeLog(undefined, 100)).rejects.toBeInstanceOf(StoreUnavailable);
  });
});
