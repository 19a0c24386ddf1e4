// Which rows a write of a group consists of, mappings made by its name included. Pure, as plan-user.ts.
import { groupChanges } from '../directory/changes.ts';
import type { NamePattern } from '../directory/mapping-name.ts';
import type { GroupCondition, GroupRecord, Origin } from '../directory/store.ts';
import type { JsonObject } from '../scim/json.ts';
import type { Plan } from './commit.ts';
import {
  groupGuardKey,
  groupKey,
  groupNameKey,
  memberKey,
  parentKey,
  sharedIndexKey,
  sweepKey,
} from './keys.ts';
import {
  mappingByName,
  mappingChanges,
  mappingDeletes,
  mappingMoves,
  moveActions,
  moveChanges,
} from './plan-mapping.ts';
import { originColumns, resourceColumns, stampOf, timeOf } from './rows.ts';
import type { RowAction } from './transaction.ts';
import { type Binding, bind, release, type WaitingName } from './waiting.ts';

const NO_BINDING: Binding = { actions: [], changes: [] };

export function planCreateGroup(
  id: string,
  attributes: JsonObject,
  pattern: NamePattern,
  origin: Origin,
  waiting?: WaitingName,
): Plan {
  const named = mappingByName(attributes, pattern);
  const moves = { gone: [], come: named === undefined ? [] : [named] };
  const binding = waiting === undefined ? NO_BINDING : bind(id, waiting, undefined);
  return {
    actions: onceEach((stamp) => [
      {
        do: 'insert',
        key: groupKey(id),
        columns: resourceColumns({ attributes, revision: 1, created: timeOf(stamp), stamp }),
      },
      { do: 'insert', key: groupGuardKey(id), columns: { touched: timeOf(stamp) } },
      ...insertsOf(indexKeys(id, attributes), id),
      ...moveActions(id, moves, origin, stamp),
      ...binding.actions,
    ]),
    changes: [
      { type: 'group.created', group: id, revision: 1 },
      ...moveChanges(id, moves),
      ...binding.changes,
    ],
    counts: { groups: 1 },
  };
}

/** Undefined when the attributes are the same. The guard's touch is not among the rows: writing members adds it. */
export function planUpdateGroup(
  before: GroupRecord,
  attributes: JsonObject,
  pattern: NamePattern,
  origin: Origin,
  waiting?: WaitingName,
): Plan | undefined {
  const id = before.id;
  const after = { id, attributes, revision: before.revision + 1 };
  const changes = groupChanges(before, after);
  if (changes.length === 0) return undefined;
  const oldKeys = indexKeys(id, before.attributes);
  const newKeys = indexKeys(id, attributes);
  const moves = mappingMoves(before, mappingByName(attributes, pattern));
  const binding = waiting === undefined ? NO_BINDING : bind(id, waiting, before);
  return {
    actions: onceEach((stamp) => [
      {
        do: 'replace',
        key: groupKey(id),
        etag: before.seen.row ?? '',
        columns: resourceColumns({ ...after, created: before.created, stamp }),
      },
      ...[...oldKeys].filter((key) => !newKeys.has(key)).map((key) => ({ do: 'delete', key }) as const),
      ...insertsOf(
        [...newKeys].filter((key) => !oldKeys.has(key)),
        id,
      ),
      ...moveActions(id, moves, origin, stamp),
      ...binding.actions,
    ]),
    changes: [...changes, ...moveChanges(id, moves), ...binding.changes],
    after: stampOf(before),
  };
}

/** Mappings that go in the transaction which deletes their group; with more the rest is swept. */
const MAPPINGS_DELETED_AT_ONCE = 30;

/**
 * Closes the group: without its guard it gives no access, takes no members and is not found. Its members, and mappings above
 * a number, are swept; the marker for that is part of this transaction.
 */
export function planDeleteGroup(group: GroupRecord, condition: GroupCondition, origin: Origin): Plan {
  const { id, attributes } = group;
  const name = String(attributes.displayName);
  const mappings = group.mappings.slice(0, MAPPINGS_DELETED_AT_ONCE);
  return {
    actions: (stamp) => [
      { do: 'delete', key: groupKey(id), etag: group.seen.row ?? '' },
      {
        do: 'delete',
        key: groupGuardKey(id),
        ...(condition === 'attributes' ? {} : { etag: group.seen.guard ?? '' }),
      },
      ...[...indexKeys(id, attributes)]
        .filter((key) => key !== groupNameKey(name))
        .map((key) => ({ do: 'delete', key }) as const),
      ...release(group, name),
      ...mappings.flatMap(({ workspace, source }) => mappingDeletes(id, workspace, source)),
      { do: 'insert', key: sweepKey('group', id), columns: originColumns(origin, stamp) },
    ],
    changes: [
      { type: 'group.deleted', group: id, revision: group.revision + 1 },
      ...mappings.flatMap(({ workspace, role, source }) =>
        mappingChanges('mapping.deleted', { id }, workspace, role, source),
      ),
    ],
    counts: { groups: -1 },
    after: stampOf(group),
  };
}

/** The rows of one member of a deleted group. */
export function sweptMember(group: string, member: string, beside: string): RowAction[] {
  return [
    { do: 'delete', key: memberKey(group, member) },
    { do: 'delete', key: beside },
  ];
}

/** The rows of a deleted group's membership in another group. */
export function sweptParent(group: string, parent: string, stamp: number): RowAction[] {
  return [
    { do: 'delete', key: parentKey(group, parent) },
    { do: 'delete', key: memberKey(parent, group) },
    { do: 'merge', key: groupGuardKey(parent), columns: { touched: timeOf(stamp) } },
  ];
}

/** The row of a name for which mappings waited is replaced where they become the group's: that comes after, and counts. */
function insertsOf(keys: Iterable<string>, id: string): RowAction[] {
  return [...keys].map((key) => ({ do: 'insert', key, columns: { id } }));
}

/** A transaction takes each row once: a workspace may be mapped by name and by a mapping that waited. */
function onceEach(actions: (stamp: number) => readonly RowAction[]) {
  return (stamp: number) => [...new Map(actions(stamp).map((action) => [action.key, action])).values()];
}

export function indexKeys(id: string, attributes: JsonObject): Set<string> {
  const { displayName, externalId } = attributes;
  const keys = new Set<string>();
  if (typeof displayName === 'string') keys.add(groupNameKey(displayName));
  if (typeof externalId === 'string') keys.add(sharedIndexKey('groupExternalId', externalId, id));
  return keys;
}
