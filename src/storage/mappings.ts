// Writing explicit mappings: of a group, or waiting for one in the index row of its name. What is written depends on what was
// read, and on its being so still.
import type { AccessStore, NameHolder, WaitingEdit } from '../directory/access-store.ts';
import type { Change } from '../directory/changes.ts';
import type { Origin, Page, WaitingMapping } from '../directory/store.ts';
import { workspaceCalled } from '../directory/workspace.ts';
import { type Committed, commit, type Plan, type Writer } from './commit.ts';
import { groupKey, groupNameKey, mappingKey, rangeOf, WAITING_NAMES, waitingNameKey } from './keys.ts';
import { groupTouch, mappingChanges, mappingDeletes, mappingWrites } from './plan-mapping.ts';
import { readRange, readRow } from './reads.ts';
import { mappingOf, originColumns, timeOf } from './rows.ts';
import type { Columns, RowAction } from './transaction.ts';
import { waitingColumns, waitingFits, waitingNameOf } from './waiting.ts';

type MappingStore = Pick<
  AccessStore,
  'readExplicitMapping' | 'writeMapping' | 'deleteMapping' | 'readName' | 'writeWaiting' | 'pageWaiting'
>;

export function mappingStore(writer: Writer): MappingStore {
  const { table, partition } = writer;

  async function readName(name: string): Promise<NameHolder> {
    const row = await readRow(table, partition, groupNameKey(name));
    if (row === undefined) return { kind: 'nobody' };
    const waiting = waitingNameOf(row);
    return waiting === undefined
      ? { kind: 'group', id: String(row.columns.id) }
      : { kind: 'waiting', ...waiting };
  }

  return {
    readName,

    async readExplicitMapping(group, workspace) {
      const row = await readRow(table, partition, mappingKey(group, workspace, 'explicit'));
      return row && { ...mappingOf(row), etag: row.etag };
    },

    async writeMapping({ group, workspace, role, byName }, before, origin) {
      const id = workspace.id;
      const plan: Plan = {
        actions: (stamp) => {
          const columns = { ...originColumns(origin, stamp), ...(byName === undefined ? {} : { byName }) };
          const [own, ...others] = mappingWrites(group, { workspace, role }, 'explicit', columns);
          return [groupTouch(group), ...(own === undefined ? [] : [asRead(own, before?.etag)]), ...others];
        },
        changes: [
          ...(before === undefined
            ? []
            : mappingChanges('mapping.deleted', { id: group }, id, before.role, 'explicit')),
          ...mappingChanges('mapping.created', { id: group }, id, role, 'explicit'),
        ],
      };
      const committed = await commit(writer, plan, origin);
      return committed.kind === 'committed' ? { kind: 'written' } : refusedFor(group, committed);
    },

    async deleteMapping(group, mapping, origin) {
      const [own, beside] = mappingDeletes(group, mapping.workspace, 'explicit');
      const plan: Plan = {
        actions: () =>
          [groupTouch(group), own && asRead(own, mapping.etag), beside].filter(
            (action) => action !== undefined,
          ),
        changes: mappingChanges(
          'mapping.deleted',
          { id: group },
          mapping.workspace,
          mapping.role,
          'explicit',
        ),
      };
      const committed = await commit(writer, plan, origin);
      return committed.kind === 'committed' ? { kind: 'deleted' } : refusedFor(group, committed);
    },

    async writeWaiting(name, before, edit, origin) {
      const old = before.kind === 'waiting' ? before.mappings : [];
      const shown = before.kind === 'waiting' ? before.name : name;
      const next = (stamp: number) => edited(old, edit, origin, stamp);
      if (!waitingFits(next(0))) return { kind: 'full' };
      const plan = {
        actions: (stamp: number) =>
          waitingActions(name, before, waitingColumns(shown, next(stamp)), next(0).length),
        changes: [
          ...changesOf('mapping.deleted', shown, without(old, next(0))),
          ...changesOf('mapping.created', shown, without(next(0), old)),
        ],
      };
      const committed = await commit(writer, plan, origin);
      return { kind: committed.kind === 'committed' ? 'written' : 'changed' };
    },

    async pageWaiting(after, limit) {
      const range =
        after === undefined
          ? WAITING_NAMES
          : { ...WAITING_NAMES, from: rangeOf(`${WAITING_NAMES.from}${after}~`).before };
      const rows = await readRange(table, partition, range, { limit });
      const found = await Promise.all(rows.map(({ columns }) => readName(String(columns.name))));
      const items = found.filter((holder) => holder.kind === 'waiting');
      const last = rows.at(-1)?.key.slice(WAITING_NAMES.from.length);
      return { items, next: rows.length < limit ? undefined : last } satisfies Page<unknown>;
    },
  };
}

function edited(
  old: readonly WaitingMapping[],
  edit: WaitingEdit,
  origin: Origin,
  stamp: number,
): WaitingMapping[] {
  const workspace = 'put' in edit ? edit.put.workspace.id : edit.remove;
  const others = old.filter(({ workspaceName }) => workspaceCalled(workspaceName).id !== workspace);
  if ('remove' in edit) return others;
  const { workspace: put, role } = edit.put;
  const { credential, request } = origin;
  return [...others, { workspaceName: put.name, role, since: timeOf(stamp), credential, request }];
}

function waitingActions(
  name: string,
  before: Exclude<NameHolder, { kind: 'group' }>,
  columns: Columns,
  count: number,
): RowAction[] {
  const key = groupNameKey(name);
  const listed = waitingNameKey(name);
  if (before.kind === 'nobody') {
    return [
      { do: 'insert', key, columns },
      { do: 'insert', key: listed, columns: { name } },
    ];
  }
  if (count > 0) return [{ do: 'replace', key, columns, etag: before.etag }];
  return [
    { do: 'delete', key, etag: before.etag },
    { do: 'delete', key: listed },
  ];
}

/** The write of a row only as it was read: by its ETag, or not there at all. */
function asRead(action: RowAction, etag: string | undefined): RowAction {
  if (action.do === 'delete') return etag === undefined ? action : { ...action, etag };
  if (action.do !== 'upsert') return action;
  return etag === undefined ? { ...action, do: 'insert' } : { ...action, do: 'replace', etag };
}

function refusedFor(group: string, refused: Extract<Committed, { kind: 'refused' }>) {
  return { kind: refused.key === groupKey(group) ? 'gone' : 'changed' } as const;
}

function without(mappings: readonly WaitingMapping[], others: readonly WaitingMapping[]): WaitingMapping[] {
  return mappings.filter(
    ({ workspaceName, role }) =>
      !others.some((other) => other.workspaceName === workspaceName && other.role === role),
  );
}

function changesOf(
  type: 'mapping.created' | 'mapping.deleted',
  name: string,
  mappings: readonly WaitingMapping[],
): Change[] {
  return mappings.flatMap(({ workspaceName, role }) =>
    mappingChanges(type, { name }, workspaceCalled(workspaceName).id, role, 'explicit'),
  );
}
