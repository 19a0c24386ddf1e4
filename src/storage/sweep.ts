// Deletions too large for one transaction. The deleting transaction takes the resource away (nobody finds it, it gives no
// access) and leaves a marker; the rows that still name it are swept in pieces afterwards, at once by this process, and by
// a timer of any process where this one was stopped. Each piece is atomic and can be repeated, so two processes may sweep the
// same marker.

import type { Change } from '../directory/changes.ts';
import { isGroupId } from '../directory/ids.ts';
import type { Origin } from '../directory/store.ts';
import type { WorkspaceRole } from '../directory/workspace-role.ts';
import { commitWithout, PLAN_ROWS, type Writer } from './commit.ts';
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
import { PAGE_ROWS, type Row, readPage, readRange } from './reads.ts';
import type { RowAction } from './transaction.ts';

/** Rows that belong together, and what their going is called in the change log. */
interface Item {
  readonly rows: (stamp: number) => readonly RowAction[];
  readonly changes?: readonly Change[];
}

/** Sweeps a deleted user or group in the background. `sweeps` holds it while it runs; a failure is left to the timer. */
export function startSweep(writer: Writer, kind: 'user' | 'group', id: string, origin: Origin): void {
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

async function sweep(writer: Writer, kind: 'user' | 'group', id: string, origin: Origin): Promise<void> {
  const { table, partition } = writer;
  const sources = kind === 'user' ? USER_SOURCES : GROUP_SOURCES;
  let unwritten: Item[] = [];
  for (const source of sources) {
    let after: string | undefined;
    do {
      const page = await readPage(table, partition, source.range(id), { after, rows: PAGE_ROWS });
      unwritten.push(...page.rows.flatMap((row) => source.item(id, row) ?? []));
      after = page.next;
      // What has been read is written before more is: a sweep of any size needs the memory of one page.
      if (after !== undefined) unwritten = await write(writer, unwritten, origin, 'whole pieces');
    } while (after !== undefined);
  }
  const marker: Item = { rows: () => [{ do: 'delete', key: sweepKey(kind, id) }] };
  await write(writer, [...unwritten, marker], origin, 'all');
}

/** Writes the items in transactions filled by counted rows; `whole pieces` leaves the last, partly filled one. */
async function write(
  writer: Writer,
  items: readonly Item[],
  origin: Origin,
  extent: 'all' | 'whole pieces',
): Promise<Item[]> {
  let piece: Item[] = [];
  let rows = 0;
  for (const item of items) {
    const more = item.rows(0).length;
    if (rows + more > PLAN_ROWS) {
      await writePiece(writer, piece, origin);
      piece = [];
      rows = 0;
    }
    piece.push(item);
    rows += more;
  }
  if (extent === 'whole pieces') return piece;
  await writePiece(writer, piece, origin);
  return [];
}

async function writePiece(writer: Writer, items: readonly Item[], origin: Origin): Promise<void> {
  const plan = {
    actions: (stamp: number) => onceEach(items.flatMap((item) => item.rows(stamp))),
    changes: items.flatMap(({ changes }) => changes ?? []),
  };
  await commitWithout(writer, plan, origin, () => true);
}

/** A transaction takes each row once: two memberships may touch one guard. */
function onceEach(actions: readonly RowAction[]): RowAction[] {
  return [...new Map(actions.map((action) => [action.key, action])).values()];
}

interface Source {
  readonly range: (id: string) => ReturnType<typeof rangeOf>;
  readonly item: (id: string, row: Row) => Item | undefined;
}

const USER_SOURCES: readonly Source[] = [
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

const GROUP_SOURCES: readonly Source[] = [
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
