// Users in the table: one range query reads a user with all memberships, one transaction writes one.
import type { DirectoryStore, UserLookup, UserRecord } from '../directory/store.ts';
import { foldCase } from '../scim/fold.ts';
import type { JsonObject } from '../scim/json.ts';
import { commitWithout, type Plan, type Writer } from './commit.ts';
import {
  type KeyRange,
  keyPrefix,
  rangeOf,
  SHARED_INDEX,
  type SharedIndex,
  sharedIndexRange,
  userGuardKey,
  userKey,
  userNameKey,
} from './keys.ts';
import { pageResources, skipResources } from './paging.ts';
import { MEMBERSHIPS_DELETED_AT_ONCE, planCreateUser, planDeleteUser, planUpdateUser } from './plan-user.ts';
import { createPositions } from './positions.ts';
import { PAGE_ROWS, type Row, readPage, readRange, readRow } from './reads.ts';
import { timeOf, usersOf, userVersion } from './rows.ts';
import { commitBySettings, type SettingsSource, type StoredSettings, whileHolding } from './settings.ts';
import { startSweep } from './sweep.ts';

type UserStore = Pick<
  DirectoryStore,
  | 'readUser'
  | 'userIds'
  | 'findUsers'
  | 'pageUsers'
  | 'skipUsers'
  | 'createUser'
  | 'updateUser'
  | 'deleteUser'
>;

const SHARED: Readonly<Record<Exclude<UserLookup, 'userName'>, SharedIndex>> = {
  externalId: 'userExternalId',
  displayName: 'userDisplayName',
  email: 'userEmail',
};

export function userStore(writer: Writer, settings: SettingsSource): UserStore {
  const { table, partition } = writer;
  const positions = createPositions();

  async function readUser(id: string): Promise<UserRecord | undefined> {
    const read = reading();
    return read(await readRange(table, partition, rangeOf(userKey(id))))[0];
  }

  /**
   * Of rows that are read from now on. Groups that this process is sweeping are gone already: their memberships are left to
   * the sweep, which may end before the rows are here that were read while it went on.
   */
  function reading(): (rows: readonly Row[]) => UserRecord[] {
    const before = new Set(writer.sweeps.keys());
    const isGone = (group: string) => before.has(group) || writer.sweeps.has(group);
    return (rows) => {
      const users = usersOf(rows);
      if (before.size + writer.sweeps.size === 0) return users;
      return users.map((user) => ({
        ...user,
        memberships: user.memberships.filter(({ group }) => !isGone(group)),
      }));
    };
  }

  async function idsBy(
    by: UserLookup,
    match: 'equals' | 'startsWith',
    value: string,
    limit: number,
  ): Promise<string[]> {
    if (match === 'equals' && by === 'userName') {
      const row = await readRow(table, partition, userNameKey(value));
      return row === undefined ? [] : [String(row.columns.id)];
    }
    // Several e-mails of one user may lie in the range: rows are read until there are so many users.
    const range = indexRange(by, match, value);
    const ids = new Set<string>();
    let after: string | undefined;
    do {
      const rows = Math.min(PAGE_ROWS, limit - ids.size);
      const page = await readPage(table, partition, range, { after, rows });
      for (const row of page.rows) ids.add(String(row.columns.id));
      after = page.next;
    } while (after !== undefined && ids.size < limit);
    return [...ids];
  }

  async function takenBy(key: string): Promise<string | undefined> {
    const row = await readRow(table, partition, key);
    return row === undefined ? undefined : String(row.columns.id);
  }

  return {
    readUser,

    userIds: idsBy,

    async findUsers(by, match, value, limit) {
      const ids = await idsBy(by, match, value, limit);
      const found = await Promise.all(ids.map(readUser));
      return found.filter((user) => user !== undefined);
    },

    pageUsers: (after, limit) => pageResources(writer, 'u', after, limit, reading()),

    skipUsers: (count) => skipResources(writer, 'u', count, positions),

    async createUser(id, attributes, origin) {
      const committed = await commitBySettings(
        writer,
        settings,
        (current) => byRoles(current, attributes, planCreateUser(id, attributes, current.organizationRoles)),
        origin,
      );
      if (committed.kind === 'refused') {
        return { kind: 'taken', attribute: 'userName', by: await takenBy(committed.key) };
      }
      const time = timeOf(committed.stamp);
      const record: UserRecord = {
        id,
        attributes,
        created: time,
        lastModified: time,
        revision: 1,
        version: userVersion(1),
        memberships: [],
        seen: {},
      };
      return { kind: 'created', record };
    },

    async updateUser(before, attributes, origin) {
      const planFor = ({ organizationRoles }: StoredSettings) =>
        planUpdateUser(before, attributes, organizationRoles);
      if (planFor(await settings.current()) === undefined) return { kind: 'updated', record: before };
      const committed = await commitBySettings(
        writer,
        settings,
        (current) => byRoles(current, attributes, planFor(current) ?? NOTHING),
        origin,
      );
      if (committed.kind === 'committed') {
        const revision = before.revision + 1;
        const record: UserRecord = {
          ...before,
          attributes,
          revision,
          version: userVersion(revision),
          lastModified: timeOf(committed.stamp),
          seen: {},
        };
        return { kind: 'updated', record };
      }
      if (committed.key === userKey(before.id)) {
        return { kind: committed.reason === 'missing' ? 'gone' : 'changed' };
      }
      if (committed.reason === 'exists' && committed.key.startsWith('un~')) {
        return { kind: 'taken', attribute: 'userName', by: await takenBy(committed.key) };
      }
      return { kind: 'changed' };
    },

    async deleteUser(user, origin) {
      const own = [userKey(user.id), userGuardKey(user.id)];
      const committed = await commitWithout(
        writer,
        planDeleteUser(user, origin),
        origin,
        (key) => !own.includes(key),
      );
      if (committed.kind === 'refused') return { kind: committed.reason === 'missing' ? 'gone' : 'changed' };
      if (user.memberships.length > MEMBERSHIPS_DELETED_AT_ONCE) startSweep(writer, 'user', user.id, origin);
      return { kind: 'deleted' };
    },
  };
}

const NOTHING: Plan = { actions: () => [], changes: [] };

/** Whether somebody is an organization admin depends on the settings, unless they have no roles at all. */
function byRoles(settings: StoredSettings, { roles }: JsonObject, plan: Plan): Plan {
  return Array.isArray(roles) && roles.length > 0 ? whileHolding(settings, plan) : plan;
}

function indexRange(by: UserLookup, match: 'equals' | 'startsWith', value: string): KeyRange {
  if (match === 'equals' && by !== 'userName') return sharedIndexRange(SHARED[by], value);
  const letters = by === 'userName' ? 'un' : SHARED_INDEX[SHARED[by]];
  return rangeOf(`${letters}~${keyPrefix(foldCase(value))}`);
}
