// A small directory written down by names, so that a test can say what it begins with and what must be there in the end,
// and a reading of the whole table back into that form. Both go through storage's own planners and row readers.
import type { ChangeLogCursor } from '../../src/directory/change-log.ts';
import type { Change } from '../../src/directory/changes.ts';
import { newGroupId, newUserId } from '../../src/directory/ids.ts';
import { DEFAULT_NAME_PATTERN } from '../../src/directory/mapping-name.ts';
import { DEFAULT_ORGANIZATION_ROLES } from '../../src/directory/organization-role.ts';
import type { DirectoryStore } from '../../src/directory/store.ts';
import { columnsText } from '../../src/storage/columns.ts';
import type { Plan, Writer } from '../../src/storage/commit.ts';
import { rangeOf } from '../../src/storage/keys.ts';
import { memberInserts } from '../../src/storage/members.ts';
import { planCreateGroup } from '../../src/storage/plan-group.ts';
import { planCreateUser } from '../../src/storage/plan-user.ts';
import { type Row, readRange } from '../../src/storage/reads.ts';
import { groupsOf, originColumns, usersOf } from '../../src/storage/rows.ts';
import { commitJoined } from './seed.ts';

export interface State {
  /** By userName: revision and title, where there is one, and the names of the groups, in order. */
  readonly users: Readonly<Record<string, { revision: number; title?: string; groups: readonly string[] }>>;
  /** By displayName, as users. */
  readonly groups: Readonly<Record<string, { revision: number; members: readonly string[] }>>;
}

/** Names of users; names of groups with the names of their members. */
export interface Beginning {
  readonly users: readonly string[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

/** Names of ids, of those that are gone too. */
export interface Names {
  /** A name that nobody ever had is a mistake of the test. */
  readonly id: (name: string) => string;
  readonly name: (id: string) => string;
  readonly learn: (id: string, name: string) => void;
}

function createNames(): Names {
  const ids = new Map<string, string>();
  const names = new Map<string, string>();
  return {
    id: (name) => {
      const id = ids.get(name);
      if (id === undefined) throw new Error(`Nobody is called ${name}.`);
      return id;
    },
    name: (id) => names.get(id) ?? id,
    learn: (id, name) => {
      ids.set(name, id);
      names.set(id, name);
    },
  };
}

/** Who wrote what is there at first. */
const BEGINNING = { credential: 'test', request: 'beginning' };

/** Fills an empty directory. */
export async function begin(writer: Writer, { users, groups }: Beginning): Promise<Names> {
  const names = createNames();
  for (const name of users) names.learn(newUserId(), name);
  for (const name of Object.keys(groups)) names.learn(newGroupId(), name);
  const { id } = names;
  await commitJoined(
    writer,
    [
      ...users.map((name) => planCreateUser(id(name), { userName: name }, DEFAULT_ORGANIZATION_ROLES)),
      ...Object.keys(groups).map((name) =>
        planCreateGroup(id(name), { displayName: name }, DEFAULT_NAME_PATTERN, BEGINNING),
      ),
      ...Object.entries(groups).flatMap(([name, members]) =>
        members.map((member) => planMembership(id(name), id(member))),
      ),
    ],
    BEGINNING,
  );
  return names;
}

/** Beside a group and a member that are written at the same time, so that neither needs to be asked for. */
function planMembership(group: string, member: string): Plan {
  const rows = (stamp: number) => memberInserts(group, member, originColumns(BEGINNING, stamp));
  return { actions: (stamp) => rows(stamp).filter((row) => row.do === 'insert'), changes: [] };
}

/** Everything that is in the table, by names; new ones are learned. */
export async function readState(writer: Writer, names: Names): Promise<State> {
  return (await readAll(writer, names)).state;
}

/** As `readState`, with what the change log says since the beginning: the lines of `changesSince`, in no order. */
export async function readAll(
  { table, partition }: Writer,
  names: Names,
): Promise<{ state: State; changes: string[] }> {
  const rows = await readRange(table, partition, rangeOf(''));
  const state = stateIn(rows, names);
  const entries = rows.filter(
    ({ key, columns }) => key.startsWith('c~') && columns.request !== BEGINNING.request,
  );
  const changes = entries.flatMap(
    ({ columns }) => JSON.parse(columnsText('changes', columns) ?? '') as Change[],
  );
  return { state, changes: changes.map((change) => described(change, names.name)) };
}

function stateIn(rows: readonly Row[], { name, learn }: Names): State {
  const beginningWith = (letters: string) => rows.filter(({ key }) => key.startsWith(letters));
  const users = usersOf(beginningWith('u~'));
  const groups = groupsOf(beginningWith('g~'));
  for (const { id, attributes } of users) learn(id, String(attributes.userName));
  for (const { id, attributes } of groups) learn(id, String(attributes.displayName));
  const members = new Map<string, string[]>(groups.map(({ id }) => [id, []]));
  for (const { key } of beginningWith('m~')) {
    const [, group = '', member = ''] = key.split('~');
    members.set(group, [...(members.get(group) ?? []), name(member)]);
  }
  return {
    users: Object.fromEntries(
      users.map(({ id, attributes, revision, memberships }) => [
        name(id),
        {
          revision,
          ...(attributes.title === undefined ? {} : { title: String(attributes.title) }),
          groups: memberships.map(({ group }) => name(group)).sort(),
        },
      ]),
    ),
    groups: Object.fromEntries(
      [...members].map(([id, ids]) => [
        name(id),
        { revision: groups.find((group) => group.id === id)?.revision ?? 0, members: ids.sort() },
      ]),
    ),
  };
}

/** The state in which a beginning is, to be changed by hand into what an operation must make of it. */
export function stateOf({ users, groups }: Beginning): State {
  return {
    users: Object.fromEntries(
      users.map((user) => [
        user,
        {
          revision: 1,
          groups: Object.keys(groups)
            .filter((group) => groups[group]?.includes(user))
            .sort(),
        },
      ]),
    ),
    groups: Object.fromEntries(
      Object.entries(groups).map(([name, members]) => [name, { revision: 1, members: [...members].sort() }]),
    ),
  };
}

/** What the change log says after `cursor`, by names, one line a change; in order for each resource, as readers are promised. */
export async function changesSince(
  store: DirectoryStore,
  cursor: ChangeLogCursor | undefined,
  { name }: Names,
): Promise<string[]> {
  const page = await store.readChangeLog(cursor, 1_000);
  if (page.kind === 'expired') throw new Error('The change log has expired.');
  return page.entries.flatMap(({ changes }) => changes.map((change) => described(change, name)));
}

function described(change: Change, name: Names['name']): string {
  if ('member' in change) return `${change.type} ${name(change.member)} ${name(change.group)}`;
  if ('user' in change) return `${change.type} ${name(change.user)} ${change.revision}`;
  if ('revision' in change) return `${change.type} ${name(change.group)} ${change.revision}`;
  return change.type;
}
