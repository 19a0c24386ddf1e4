// Which rows a write of a group consists of, mappings made by its name included. Pure, as plan-user.ts.
import { type Change, groupChanges } from '../directory/changes.ts';
import { type NamePattern, parseGroupName } from '../directory/mapping-name.ts';
import type { GroupRecord, Origin } from '../directory/store.ts';
import { type Workspace, workspaceCalled } from '../directory/workspace.ts';
import type { WorkspaceRole } from '../directory/workspace-role.ts';
import type { JsonObject } from '../scim/json.ts';
import type { Plan } from './commit.ts';
import {
  groupGuardKey,
  groupKey,
  groupNameKey,
  mappingKey,
  memberKey,
  parentKey,
  sharedIndexKey,
  sweepKey,
  workspaceGroupKey,
  workspaceKey,
} from './keys.ts';
import { originColumns, resourceColumns, stampOf, timeOf } from './rows.ts';
import type { RowAction } from './transaction.ts';

export function planCreateGroup(
  id: string,
  attributes: JsonObject,
  pattern: NamePattern,
  origin: Origin,
): Plan {
  const mapping = mappingByName(attributes, pattern);
  return {
    actions: (stamp) => [
      {
        do: 'insert',
        key: groupKey(id),
        columns: resourceColumns({ attributes, revision: 1, created: timeOf(stamp), stamp }),
      },
      { do: 'insert', key: groupGuardKey(id), columns: { touched: timeOf(stamp) } },
      ...[...indexKeys(id, attributes)].map((key) => ({ do: 'insert', key, columns: { id } }) as const),
      ...(mapping === undefined ? [] : mappingInserts(id, mapping, 'pattern', origin, stamp)),
    ],
    changes: [
      { type: 'group.created', group: id, revision: 1 },
      ...(mapping === undefined ? [] : mappingChanges('mapping.created', id, mapping, 'pattern')),
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
): Plan | undefined {
  const id = before.id;
  const after = { id, attributes, revision: before.revision + 1 };
  const changes = groupChanges(before, after);
  if (changes.length === 0) return undefined;
  const oldKeys = indexKeys(id, before.attributes);
  const newKeys = indexKeys(id, attributes);
  const { gone, come } = mappingMoves(before, mappingByName(attributes, pattern));
  return {
    actions: (stamp) => [
      {
        do: 'replace',
        key: groupKey(id),
        etag: before.seen.row ?? '',
        columns: resourceColumns({ ...after, created: before.created, stamp }),
      },
      ...[...oldKeys].filter((key) => !newKeys.has(key)).map((key) => ({ do: 'delete', key }) as const),
      ...[...newKeys]
        .filter((key) => !oldKeys.has(key))
        .map((key) => ({ do: 'insert', key, columns: { id } }) as const),
      ...gone
        .filter(({ workspace }) => come.every((mapping) => mapping.workspace.id !== workspace))
        .flatMap(({ workspace }) => mappingDeletes(id, workspace, 'pattern')),
      ...come.flatMap((mapping) => mappingInserts(id, mapping, 'pattern', origin, stamp)),
    ],
    changes: [
      ...changes,
      ...gone.flatMap(({ workspace, role }) =>
        mappingChanges('mapping.deleted', id, { workspace: { id: workspace }, role }, 'pattern'),
      ),
      ...come.flatMap((mapping) => mappingChanges('mapping.created', id, mapping, 'pattern')),
    ],
    after: stampOf(before),
  };
}

/** Mappings that go in the transaction which deletes their group; with more the rest is swept. */
const MAPPINGS_DELETED_AT_ONCE = 30;

/**
 * Closes the group: without its guard it gives no access, takes no members and is not found. Its members, and mappings above
 * a number, are swept; the marker for that is part of this transaction.
 */
export function planDeleteGroup(group: GroupRecord, origin: Origin): Plan {
  const { id } = group;
  const mappings = group.mappings.slice(0, MAPPINGS_DELETED_AT_ONCE);
  return {
    actions: (stamp) => [
      { do: 'delete', key: groupKey(id), etag: group.seen.row ?? '' },
      { do: 'delete', key: groupGuardKey(id) },
      ...[...indexKeys(id, group.attributes)].map((key) => ({ do: 'delete', key }) as const),
      ...mappings.flatMap(({ workspace, source }) => mappingDeletes(id, workspace, source)),
      { do: 'insert', key: sweepKey('group', id), columns: originColumns(origin, stamp) },
    ],
    changes: [
      { type: 'group.deleted', group: id, revision: group.revision + 1 },
      ...mappings.flatMap(({ workspace, role, source }) =>
        mappingChanges('mapping.deleted', id, { workspace: { id: workspace }, role }, source),
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
    { do: 'delete', key: memberKey(parent, group) },
    { do: 'delete', key: parentKey(group, parent) },
    { do: 'merge', key: groupGuardKey(parent), columns: { touched: timeOf(stamp) } },
  ];
}

export function indexKeys(id: string, attributes: JsonObject): Set<string> {
  const { displayName, externalId } = attributes;
  const keys = new Set<string>();
  if (typeof displayName === 'string') keys.add(groupNameKey(displayName));
  if (typeof externalId === 'string') keys.add(sharedIndexKey('groupExternalId', externalId, id));
  return keys;
}

interface Mapping {
  readonly workspace: Workspace;
  readonly role: WorkspaceRole;
}

export function mappingByName(attributes: JsonObject, pattern: NamePattern): Mapping | undefined {
  const { displayName } = attributes;
  const named = typeof displayName === 'string' ? parseGroupName(displayName, pattern) : undefined;
  return named === undefined ? undefined : { workspace: workspaceCalled(named.workspace), role: named.role };
}

/** Which mappings by name go and come when the name now maps to `now`. One that stays is left alone, with its `since`. */
function mappingMoves(before: GroupRecord, now: Mapping | undefined) {
  const old = before.mappings.filter(({ source }) => source === 'pattern');
  const stays = old.find(({ workspace, role }) => workspace === now?.workspace.id && role === now.role);
  return {
    gone: old.filter((mapping) => mapping !== stays),
    come: now === undefined || stays !== undefined ? [] : [now],
  };
}

export function mappingInserts(
  group: string,
  { workspace, role }: Mapping,
  source: 'pattern' | 'explicit',
  origin: Origin,
  stamp: number,
): RowAction[] {
  return [
    {
      do: 'upsert',
      key: mappingKey(group, workspace.id, source),
      columns: { role, ...originColumns(origin, stamp) },
    },
    { do: 'upsert', key: workspaceGroupKey(workspace.id, group, source), columns: { role } },
    // The workspace comes into being with its first mapping, and is the same one when it is mapped again.
    {
      do: 'upsert',
      key: workspaceKey(workspace.id),
      columns: { name: workspace.name, slug: workspace.slug },
    },
  ];
}

export function mappingDeletes(
  group: string,
  workspace: string,
  source: 'pattern' | 'explicit',
): RowAction[] {
  return [
    { do: 'delete', key: mappingKey(group, workspace, source) },
    { do: 'delete', key: workspaceGroupKey(workspace, group, source) },
  ];
}

export function mappingChanges(
  type: 'mapping.created' | 'mapping.deleted',
  group: string,
  { workspace, role }: { readonly workspace: { readonly id: string }; readonly role: WorkspaceRole },
  source: 'pattern' | 'explicit',
): Change[] {
  return [
    { type, group: { id: group }, workspace: workspace.id, role, source },
    { type: 'workspace.changed', workspace: workspace.id },
  ];
}
