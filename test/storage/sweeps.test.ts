// What is left of a large deletion is swept: by whoever comes, by two at once, whatever else is gone meanwhile; and nobody in
// this process sees what is left.
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { describe, expect, test } from 'vitest';
import { anyVersion } from '../../src/directory/context.ts';
import { deleteGroup } from '../../src/directory/groups.ts';
import { newGroupId } from '../../src/directory/ids.ts';
import { DEFAULT_ORGANIZATION_ROLES } from '../../src/directory/organization-role.ts';
import { deleteUser } from '../../src/directory/users.ts';
import { verifyDirectory } from '../../src/storage/verify.ts';
import { ORIGIN, type TestDirectory, testDirectory } from '../support/directory.ts';
import { begin, changesSince, type Names, readState } from '../support/state.ts';
import { watchTransactions } from '../support/transactions.ts';

const people = (count: number) => Array.from({ length: count }, (_, at) => `p${at}`);

/** Deletes without sweeping, as a process that is stopped right after its answer. */
async function deleteOnly({ context, writer }: TestDirectory, kind: 'user' | 'group', id: string) {
  writer.sweeps.set(id, Promise.resolve());
  await (kind === 'user' ? deleteUser(context, id, anyVersion) : deleteGroup(context, id, anyVersion));
  writer.sweeps.delete(id);
}

async function expectSound({ writer }: TestDirectory): Promise<void> {
  const { findings, sweeps } = await verifyDirectory(writer, DEFAULT_ORGANIZATION_ROLES);
  expect({ findings, sweeps }).toEqual({ findings: [], sweeps: 0 });
}

async function cursorOf({ store }: TestDirectory) {
  const page = await store.readChangeLog(undefined, 10_000);
  return page.kind === 'entries' ? page.cursor : undefined;
}

describe('a sweep', () => {
  test('done by three processes at once writes each removal once, and little more than one alone', async () => {
    const directory = await testDirectory();
    const users = people(400);
    const names = await begin(directory.writer, { users, groups: { Crew: users } });
    const cursor = await cursorOf(directory);
    await deleteOnly(directory, 'group', names.id('Crew'));
    const watch = watchTransactions();
    const sweepers = [1, 2, 3].map(() => directory.sibling({ policies: [watch.policy] }));
    await Promise.all(sweepers.map(({ store }) => store.resumeSweeps()));
    const changes = await changesSince(directory.store, cursor, names);
    expect(changes.sort()).toEqual(
      ['group.deleted Crew 2', ...users.map((user) => `member.removed ${user} Crew`)].sort(),
    );
    // One alone needs nine.
    expect(watch.transactions.length).toBeLessThan(60);
    await expectSound(directory);
  });

  test('of a user goes past groups that are gone too', async () => {
    const directory = await testDirectory();
    const clubs = Array.from({ length: 40 }, (_, at) => `Club ${at}`);
    const groups = Object.fromEntries(clubs.map((club) => [club, ['ada']]));
    const names = await begin(directory.writer, { users: ['ada'], groups });
    await deleteOnly(directory, 'user', names.id('ada'));
    for (const club of clubs.slice(0, 5)) await deleteOnly(directory, 'group', names.id(club));
    expect(await directory.sibling().store.resumeSweeps()).toBe(6);
    expect((await readState(directory.writer, names)).groups).toEqual(
      Object.fromEntries(clubs.slice(5).map((club) => [club, { revision: 1, members: [] }])),
    );
    await expectSound(directory);
  });

  test('of a group takes it out of the groups that it is in, and its groups out of it', async () => {
    const directory = await testDirectory();
    const names = await begin(directory.writer, {
      users: ['ada'],
      groups: { Outer: [], Middle: [], Inner: ['ada'] },
    });
    await nest(directory, names, 'Outer', 'Middle');
    await nest(directory, names, 'Middle', 'Inner');
    await deleteOnly(directory, 'group', names.id('Middle'));
    await directory.sibling().store.resumeSweeps();
    const outer = await directory.store.pageMembers(names.id('Outer'), undefined, 10);
    expect(outer.items).toEqual([]);
    expect((await directory.store.readGroup(names.id('Inner')))?.parents).toEqual([]);
    await expectSound(directory);
  });

  test('that ends while a user is being read leaves no group behind in what is read', async () => {
    const directory = await testDirectory();
    const names = await begin(directory.writer, { users: ['ada'], groups: { Crew: ['ada'] } });
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const holdAnswers: PipelinePolicy = {
      name: 'holdAnswers',
      async sendRequest(request, next) {
        const response = await next(request);
        if (request.method === 'GET' && request.url.includes(names.id('ada'))) await held;
        return response;
      },
    };
    const { store, context, writer } = directory.sibling({ policies: [holdAnswers] });
    writer.sweeps.set(names.id('Crew'), Promise.resolve());
    const read = store.readUser(names.id('ada'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await deleteGroup(context, names.id('Crew'), anyVersion);
    await directory.sibling().store.resumeSweeps();
    writer.sweeps.delete(names.id('Crew'));
    release();
    expect((await read)?.memberships).toEqual([]);
  });
});

async function nest({ store }: TestDirectory, { id }: Names, outer: string, inner: string): Promise<void> {
  await store.changeMembers(id(outer), { add: [id(inner)], remove: [newGroupId()] }, ORIGIN);
}
