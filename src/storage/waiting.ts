// Mappings that wait for a group of some name. They lie in the index row of that name, which has no id while nobody has the
// name: so who gives a group this name meets the row, reads it, and makes the mappings the group's in the transaction that
// takes the name. Those that do not fit into it stay beside the group, with a task to make them.
import type { Change } from '../directory/changes.ts';
import type { GroupRecord, WaitingMapping } from '../directory/store.ts';
import { workspaceCalled } from '../directory/workspace.ts';
import { atLeast } from '../directory/workspace-role.ts';
import { columnsText, textColumns } from './columns.ts';
import { groupNameKey, taskKey, unboundKey, waitingNameKey } from './keys.ts';
import { mappingChanges, mappingWrites } from './plan-mapping.ts';
import type { Row } from './reads.ts';
import type { Columns, RowAction } from './transaction.ts';

/** A name for which mappings wait, as its row was read. */
export interface WaitingName {
  readonly name: string;
  readonly etag: string;
  readonly mappings: readonly WaitingMapping[];
}

/** Undefined for the row of a name that a group has. */
export function waitingNameOf(row: Row): WaitingName | undefined {
  if (row.columns.id !== undefined) return undefined;
  return { name: String(row.columns.name), etag: row.etag, mappings: waitingIn(row.columns) };
}

/** UTF-16 units of the mappings in one row, of which Table Storage takes half a million. */
const ROW_LIMIT = 400_000;

/** Whether so many mappings may wait in one row. */
export function waitingFits(mappings: readonly WaitingMapping[]): boolean {
  return JSON.stringify(mappings).length <= ROW_LIMIT;
}

export function waitingColumns(name: string, mappings: readonly WaitingMapping[]): Columns {
  return { name, ...textColumns('waiting', JSON.stringify(mappings)) };
}

/** The mappings in a row that holds some. */
export function waitingIn(columns: Readonly<Record<string, unknown>>): WaitingMapping[] {
  return JSON.parse(columnsText('waiting', columns) ?? '[]') as WaitingMapping[];
}

/** Mappings, of up to four rows each, that fit into a transaction beside the other rows of a group. */
export const BOUND_AT_ONCE = 18;

/** What the mappings that waited for a name become when `group` takes it. */
export interface Binding {
  readonly actions: readonly RowAction[];
  readonly changes: readonly Change[];
}

/**
 * @param before the group as it is, undefined for a new one; of two explicit mappings to one workspace the stronger stays
 */
export function bind(group: string, waiting: WaitingName, before: GroupRecord | undefined): Binding {
  const unbound = strongestEach([...unboundOf(before), ...waiting.mappings]);
  const now = unbound.slice(0, BOUND_AT_ONCE);
  const later = unbound.slice(BOUND_AT_ONCE);
  const bound = bindThese(group, now, before);
  return {
    actions: [
      { do: 'replace', key: groupNameKey(waiting.name), etag: waiting.etag, columns: { id: group } },
      { do: 'delete', key: waitingNameKey(waiting.name) },
      ...bound.actions,
      ...(later.length === 0
        ? []
        : [
            unboundRow(group, waitingColumns(waiting.name, later), before?.seen.unboundEtag),
            { do: 'upsert', key: taskKey('bind', group), columns: {} } as const,
          ]),
    ],
    changes: bound.changes,
  };
}

/** Never merged into what is there: of a shorter text than before, the old one's end would stay. */
export function unboundRow(group: string, columns: Columns, etag: string | undefined): RowAction {
  const row = { key: unboundKey(group), columns };
  return etag === undefined ? { do: 'insert', ...row } : { do: 'replace', ...row, etag };
}

/** Makes waiting mappings a group's own. */
export function bindThese(
  group: string,
  mappings: readonly WaitingMapping[],
  before: GroupRecord | undefined,
): Binding {
  const actions: RowAction[] = [];
  const changes: Change[] = [];
  for (const { workspaceName, role, since, credential, request } of mappings) {
    const workspace = workspaceCalled(workspaceName);
    const own = before?.mappings.find(
      (mapping) => mapping.workspace === workspace.id && mapping.source === 'explicit',
    );
    if (own !== undefined && atLeast(own.role, role)) continue;
    const columns = { since, credential, request, byName: true };
    actions.push(...mappingWrites(group, { workspace, role }, 'explicit', columns));
    if (own !== undefined) {
      changes.push(...mappingChanges('mapping.deleted', { id: group }, workspace.id, own.role, 'explicit'));
    }
    changes.push(...mappingChanges('mapping.created', { id: group }, workspace.id, role, 'explicit'));
  }
  return { actions, changes };
}

/** One for each workspace: the strongest, and of equal ones the first. */
function strongestEach(mappings: readonly WaitingMapping[]): WaitingMapping[] {
  const each = new Map<string, WaitingMapping>();
  for (const mapping of mappings) {
    const { id } = workspaceCalled(mapping.workspaceName);
    const other = each.get(id);
    if (other === undefined || !atLeast(other.role, mapping.role)) each.set(id, mapping);
  }
  return [...each.values()];
}

/** The mappings of a group that have still to be made. */
export function unboundOf(group: GroupRecord | undefined): WaitingMapping[] {
  return JSON.parse(group?.seen.unbound ?? '[]') as WaitingMapping[];
}

/**
 * What becomes of a name when its group is deleted: mappings that were made for a group of this name wait again. What would
 * make the row larger than storage takes is dropped: that takes a thousand of them.
 */
export function release(group: GroupRecord, name: string): RowAction[] {
  const again = strongestEach([
    ...group.mappings
      .filter(({ byName }) => byName)
      .map(({ workspaceName, role, since, credential, request }) => ({
        workspaceName,
        role,
        since,
        credential,
        request,
      })),
    ...unboundOf(group),
  ]);
  if (again.length === 0) return [{ do: 'delete', key: groupNameKey(name) }];
  while (!waitingFits(again)) again.pop();
  return [
    { do: 'replace', key: groupNameKey(name), etag: '*', columns: waitingColumns(name, again) },
    { do: 'insert', key: waitingNameKey(name), columns: { name } },
    ...(group.seen.unbound === undefined
      ? []
      : [
          { do: 'delete', key: unboundKey(group.id) } as const,
          { do: 'delete', key: taskKey('bind', group.id) } as const,
        ]),
  ];
}
