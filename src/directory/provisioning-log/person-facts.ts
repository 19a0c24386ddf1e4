// Gathers what is known of a person, from the directory and from the log, for the question why they are without access.
import { eachAtOnce } from '../at-once.ts';
import { explainEvery } from '../explain-every.ts';
import { standingOf } from '../standing.ts';
import type { DirectoryStore, GroupMapping, GroupRecord, UserRecord } from '../store.ts';
import type { WorkspaceRole } from '../workspace-role.ts';
import type { LostRole, PersonFacts } from './missing.ts';
import type { ProvisioningLog, StoredEntry } from './store.ts';

/** Entries about a person, and about each group, that are looked at. */
const ENTRIES = 200;
const GROUP_ENTRIES = 30;
/** Groups whose entries are looked at. */
const GROUPS = 20;

export interface Sources {
  readonly store: DirectoryStore;
  readonly log: ProvisioningLog;
  readonly directory: string;
}

export async function personFacts(sources: Sources, user: UserRecord): Promise<PersonFacts> {
  const { store } = sources;
  const [found, { organizationRoles }, entries] = await Promise.all([
    eachAtOnce(user.memberships, ({ group }) => store.readGroup(group)),
    store.settings(),
    about(sources, user.id, ENTRIES),
  ]);
  const groups = found.filter((group) => group !== undefined);
  const lost = [
    ...(await lostWithMembership(sources, user, entries)),
    ...(await lostWithMapping(sources, groups)),
  ];
  return {
    user,
    standing: standingOf(user.attributes, organizationRoles),
    groups,
    access: explainEvery(user, groups, organizationRoles),
    entries,
    lost: await named(store, lost),
  };
}

export async function about(
  { log, directory }: Pick<Sources, 'log' | 'directory'>,
  subject: string,
  limit: number,
): Promise<readonly StoredEntry[]> {
  const query = { directory, subject, limit, ...ANY };
  return (await log.page(query)).entries;
}

const ANY = { outcome: undefined, name: undefined, from: undefined, to: undefined, after: undefined };

type Lost = Omit<LostRole, 'workspaceName'>;

/** Somebody took the person out of a group that leads, or led until it was deleted, to a workspace. */
async function lostWithMembership(
  sources: Sources,
  { id, memberships }: UserRecord,
  entries: readonly StoredEntry[],
): Promise<Lost[]> {
  const present = new Set(memberships.map(({ group }) => group));
  const left = new Map<string, StoredEntry>();
  for (const entry of entries) {
    for (const change of entry.changes) {
      const isLeaving = change.type === 'member.removed' && change.member === id;
      // The newest counts: entries come in that order.
      if (isLeaving && !present.has(change.group) && !left.has(change.group)) left.set(change.group, entry);
    }
  }
  const found = await eachAtOnce([...left].slice(0, GROUPS), async ([group, entry]) =>
    (await mappingsOf(sources, group)).map(({ workspace, role }) => ({ entry, workspace, role })),
  );
  return found.flat();
}

/** Those of a group that is there; of one that is not, those that ended with it. */
async function mappingsOf(
  sources: Sources,
  group: string,
): Promise<readonly Pick<GroupMapping, 'workspace' | 'role'>[]> {
  const found = await sources.store.readGroup(group);
  return found?.mappings ?? endedMappings(await about(sources, group, GROUP_ENTRIES), group);
}

/** Somebody ended a mapping of a group that the person is still in: by another name, or by hand. */
async function lostWithMapping(sources: Sources, groups: readonly GroupRecord[]): Promise<Lost[]> {
  const found = await eachAtOnce(groups.slice(0, GROUPS), async ({ id, mappings }) => {
    const present = new Set(mappings.map(({ workspace, role }) => `${workspace} ${role}`));
    const entries = await about(sources, id, GROUP_ENTRIES);
    return endedMappings(entries, id).filter(({ workspace, role }) => !present.has(`${workspace} ${role}`));
  });
  return found.flat();
}

function endedMappings(entries: readonly StoredEntry[], group: string): Lost[] {
  const ended = new Map<string, Lost>();
  for (const entry of entries) {
    for (const change of entry.changes) {
      if (change.type !== 'mapping.deleted' || !('id' in change.group) || change.group.id !== group) continue;
      const key = `${change.workspace} ${change.role}`;
      if (!ended.has(key)) ended.set(key, { entry, workspace: change.workspace, role: change.role });
    }
  }
  return [...ended.values()];
}

/** Each role once, with the workspace's name. */
async function named(store: DirectoryStore, lost: readonly Lost[]): Promise<LostRole[]> {
  const each = new Map<string, Lost>(lost.map((one) => [`${one.workspace} ${one.role}`, one]));
  return await eachAtOnce([...each.values()], async (one) => ({
    ...one,
    role: one.role satisfies WorkspaceRole,
    workspaceName: (await store.readWorkspace(one.workspace))?.name ?? 'a workspace',
  }));
}
