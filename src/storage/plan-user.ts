// Which rows a write of a user consists of. Pure: what is read before and what becomes of a refusal is in users.ts.

import { userChanges } from '../directory/changes.ts';
import type { OrganizationRoleOrder } from '../directory/organization-role.ts';
import { isOrganizationAdmin, organizationRole } from '../directory/organization-role.ts';
import type { Origin, UserRecord } from '../directory/store.ts';
import { isObject, type JsonObject } from '../scim/json.ts';
import type { Plan } from './commit.ts';
import {
  adminKey,
  groupGuardKey,
  memberKey,
  membershipKey,
  sharedIndexKey,
  sweepKey,
  userGuardKey,
  userKey,
  userNameKey,
} from './keys.ts';
import { ADMIN_INDEXED, originColumns, resourceColumns, stampOf, timeOf } from './rows.ts';
import type { RowAction } from './transaction.ts';

export function planCreateUser(id: string, attributes: JsonObject, order: OrganizationRoleOrder): Plan {
  return {
    actions: (stamp) => [
      {
        do: 'insert',
        key: userKey(id),
        columns: userColumns({ attributes, revision: 1, created: timeOf(stamp), stamp }, order),
      },
      { do: 'insert', key: userGuardKey(id), columns: {} },
      ...insertsOf(indexKeys(id, attributes, order), id),
    ],
    changes: [{ type: 'user.created', user: id, revision: 1 }],
    counts: { users: 1 },
  };
}

/** Undefined when the attributes are the same: then nothing is written, no version raised, no change logged. */
export function planUpdateUser(
  before: UserRecord,
  attributes: JsonObject,
  order: OrganizationRoleOrder,
): Plan | undefined {
  const after = { id: before.id, attributes, revision: before.revision + 1 };
  const changes = userChanges(before, after);
  if (changes.length === 0) return undefined;
  const old = storedIndexKeys(before);
  const new_ = indexKeys(before.id, attributes, order);
  return {
    actions: (stamp) => [
      {
        do: 'replace',
        key: userKey(before.id),
        etag: before.seen.row ?? '',
        columns: userColumns({ ...after, created: before.created, stamp }, order),
      },
      ...deletesOf(difference(old, new_)),
      ...insertsOf(difference(new_, old), before.id),
    ],
    changes,
    after: stampOf(before),
  };
}

/** Memberships that go in the transaction which deletes their user; with more the user is closed first, then swept. */
export const MEMBERSHIPS_DELETED_AT_ONCE = 20;

/** Deletes the user with all index rows and, up to a number, all memberships. */
export function planDeleteUser(user: UserRecord, origin: Origin): Plan {
  const atOnce = user.memberships.length <= MEMBERSHIPS_DELETED_AT_ONCE;
  return {
    actions: (stamp) => [
      { do: 'delete', key: userKey(user.id), etag: user.seen.row ?? '' },
      // A membership added since the read has touched the guard: then this is refused, and the memberships are read again.
      { do: 'delete', key: userGuardKey(user.id), etag: user.seen.guard ?? '' },
      ...deletesOf(storedIndexKeys(user)),
      ...(atOnce
        ? user.memberships.flatMap(({ group }) => membershipDeletes(group, user.id, stamp))
        : [{ do: 'insert', key: sweepKey('user', user.id), columns: originColumns(origin, stamp) } as const]),
    ],
    changes: [{ type: 'user.deleted', user: user.id, revision: user.revision + 1 }],
    counts: { users: -1 },
    after: stampOf(user),
  };
}

/** A user's membership in both directions, and the touch that moves the group's version. */
export function membershipDeletes(group: string, user: string, stamp: number): RowAction[] {
  return [
    { do: 'delete', key: membershipKey(user, group) },
    { do: 'delete', key: memberKey(group, user) },
    { do: 'merge', key: groupGuardKey(group), columns: { touched: timeOf(stamp) } },
  ];
}

function userColumns(resource: Parameters<typeof resourceColumns>[0], order: OrganizationRoleOrder) {
  return {
    ...resourceColumns(resource),
    // What was indexed is written down: after a change of the role order it cannot be computed from the attributes.
    indexed: isAdmin(resource.attributes, order) ? ADMIN_INDEXED : '',
  };
}

function isAdmin(attributes: JsonObject, order: OrganizationRoleOrder): boolean {
  return isOrganizationAdmin(organizationRole(attributes, order), order);
}

/** The index rows of a user with these attributes. */
export function indexKeys(id: string, attributes: JsonObject, order: OrganizationRoleOrder): Set<string> {
  return attributeIndexKeys(id, attributes, isAdmin(attributes, order));
}

function storedIndexKeys(user: UserRecord): Set<string> {
  return attributeIndexKeys(user.id, user.attributes, user.seen.indexed === ADMIN_INDEXED);
}

function attributeIndexKeys(id: string, attributes: JsonObject, admin: boolean): Set<string> {
  const keys = new Set<string>();
  const { userName, externalId, displayName, emails } = attributes;
  if (typeof userName === 'string') keys.add(userNameKey(userName));
  if (typeof externalId === 'string') keys.add(sharedIndexKey('userExternalId', externalId, id));
  if (typeof displayName === 'string') keys.add(sharedIndexKey('userDisplayName', displayName, id));
  for (const email of Array.isArray(emails) ? emails : []) {
    if (isObject(email) && typeof email.value === 'string')
      keys.add(sharedIndexKey('userEmail', email.value, id));
  }
  if (admin) keys.add(adminKey(id));
  return keys;
}

function difference(a: ReadonlySet<string>, b: ReadonlySet<string>): string[] {
  return [...a].filter((key) => !b.has(key));
}

function insertsOf(keys: Iterable<string>, id: string): RowAction[] {
  return [...keys].map((key) => ({ do: 'insert', key, columns: { id } }));
}

function deletesOf(keys: Iterable<string>): RowAction[] {
  return [...keys].map((key) => ({ do: 'delete', key }));
}
