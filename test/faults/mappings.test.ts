// Whatever befalls the storage requests of a write of mappings or settings: it is done once or not at all, no mapping is lost
// or left over, and a client that sends it again ends where it wanted.
import { afterAll, describe, expect, test } from 'vitest';
import { changeSettings } from '../../src/directory/change-settings.ts';
import type { Change } from '../../src/directory/changes.ts';
import type { DirectoryContext } from '../../src/directory/context.ts';
import { pageMappings } from '../../src/directory/list-mappings.ts';
import { mappingId } from '../../src/directory/mapping-id.ts';
import { deleteMapping, putMapping } from '../../src/directory/mappings.ts';
import { type DirectoryStore, StoreUnavailable } from '../../src/directory/store.ts';
import { workspaceCalled } from '../../src/directory/workspace.ts';
import { ScimError } from '../../src/scim/errors.ts';
import type { Patience } from '../../src/storage/patience.ts';
import { verifyDirectory } from '../../src/storage/verify.ts';
import { type TestDirectory, testDirectory } from '../support/directory.ts';
import { addGroup, addUser, removeGroup, renameGroup } from '../support/directory-story.ts';
import { createFaults, FAULTS, type Fault, needsWrite } from '../support/faults.ts';

/** More than are made in the transaction that takes a name. */
const MANY = Array.from({ length: 27 }, (_, n) => `Atlas ${n}`);

interface Write {
  readonly name: string;
  readonly prepare: (context: DirectoryContext) => Promise<string>;
  /** `id` is what `prepare` gave. */
  readonly act: (context: DirectoryContext, id: string) => Promise<unknown>;
  /** What a client that repeats it may be told although it was done. */
  readonly again?: ScimError['kind'];
  /** Where there are many requests, and all faults would take long. */
  readonly faults?: readonly Fault[];
}

const MAIN_FAULTS: readonly Fault[] = ['500', 'answer lost', 'late, after the next request'];

const engineers = async (context: DirectoryContext) =>
  await addGroup(context, 'Engineering', [await addUser(context, 'ada')]);
const put = (context: DirectoryContext, group: { id: string } | { name: string }, workspace = 'Atlas') =>
  putMapping(context, { group, workspace, role: 'manager' });
const waiting = async (context: DirectoryContext) => {
  await put(context, { name: 'Engineering' });
  return await addUser(context, 'ada');
};

const WRITES: readonly Write[] = [
  { name: 'map a group', prepare: engineers, act: (context, id) => put(context, { id }) },
  {
    name: 'give a mapping another role',
    prepare: async (context) => {
      const id = await engineers(context);
      await putMapping(context, { group: { id }, workspace: 'Atlas', role: 'admin' });
      return id;
    },
    act: (context, id) => put(context, { id }),
  },
  {
    name: 'delete a mapping',
    prepare: async (context) => {
      const id = await engineers(context);
      await put(context, { id });
      await put(context, { id }, 'Borealis');
      return id;
    },
    act: (context, group) =>
      deleteMapping(
        context,
        mappingId({ source: 'explicit', group, workspace: workspaceCalled('Atlas').id }),
      ),
    again: 'notFound',
  },
  {
    name: 'let a mapping wait for a name',
    prepare: async () => '',
    act: (context) => put(context, { name: 'Engineering' }),
  },
  {
    name: 'create the group that a mapping waits for',
    prepare: waiting,
    act: (context, user) => addGroup(context, 'Engineering', [user]),
    again: 'uniqueness',
  },
  {
    name: 'rename a group to the name that many mappings wait for',
    prepare: async (context) => {
      for (const workspace of MANY) await put(context, { name: 'Engineering' }, workspace);
      return await addGroup(context, 'Makers', [await addUser(context, 'ada')]);
    },
    act: (context, id) => renameGroup(context, id, 'Engineering'),
    faults: MAIN_FAULTS,
  },
  {
    name: 'delete a group whose mappings wait again',
    prepare: async (context) => {
      const user = await waiting(context);
      return await addGroup(context, 'Engineering', [user]);
    },
    act: removeGroup,
    again: 'notFound',
  },
  {
    name: 'change the pattern',
    prepare: async (context) => {
      const user = await addUser(context, 'ada', { roles: [{ value: 'owner' }] });
      await addGroup(context, 'ws-Atlas-role-admin', [user]);
      return await addGroup(context, 'team-Borealis-role-admin', [user]);
    },
    act: (context) =>
      changeSettings(context, (before) => ({
        pattern: { ...before.pattern, prefix: 'team-' },
        organizationRoles: ['owner', 'admin', 'member'],
      })),
    faults: MAIN_FAULTS,
  },
];

const ALL_FAULTS = Object.keys(FAULTS) as Fault[];
let points = 0;
afterAll(() => {
  process.stdout.write(`Fault points tried: ${points}\n`);
});

async function attempt({ context, writer }: TestDirectory, { act }: Write, id: string): Promise<string> {
  try {
    await act(context, id);
    return 'done';
  } catch (error) {
    if (error instanceof StoreUnavailable) return 'unavailable';
    if (error instanceof ScimError) return error.kind;
    throw error;
  } finally {
    await Promise.allSettled(writer.sweeps.values());
  }
}

/** Mappings as text without ids, which differ from one directory to the next; and the changes, counted by type. */
async function endOf(store: DirectoryStore): Promise<unknown> {
  await store.resumeSweeps();
  const { items } = await pageMappings(store, {}, undefined, 1_000);
  const page = await store.readChangeLog(undefined, 1_000);
  const changes: readonly Change[] =
    page.kind === 'entries' ? page.entries.flatMap((entry) => entry.changes) : [];
  const counted: Record<string, number> = {};
  for (const { type } of changes) counted[type] = (counted[type] ?? 0) + 1;
  // A page of users that is looked at again says again whose role has changed: that does no harm.
  if (counted['user.updated'] !== undefined) counted['user.updated'] = 1;
  const mappings = items.map(({ group, workspace, role, source }) =>
    ['name' in group ? `waits for ${group.name}` : 'mapped', workspace.name, role, source].join(),
  );
  return { mappings: mappings.sort(), counted };
}

async function tried(
  write: Write,
  patience: Partial<Patience>,
  meet: (trial: { faults: ReturnType<typeof createFaults>; act: () => Promise<string> }) => Promise<void>,
): Promise<unknown> {
  points += 1;
  const plain = await testDirectory();
  const id = await write.prepare(plain.context);
  const faults = createFaults();
  const faulty = plain.sibling({ policies: [faults.policy], patience });
  await meet({ faults, act: () => attempt(faulty, write, id) });
  await faults.deliver();
  const end = await endOf(plain.store);
  const { organizationRoles } = await plain.store.readSettings();
  const { findings, sweeps } = await verifyDirectory(plain.writer, organizationRoles);
  expect({ findings, sweeps }).toEqual({ findings: [], sweeps: 0 });
  return end;
}

describe.each(WRITES)('$name', (write) => {
  async function undisturbed() {
    let methods: readonly string[] = [];
    const end = await tried(write, {}, async ({ faults, act }) => {
      expect(await act()).toBe('done');
      methods = [...faults.requests()];
    });
    return { end, methods };
  }

  test('one fault at one request', { timeout: 60_000 }, async () => {
    const { end, methods } = await undisturbed();
    for (const [at, method] of methods.entries()) {
      const { faults: tryThese = ALL_FAULTS } = write;
      for (const fault of tryThese.filter((each) => method === 'POST' || !needsWrite(each))) {
        const reached = await tried(write, {}, async ({ faults, act }) => {
          faults.arm({ [at + 1]: fault });
          const answer = await act();
          faults.disarm();
          await faults.deliver();
          if (answer !== 'done') expect(['done', write.again]).toContain(await act());
        });
        expect(reached, `${fault} at request ${at + 1}`).toEqual(end);
      }
    }
  });

  test('an outage from one request on, longer than the service waits', { timeout: 60_000 }, async () => {
    const { end, methods } = await undisturbed();
    for (const at of methods.keys()) {
      for (const fault of ['503', 'late, after everything'] as const) {
        const reached = await tried(write, { certainty: 30 }, async ({ faults, act }) => {
          faults.armFrom(at + 1, fault);
          const answer = await act();
          faults.disarm();
          await faults.deliver();
          if (answer !== 'done') expect(['done', write.again]).toContain(await act());
        });
        expect(reached, `${fault} from request ${at + 1} on`).toEqual(end);
      }
    }
  });
});
