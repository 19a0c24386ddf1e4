// What the directory needs of storage. Storage answers with outcomes, not with protocol errors: what a client is told is
// decided above. Every write is one transaction with its entry in the change log, or nothing at all.
import type { JsonObject } from '../scim/json.ts';
import type { AccessStore } from './access-store.ts';
import type { ChangeLogCursor, ChangeLogPage } from './change-log.ts';
import type { WorkspaceRole } from './workspace-role.ts';

/** Who asked for a write and in which request: kept with each change. */
export interface Origin {
  /** The credential's name, never the token. */
  readonly credential: string;
  readonly request: string;
}

/** Storage gave no certain answer in time, or has too much to do. `retryAfter` is in seconds. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly retryAfter: number;

  constructor(message: string, retryAfter: number, cause?: unknown) {
    super(message, { cause });
    this.retryAfter = retryAfter;
  }
}

/** What storage saw when it read and must find unchanged when it writes. Opaque to everybody else. */
export type Seen = Readonly<Record<string, string>>;

interface ResourceRecord {
  readonly id: string;
  /** In the form of scim/schema/validate.ts: without id, meta, groups and members. */
  readonly attributes: JsonObject;
  /** RFC 3339, UTC. */
  readonly created: string;
  readonly lastModified: string;
  /** Counts the changes of the attributes, from 1. */
  readonly revision: number;
  /** The entity tag of `meta.version`: RFC 7644 section 3.14. */
  readonly version: string;
  readonly seen: Seen;
}

export interface Membership extends Origin {
  readonly group: string;
  /** RFC 3339, UTC. */
  readonly since: string;
}

export interface UserRecord extends ResourceRecord {
  readonly memberships: readonly Membership[];
}

/** By the group's name, or made by somebody. */
export type MappingSource = 'pattern' | 'explicit';

/** A mapping of a group, as it lies with the group. */
export interface GroupMapping extends Origin {
  readonly workspace: string;
  /** As it was written where the mapping was made. */
  readonly workspaceName: string;
  readonly role: WorkspaceRole;
  readonly source: MappingSource;
  /** An explicit one that was made for a group of this name: it waits again when the group is deleted. */
  readonly byName?: true;
  /** RFC 3339, UTC. */
  readonly since: string;
}

/** An explicit mapping that was made for a group of some name, which is not there. */
export interface WaitingMapping extends Origin {
  readonly workspaceName: string;
  readonly role: WorkspaceRole;
  /** RFC 3339, UTC. */
  readonly since: string;
}

export interface GroupRecord extends ResourceRecord {
  readonly mappings: readonly GroupMapping[];
  /** Groups that it is a member of. */
  readonly parents: readonly string[];
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Id after which the next page begins; undefined at the end. */
  readonly next: string | undefined;
}

/** A unique value belongs to another resource, whose id is given where it is known. */
export interface Taken {
  readonly kind: 'taken';
  readonly attribute: 'userName' | 'displayName';
  readonly by: string | undefined;
}

/** Somebody else wrote since the record was read: read again and decide anew. */
export interface Changed {
  readonly kind: 'changed';
}

export interface Gone {
  readonly kind: 'gone';
}

export type Created<T> = { readonly kind: 'created'; readonly record: T } | Taken;
export type Updated<T> = { readonly kind: 'updated'; readonly record: T } | Taken | Changed | Gone;
export type Deleted = { readonly kind: 'deleted' } | Changed | Gone;

/** What happened to the members of a group that a request named. Ids that nobody has are skipped and named. */
export interface MembersChanged {
  readonly kind: 'done';
  /** Undefined where nothing was written or the new version is not known. */
  readonly version: string | undefined;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly unknown: readonly string[];
}

export interface MemberEdit {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** A membership by its two ends. */
export interface MembershipKey {
  readonly group: string;
  readonly member: string;
}

/** Whether a membership change since a group was read is a change too (the client sent If-Match), or only one of the attributes. */
export type GroupCondition = 'attributes' | 'attributes and members';

export type UserLookup = 'userName' | 'externalId' | 'displayName' | 'email';
export type GroupLookup = 'displayName' | 'externalId';

export interface DirectoryStore extends AccessStore {
  readUser(id: string): Promise<UserRecord | undefined>;
  /** Users whose index holds `value` (without case); `startsWith`: whose value begins with it. At most `limit`. */
  findUsers(
    by: UserLookup,
    match: 'equals' | 'startsWith',
    value: string,
    limit: number,
  ): Promise<UserRecord[]>;
  /** As `findUsers`, ids only. */
  userIds(by: UserLookup, match: 'equals' | 'startsWith', value: string, limit: number): Promise<string[]>;
  /** Users in the order of their ids. */
  pageUsers(after: string | undefined, limit: number): Promise<Page<UserRecord>>;
  /** The id of the `count`th user in the order of `pageUsers`; undefined where there are not that many. */
  skipUsers(count: number): Promise<string | undefined>;
  createUser(id: string, attributes: JsonObject, origin: Origin): Promise<Created<UserRecord>>;
  updateUser(before: UserRecord, attributes: JsonObject, origin: Origin): Promise<Updated<UserRecord>>;
  deleteUser(user: UserRecord, origin: Origin): Promise<Deleted>;

  readGroup(id: string): Promise<GroupRecord | undefined>;
  /** Ids only: the first `limit` groups whose index holds `value`, or a value that begins with it. */
  groupIds(by: GroupLookup, match: 'equals' | 'startsWith', value: string, limit: number): Promise<string[]>;
  pageGroups(after: string | undefined, limit: number): Promise<Page<GroupRecord>>;
  skipGroups(count: number): Promise<string | undefined>;
  createGroup(
    id: string,
    attributes: JsonObject,
    members: readonly string[],
    origin: Origin,
  ): Promise<
    { readonly kind: 'created'; readonly record: GroupRecord; readonly members: MembersChanged } | Taken
  >;
  /** Changes the attributes and, in the same transaction, the first of the members. */
  updateGroup(
    before: GroupRecord,
    attributes: JsonObject,
    members: MemberEdit,
    condition: GroupCondition,
    origin: Origin,
  ): Promise<
    | { readonly kind: 'updated'; readonly record: GroupRecord; readonly members: MembersChanged }
    | Taken
    | Changed
    | Gone
  >;
  /** Adds and removes members without reading anything first. */
  changeMembers(group: string, edit: MemberEdit, origin: Origin): Promise<MembersChanged | Gone>;
  deleteGroup(group: GroupRecord, condition: GroupCondition, origin: Origin): Promise<Deleted>;

  /** Member ids of a group in their order. */
  pageMembers(group: string, after: string | undefined, limit: number): Promise<Page<string>>;
  /** Memberships of all groups, in the order of group and member: the first `limit` after one. */
  pageMemberships(after: MembershipKey | undefined, limit: number): Promise<readonly MembershipKey[]>;
  /** Those of `members` that are members of the group: one request each. */
  membersAmong(group: string, members: readonly string[]): Promise<string[]>;

  /** Users and groups in the directory, summed from the lanes in one request. */
  totals(): Promise<{ readonly users: number; readonly groups: number }>;
  /** The next `limit` entries of the change log after `cursor`; from the oldest kept one without. */
  readChangeLog(cursor: ChangeLogCursor | undefined, limit: number): Promise<ChangeLogPage>;
  /** The cursor of who has read everything. */
  changeLogEnd(): Promise<ChangeLogCursor>;
  /** Drops entries older than `before` (milliseconds since 1970). Gives how many. */
  trimChangeLog(before: number): Promise<number>;
  /** Takes up the deletions that a stopped process left unfinished. Gives how many. */
  resumeSweeps(): Promise<number>;
}
