// Deletions too large for one transaction. The deleting transaction takes the resource away (nobody finds it, it gives no
// access) and leaves a marker; the rows that still name it are swept in pieces afterwards, at once by this process, and by
// a timer of any process where this one was stopped. Each piece is atomic, and what is left is read anew where somebody else
// was faster, so two processes may sweep the same marker.

import type { Change } from '../directory/changes.ts';
import { isGroupId } from '../directory/ids.ts';
import type { Origin } from '../directory/store.ts';
import type { WorkspaceRole } from '../directory/workspace-role.ts';
import { commit, PLAN_ROWS, type Plan, type Writer } from './commit.ts';
import {
  groupGuardKey,
  membershipKey,
  membersRange,
  parentKey,
  rangeOf,
  SWEEPS,
  sweepKey,
  userGuardKey,
} from './keys.ts';
import { sweptMember, sweptParent } from './plan-group.ts';
import { mappingChanges, mappingDeletes } from './plan-mapping.ts';
import { membershipDeletes } from './plan-user.ts';
import { type Row, readPage, readRange } from './reads.ts';
import type { RowAction } from './transaction.ts';

type Kind = 'user' | 'group';

/** Rows that go together, and what their going is called in the change log. Whoever takes them away begins with the first. */
interface Item {
  readonly rows: (stamp: number) => readonly RowAction[];
  readonly changes?: readonly Change[];
}

/** Sweeps a deleted user or group in the background. `sweeps` holds it while it runs; a failure is left to the timer. */
export function startSweep(writer: Writer, kind: Kind, id: string, origin: Origin): void {
  if (writer.sweeps.has(id)) return;
  const sweeping = sweep(writer, kind, id, origin)
    .catch(() => undefined)
    .finally(() => writer.sweeps.delete(id));
  writer.sweeps.set(id, sweeping);
}

/** Does all sweeps whose markers are there. Gives how many. */
export async function resumeSweeps(writer: Writer): Promise<number> {
  const markers = await readRange(writer.table, writer.partition, SWEEPS);
  for (const marker of markers) {
    const [, kind, id = ''] = marker.key.split('~');
    const origin = { credential: String(marker.columns.credential), request: String(marker.columns.request) };
    await (writer.sweeps.get(id) ?? sweep(writer, kind === 'user' ? 'user' : 'group', id, origin));
  }
  return markers.length;
}

async function sweep(writer: Writer, kind: Kind, id: string, origin: Origin): Promise<void> {
  const absent = new Set<string>();
  for (let isFirst = true; ; isFirst = false) {
    const { items, isRest } = await readItems(writer, kind, id);
    // Another process sweeps the same: begin elsewhere than it does.
    const ordered = isFirst ? items : rotated(items, Math.floor(Math.random() * items.length));
    const marker: Item = { rows: () => [{ do: 'delete', key: sweepKey(kind, id) }] };
    const taken = await write(writer, isRest ? [...ordered, marker] : ordered, absent, origin);
    if (taken === sweepKey(kind, id) || (taken === undefined && isRest)) return;
  }
}

/** What is left to be swept, or the first page's worth of it. */
async function readItems({ table, partition }: Writer, kind: Kind, id: string) {
  const pages = await Promise.all(
    SOURCES[kind].map(async ({ range, item }) => {
      let page = await readPage(table, partition, range(id));
      while (page.rows.length === 0 && page.next !== undefined) {
        page = await readPage(table, partition, range(id), { after: page.next });
      }
      return { items: page.rows.flatMap((row) => item(id, row) ?? []), isRest: page.next === undefined };
    }),
  );
  return { items: pages.flatMap(({ items }) => items), isRest: pages.every(({ isRest }) => isRest) };
}

function rotated<T>(items: readonly T[], by: number): T[] {
  return [...items.slice(by), ...items.slice(0, by)];
}

/**
 * Writes the items in transactions filled by counted rows. Stops at an item that somebody else has taken away and gives the
 * key of its first row: nothing of its transaction is written, so each change is logged by who made it.
 * @param absent rows that are not there, such as guards of groups that are gone too: left out, and found here
 */
async function write(
  writer: Writer,
  items: readonly Item[],
  absent: Set<string>,
  origin: Origin,
): Promise<string | undefined> {
  for (const piece of cut(items)) {
    const firstRows = new Set(piece.map((item) => item.rows(0)[0]?.key));
    for (;;) {
      const committed = await commit(writer, planOf(piece, absent), origin);
      if (committed.kind === 'committed') break;
      if (firstRows.has(committed.key)) return committed.key;
      absent.add(committed.key);
    }
  }
  return undefined;
}

function cut(items: readonly Item[]): Item[][] {
  const pieces: Item[][] = [[]];
  let rows = 0;
  for (const item of items) {
    const more = item.rows(0).length;
    if (rows + more > PLAN_ROWS) {
      pieces.push([]);
      rows = 0;
    }
    pieces.at(-1)?.push(item);
    rows += more;
  }
  return pieces;
}

function planOf(items: readonly Item[], absent: ReadonlySet<string>): Plan {
  return {
    actions: (stamp) => {
      // A transaction takes each row once: two memberships may touch one guard.
      const rows = new Map(items.flatMap((item) => item.rows(stamp)).map((action) => [action.key, action]));
      return [...rows.values()].filter(({ key }) => !absent.has(key));
    },
    changes: items.flatMap(({ changes }) => changes ?? []),
  };
}

interface Source {
  readonly range: (id: string) => ReturnType<typeof rangeOf>;
  readonly item: (id: string, row: Row) => Item | undefined;
}

const USER: readonly Source[] = [
  {
    range: (user) => rangeOf(userGuardKey(user)),
    item: (user, row) => {
      const group = row.key.split('~')[3];
      if (group === undefined) return undefined;
      return {
        rows: (stamp) => membershipDeletes(group, user, stamp),
        changes: [{ type: 'member.removed', group, member: user }],
      };
    },
  },
];

const GROUP: readonly Source[] = [
  {
    range: membersRange,
    item: (group, row) => {
      const member = row.key.split('~')[2] ?? '';
      const beside = isGroupId(member) ? parentKey(member, group) : membershipKey(member, group);
      return {
        rows: () => sweptMember(group, member, beside),
        changes: [{ type: 'member.removed', group, member }],
      };
    },
  },
  {
    range: (group) => rangeOf(groupGuardKey(group)),
    item: (group, row) => {
      const [, , letter, other = '', source] = row.key.split('~');
      if (letter === 'a') {
        const mapped = source === 'explicit' ? 'explicit' : 'pattern';
        const role = String(row.columns.role) as WorkspaceRole;
        return {
          rows: () => mappingDeletes(group, other, mapped),
          changes: mappingChanges('mapping.deleted', { id: group }, other, role, mapped),
        };
      }
      if (letter !== 'p') return undefined;
      return {
        rows: (stamp) => sweptParent(group, other, stamp),
        changes: [{ type: 'member.removed', group: other, member: group }],
      };
    },
  },
];

const SOURCES: Readonly<Record<Kind, readonly Source[]>> = { user: USER, group: GROUP };
