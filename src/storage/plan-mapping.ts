// Which rows a mapping consists of: beside its group, beside its workspace, and the workspace itself with the index row of its
// name. Pure.
//
// Every transaction that adds or takes away a mapping also merges the group's own row, or replaces it. It fails where the
// group is gone, so that no group that is being deleted gains one; and a deletion that has read the mappings before starts
// over, so that none is lost that should wait for the group's name again. The group's guard would serve as well, but it is
// the version that SCIM clients see, and a mapping changes nothing that they wrote.
import type { Change } from '../directory/changes.ts';
import { type NamePattern, parseGroupName } from '../directory/mapping-name.ts';
import type { GroupMapping, GroupRecord, MappingSource, Origin } from '../directory/store.ts';
import { type Workspace, workspaceCalled } from '../directory/workspace.ts';
import type { WorkspaceRole } from '../directory/workspace-role.ts';
import type { JsonObject } from '../scim/json.ts';
import { groupKey, mappingKey, workspaceGroupKey, workspaceKey, workspaceNameKey } from './keys.ts';
import { originColumns } from './rows.ts';
import type { Columns, RowAction } from './transaction.ts';

/** What a group is mapped to. */
export interface MappedTo {
  readonly workspace: Workspace;
  readonly role: WorkspaceRole;
}

/** The workspace and role that the name of a group with these attributes maps it to. */
export function mappingByName(attributes: JsonObject, pattern: NamePattern): MappedTo | undefined {
  const { displayName } = attributes;
  const named = typeof displayName === 'string' ? parseGroupName(displayName, pattern) : undefined;
  return named === undefined ? undefined : { workspace: workspaceCalled(named.workspace), role: named.role };
}

export interface MappingMoves {
  readonly gone: readonly GroupMapping[];
  readonly come: readonly MappedTo[];
}

/** Which mappings by name go and come when the name now maps to `now`. One that stays is left alone, with its `since`. */
export function mappingMoves(before: GroupRecord, now: MappedTo | undefined): MappingMoves {
  const old = before.mappings.filter(({ source }) => source === 'pattern');
  const stays = old.find(({ workspace, role }) => workspace === now?.workspace.id && role === now.role);
  return {
    gone: old.filter((mapping) => mapping !== stays),
    come: now === undefined || stays !== undefined ? [] : [now],
  };
}

export function moveActions(
  group: string,
  { gone, come }: MappingMoves,
  origin: Origin,
  stamp: number,
): RowAction[] {
  return [
    // A mapping of the same workspace with another role is written over; a transaction takes each row once.
    ...gone
      .filter(({ workspace }) => come.every((mapping) => mapping.workspace.id !== workspace))
      .flatMap(({ workspace }) => mappingDeletes(group, workspace, 'pattern')),
    ...come.flatMap((mapping) => mappingWrites(group, mapping, 'pattern', originColumns(origin, stamp))),
  ];
}

export function moveChanges(group: string, { gone, come }: MappingMoves): Change[] {
  return [
    ...gone.flatMap(({ workspace, role }) =>
      mappingChanges('mapping.deleted', { id: group }, workspace, role, 'pattern'),
    ),
    ...come.flatMap(({ workspace, role }) =>
      mappingChanges('mapping.created', { id: group }, workspace.id, role, 'pattern'),
    ),
  ];
}

/** @param columns who made the mapping and when, and what else its row keeps */
export function mappingWrites(
  group: string,
  { workspace, role }: MappedTo,
  source: MappingSource,
  columns: Columns,
): RowAction[] {
  return [
    {
      do: 'upsert',
      key: mappingKey(group, workspace.id, source),
      // With the workspace's name, so that a user's access is read without reading each workspace.
      columns: { role, name: workspace.name, ...columns },
    },
    { do: 'upsert', key: workspaceGroupKey(workspace.id, group, source), columns: { role } },
    ...workspaceWrites(workspace),
  ];
}

/** A workspace comes into being with its first mapping, and is the same one when it is mapped again. */
export function workspaceWrites({ id, name, slug }: Workspace): RowAction[] {
  return [
    { do: 'upsert', key: workspaceKey(id), columns: { name, slug } },
    { do: 'upsert', key: workspaceNameKey(name), columns: { id } },
  ];
}

export function mappingDeletes(group: string, workspace: string, source: MappingSource): RowAction[] {
  return [
    { do: 'delete', key: mappingKey(group, workspace, source) },
    { do: 'delete', key: workspaceGroupKey(workspace, group, source) },
  ];
}

/** See the head of this file. With an `etag` only while the group's attributes and mappings are as they were read. */
export function groupTouch(group: string, etag?: string): RowAction {
  return { do: 'merge', key: groupKey(group), columns: {}, ...(etag === undefined ? {} : { etag }) };
}

/** A mapping that waits for a group touches nobody's access, so its workspace is not to be read again. */
export function mappingChanges(
  type: 'mapping.created' | 'mapping.deleted',
  group: { readonly id: string } | { readonly name: string },
  workspace: string,
  role: WorkspaceRole,
  source: MappingSource,
): Change[] {
  const change: Change = { type, group, workspace, role, source };
  return 'id' in group ? [change, { type: 'workspace.changed', workspace }] : [change];
}
