// Reads a directory as the records of directory/snapshot.ts, page by page and in an order of its own that never changes, so
// that two directories which hold the same give the same. Each record is right as of the moment its page was read; what is
// being written meanwhile may be in it or not, but nothing is given that refers to a resource which is not.
import type {
  MappingSnapshot,
  MembershipSnapshot,
  ResourceSnapshot,
  SettingsSnapshot,
  SnapshotRecord,
  WaitingSnapshot,
} from '../directory/snapshot.ts';
import { workspaceCalled } from '../directory/workspace.ts';
import { atLeast } from '../directory/workspace-role.ts';
import type { Writer } from './commit.ts';
import { GROUPS, groupNameKey, type KeyRange, SETTINGS, USERS, WAITING_NAMES, WORKSPACES } from './keys.ts';
import { type Row, readPage, readRange, readRow } from './reads.ts';
import { idOf, mappingOf, storedAttributes, storedOrigin } from './rows.ts';
import { settingsOf } from './settings.ts';
import { waitingIn, waitingNameOf } from './waiting.ts';

type Place = Pick<Writer, 'table' | 'partition'>;

/** Settings, groups with their mappings, names for which mappings wait, workspaces, users, memberships. */
export async function* readSnapshot(place: Place): AsyncGenerator<SnapshotRecord> {
  const settings = (await readRange(place.table, place.partition, SETTINGS)).at(-1);
  if (settings !== undefined) yield settingsSnapshot(settings);

  const groups = new Set<string>();
  // A group may be a member of one that comes later.
  const nested: MembershipSnapshot[] = [];
  for await (const { id, head, rest } of resources(place, GROUPS)) {
    groups.add(id);
    yield resourceSnapshot('group', id, head);
    yield* mappingSnapshots(id, rest);
    for (const row of rest) {
      const [, , kind, parent = ''] = row.key.split('~');
      if (kind === 'p') nested.push({ kind: 'membership', group: parent, member: id, ...storedOrigin(row) });
    }
  }
  yield* waitingSnapshots(place);
  for await (const { columns } of rowsIn(place, WORKSPACES)) {
    yield { kind: 'workspace', name: String(columns.name) };
  }
  for (const membership of nested) if (groups.has(membership.group)) yield membership;

  for await (const { id, head, rest } of resources(place, USERS)) {
    yield resourceSnapshot('user', id, head);
    for (const row of rest) {
      const [, , , group = ''] = row.key.split('~');
      if (groups.has(group)) yield { kind: 'membership', group, member: id, ...storedOrigin(row) };
    }
  }
}

async function* rowsIn({ table, partition }: Place, range: KeyRange): AsyncGenerator<Row> {
  let after: string | undefined;
  do {
    const page = await readPage(table, partition, range, { after });
    yield* page.rows;
    after = page.next;
  } while (after !== undefined);
}

interface ResourceRows {
  readonly id: string;
  readonly head: Row;
  /** Memberships, or mappings and parents. */
  readonly rest: readonly Row[];
}

/** Resources that have their own row and their guard; what is left of a deleted one is passed over. */
async function* resources(place: Place, range: KeyRange): AsyncGenerator<ResourceRows> {
  let rows: Row[] = [];
  for await (const row of rowsIn(place, range)) {
    if (idOf(row.key) !== idOf(rows[0]?.key ?? '')) {
      yield* whole(rows);
      rows = [];
    }
    rows.push(row);
  }
  yield* whole(rows);
}

function whole([head, guard, ...rest]: readonly Row[]): ResourceRows[] {
  const id = idOf(head?.key ?? '');
  return head?.key.endsWith(id) && guard?.key.endsWith(`${id}~`) ? [{ id, head, rest }] : [];
}

function settingsSnapshot(row: Row): SettingsSnapshot {
  const { pattern, organizationRoles } = settingsOf(row.key, row.columns);
  return { kind: 'settings', ...pattern, organizationRoles };
}

function resourceSnapshot(kind: 'user' | 'group', id: string, head: Row): ResourceSnapshot {
  return {
    kind,
    id,
    created: String(head.columns.created),
    revision: Number(head.columns.revision),
    attributes: storedAttributes(head),
  };
}

/** A group's mappings. Those that waited for its name and are still to be made are its own already. */
function mappingSnapshots(group: string, rows: readonly Row[]): MappingSnapshot[] {
  const made = rows.filter(({ key }) => key.split('~')[2] === 'a').map((row) => mappingOf(row));
  const unbound = rows
    .filter(({ key }) => key.split('~')[2] === 'b')
    .flatMap(({ columns }) => waitingIn(columns));
  const explicit = new Map<string, Omit<MappingSnapshot, 'kind' | 'group'>>();
  for (const { workspace, ...mapping } of made) {
    if (mapping.source === 'explicit') explicit.set(workspace, mapping);
  }
  for (const mapping of unbound) {
    const { id } = workspaceCalled(mapping.workspaceName);
    const own = explicit.get(id);
    if (own !== undefined && atLeast(own.role, mapping.role)) continue;
    explicit.set(id, { ...mapping, source: 'explicit', byName: true });
  }
  const byName = made
    .filter(({ source }) => source === 'pattern')
    .map(({ workspace: _id, ...mapping }) => mapping);
  return [...byName, ...explicit.values()].map((mapping) => ({ kind: 'mapping', group, ...mapping }));
}

async function* waitingSnapshots(place: Place): AsyncGenerator<WaitingSnapshot> {
  for await (const { columns } of rowsIn(place, WAITING_NAMES)) {
    const row = await readRow(place.table, place.partition, groupNameKey(String(columns.name)));
    const waiting = row && waitingNameOf(row);
    for (const mapping of waiting?.mappings ?? []) {
      yield { kind: 'waiting', groupName: waiting?.name ?? '', ...mapping };
    }
  }
}
