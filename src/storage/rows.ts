// How users, groups, memberships and mappings lie in rows, both ways. A resource's row holds its attributes as JSON and the
// stamps (milliseconds) of its creation and last change; its guard exists only while it does.
import type { GroupMapping, GroupRecord, Membership, Origin, UserRecord } from '../directory/store.ts';
import type { WorkspaceRole } from '../directory/workspace-role.ts';
import type { JsonObject } from '../scim/json.ts';
import { columnsText, textColumns } from './columns.ts';
import type { Row } from './reads.ts';
import type { Columns } from './transaction.ts';

export interface ResourceColumns {
  readonly attributes: JsonObject;
  readonly revision: number;
  readonly created: string;
  readonly stamp: number;
}

export function resourceColumns(resource: ResourceColumns): Columns {
  return {
    ...textColumns('json', JSON.stringify(resource.attributes)),
    revision: resource.revision,
    created: resource.created,
    stamp: String(resource.stamp),
  };
}

/** When and by whom a membership or a mapping was made. */
export function originColumns(origin: Origin, stamp: number): Columns {
  return { since: timeOf(stamp), credential: origin.credential, request: origin.request };
}

export function timeOf(stamp: number): string {
  return new Date(stamp).toISOString();
}

/** The stamp of the last change of a record's attributes. */
export function stampOf(record: { readonly seen: Readonly<Record<string, string>> }): number {
  return Number(record.seen.stamp);
}

/** `seen.indexed` of a user that has a row among the organization admins. */
export const ADMIN_INDEXED = 'admin';

/** The users whose rows these are; rows of one user lie together. A row without its user (being swept) is passed over. */
export function usersOf(rows: readonly Row[]): UserRecord[] {
  return assemble(rows, userOf);
}

export function groupsOf(rows: readonly Row[]): GroupRecord[] {
  return assemble(rows, groupOf);
}

/** The id in a key `u~{id}…` or `g~{id}…`. */
export function idOf(key: string): string {
  return key.split('~', 2)[1] ?? '';
}

interface Parts {
  readonly id: string;
  readonly head: Row;
  readonly guard: Row;
  readonly rest: readonly Row[];
}

function assemble<T>(rows: readonly Row[], make: (parts: Parts) => T): T[] {
  const made: T[] = [];
  for (let start = 0; start < rows.length; ) {
    const id = idOf(rows[start]?.key ?? '');
    let end = start;
    while (end < rows.length && idOf(rows[end]?.key ?? '') === id) end += 1;
    const [head, guard, ...rest] = rows.slice(start, end);
    if (head?.key.endsWith(id) && guard?.key.endsWith(`${id}~`)) made.push(make({ id, head, guard, rest }));
    start = end;
  }
  return made;
}

/** The attributes in the row of a user or group. */
export function storedAttributes(row: Row): JsonObject {
  return JSON.parse(columnsText('json', row.columns) ?? '{}') as JsonObject;
}

function headOf({ id, head }: Parts) {
  const stamp = Number(head.columns.stamp);
  return {
    id,
    attributes: storedAttributes(head),
    created: String(head.columns.created),
    revision: Number(head.columns.revision),
    stamp,
  };
}

function userOf(parts: Parts): UserRecord {
  const { stamp, ...head } = headOf(parts);
  return {
    ...head,
    lastModified: timeOf(stamp),
    version: userVersion(head.revision),
    memberships: parts.rest.map((row) => membershipOf(row)),
    seen: {
      row: parts.head.etag,
      guard: parts.guard.etag,
      stamp: String(stamp),
      indexed: String(parts.head.columns.indexed ?? ''),
    },
  };
}

/** A user's entity tag covers the attributes that SCIM writes, not the derived `groups`. */
export function userVersion(revision: number): string {
  return `W/"${revision}"`;
}

function membershipOf(row: Row): Membership {
  const [, , , group = ''] = row.key.split('~');
  return { group, ...storedOrigin(row) };
}

/** When and by whom a membership or a mapping was made, as `originColumns` put it there. */
export function storedOrigin(row: Row) {
  return {
    since: String(row.columns.since),
    credential: String(row.columns.credential),
    request: String(row.columns.request),
  };
}

function groupOf(parts: Parts): GroupRecord {
  const { stamp, ...head } = headOf(parts);
  const rest = parts.rest.map((row) => ({ row, fields: row.key.split('~') }));
  return {
    ...head,
    // Every membership change touches the guard, so that version and lastModified move with the members.
    lastModified: String(parts.guard.columns.touched),
    version: groupVersion(parts.guard.etag),
    mappings: rest.filter(({ fields }) => fields[2] === 'a').map(({ row }) => mappingOf(row)),
    parents: rest.filter(({ fields }) => fields[2] === 'p').map(({ fields }) => fields[3] ?? ''),
    seen: {
      row: parts.head.etag,
      guard: parts.guard.etag,
      stamp: String(stamp),
      ...unboundIn(rest.find(({ fields }) => fields[2] === 'b')?.row),
    },
  };
}

/** Mappings of the group that have still to be made (waiting.ts), as text: nobody else reads them. */
function unboundIn(row: Row | undefined): { unbound?: string; unboundEtag?: string } {
  if (row === undefined) return {};
  return { unbound: columnsText('waiting', row.columns) ?? '[]', unboundEtag: row.etag };
}

export function mappingOf(row: Row): GroupMapping {
  const [, , , workspace = '', source] = row.key.split('~');
  return {
    workspace,
    workspaceName: String(row.columns.name),
    source: source === 'explicit' ? 'explicit' : 'pattern',
    role: String(row.columns.role) as WorkspaceRole,
    ...storedOrigin(row),
    ...(row.columns.byName === true ? { byName: true } : {}),
  };
}

/** A group's entity tag is the guard's: the service gives it a new one whenever the attributes or the members change. */
export function groupVersion(guardEtag: string): string {
  return `W/"${Buffer.from(guardEtag).toString('base64url')}"`;
}
