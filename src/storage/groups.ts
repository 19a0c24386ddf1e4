// Groups in the table: the group with its mappings in one range, its members in another.
import type { AccessStore } from '../directory/access-store.ts';
import type {
  DirectoryStore,
  GroupLookup,
  GroupRecord,
  MemberEdit,
  Origin,
  Taken,
} from '../directory/store.ts';
import { foldCase } from '../scim/fold.ts';
import { commitWithout, type Plan, type Writer } from './commit.ts';
import {
  groupGuardKey,
  groupKey,
  groupNameKey,
  type KeyRange,
  keyPrefix,
  MEMBERS,
  memberKey,
  membersRange,
  rangeOf,
  SHARED_INDEX,
  sharedIndexRange,
} from './keys.ts';
import { type MembersOutcome, writeMembers } from './members.ts';
import { pageResources, skipResources } from './paging.ts';
import { planCreateGroup, planDeleteGroup, planUpdateGroup } from './plan-group.ts';
import { createPositions } from './positions.ts';
import { readFirst, readRange, readRow } from './reads.ts';
import { groupsOf, timeOf } from './rows.ts';
import { isOutdated, type SettingsSource, type StoredSettings, whileHolding } from './settings.ts';
import { startSweep } from './sweep.ts';
import { startTask } from './tasks.ts';
import { BOUND_AT_ONCE, type WaitingName, waitingNameOf } from './waiting.ts';

type GroupStore = Omit<
  DirectoryStore,
  | keyof AccessStore
  | 'readUser'
  | 'userIds'
  | 'findUsers'
  | 'pageUsers'
  | 'skipUsers'
  | 'createUser'
  | 'updateUser'
  | 'deleteUser'
  | 'totals'
  | 'readChangeLog'
  | 'changeLogEnd'
  | 'trimChangeLog'
  | 'resumeSweeps'
>;

/** Of the rows of names, those of groups: where mappings wait for a name, it has no id. */
const HAS_ID = "id ge ''";
const NOTHING: Plan = { actions: () => [], changes: [] };

type Done = Extract<MembersOutcome, { kind: 'done' }>;

/** What became of a group's own rows; `changed`: whether there were any to write. */
type Named =
  | (Omit<Done, 'kind'> & { readonly kind: 'written'; readonly changed: boolean })
  | Exclude<MembersOutcome, Done>
  | Taken;

export function groupStore(writer: Writer, settings: SettingsSource): GroupStore {
  const { table, partition } = writer;
  const positions = createPositions();

  async function readGroup(id: string): Promise<GroupRecord | undefined> {
    return groupsOf(await readRange(table, partition, rangeOf(groupKey(id))))[0];
  }

  async function idsBy(by: GroupLookup, match: 'equals' | 'startsWith', value: string, limit: number) {
    if (match === 'equals' && by === 'displayName') {
      const id = await holderOf(groupNameKey(value));
      return id === undefined ? [] : [id];
    }
    const rows = await readRange(table, partition, indexRange(by, match, value), { limit, where: HAS_ID });
    return rows.map((row) => String(row.columns.id));
  }

  /** The group that has a name; a name for which mappings wait has none. */
  async function holderOf(nameKey: string): Promise<string | undefined> {
    const id = (await readRow(table, partition, nameKey))?.columns.id;
    return typeof id === 'string' ? id : undefined;
  }

  /**
   * Writes what a group is called, with members. `planFor` is asked again where the settings have changed, and where mappings
   * wait for the name, which become the group's.
   */
  async function writeNamed(
    id: string,
    name: unknown,
    { members, guard }: { members: MemberEdit; guard?: string },
    planFor: (settings: StoredSettings, waiting: WaitingName | undefined) => Plan | undefined,
    origin: Origin,
  ): Promise<Named> {
    const nameKey = groupNameKey(String(name));
    let waiting: WaitingName | undefined;
    for (;;) {
      const current = await settings.current();
      const plan = planFor(current, waiting);
      const first = {
        plan: plan === undefined ? NOTHING : whileHolding(current, plan),
        ...(guard === undefined ? {} : { guard }),
      };
      const written = await writeMembers(writer, id, members, first, origin);
      if (written.kind === 'done') {
        if (waiting !== undefined && waiting.mappings.length > BOUND_AT_ONCE)
          startTask(writer, settings, 'bind', id);
        return { ...written, kind: 'written', changed: plan !== undefined };
      }
      if (isOutdated(written)) await settings.renewed();
      else if (written.key !== nameKey) return written;
      else {
        const row = await readRow(table, partition, nameKey);
        waiting = row && waitingNameOf(row);
        if (row !== undefined && waiting === undefined) {
          return { kind: 'taken', attribute: 'displayName', by: String(row.columns.id) };
        }
      }
    }
  }

  return {
    readGroup,

    groupIds: idsBy,

    pageGroups: (after, limit) => pageResources(writer, 'g', after, limit, groupsOf),

    skipGroups: (count) => skipResources(writer, 'g', count, positions),

    async createGroup(id, attributes, members, origin) {
      const written = await writeNamed(
        id,
        attributes.displayName,
        { members: { add: members, remove: [] } },
        ({ pattern }, waiting) => planCreateGroup(id, attributes, pattern, origin, waiting),
        origin,
      );
      if (written.kind === 'taken') return written;
      if (written.kind === 'refused') throw new Error(`A new group was refused at ${written.key}`);
      const time = timeOf(written.stamp ?? 0);
      const record: GroupRecord = {
        id,
        attributes,
        created: time,
        lastModified: time,
        revision: 1,
        version: written.version ?? '',
        mappings: [],
        parents: [],
        seen: {},
      };
      return { kind: 'created', record, members: { ...written, kind: 'done' } };
    },

    async updateGroup(before, attributes, members, condition, origin) {
      const written = await writeNamed(
        before.id,
        attributes.displayName,
        { members, ...(condition === 'attributes' ? {} : { guard: before.seen.guard ?? '' }) },
        ({ pattern }, waiting) => planUpdateGroup(before, attributes, pattern, origin, waiting),
        origin,
      );
      if (written.kind === 'taken') return written;
      if (written.kind === 'refused') return { kind: isGone(written, before.id) ? 'gone' : 'changed' };
      const record: GroupRecord = {
        ...before,
        attributes,
        revision: before.revision + (written.changed ? 1 : 0),
        lastModified: written.stamp === undefined ? before.lastModified : timeOf(written.stamp),
        version: written.version ?? (written.stamp === undefined ? before.version : ''),
        seen: {},
      };
      return { kind: 'updated', record, members: { ...written, kind: 'done' } };
    },

    async changeMembers(group, edit, origin) {
      const written = await writeMembers(writer, group, edit, { plan: NOTHING }, origin);
      return written.kind === 'refused' ? { kind: 'gone' } : written;
    },

    async deleteGroup(group, condition, origin) {
      const own = groupKey(group.id);
      const committed = await commitWithout(
        writer,
        planDeleteGroup(group, condition, origin),
        origin,
        (key) => key !== own,
      );
      if (committed.kind === 'refused') return { kind: committed.reason === 'missing' ? 'gone' : 'changed' };
      startSweep(writer, 'group', group.id, origin);
      return { kind: 'deleted' };
    },

    async pageMembers(group, after, limit) {
      const all = membersRange(group);
      const range = after === undefined ? all : { ...all, from: rangeOf(memberKey(group, after)).before };
      const { rows, more } = await readFirst(table, partition, range, { limit, select: ['RowKey'] });
      const items = rows.map((row) => row.key.split('~')[2] ?? '');
      return { items, next: more ? items.at(-1) : undefined };
    },

    async pageMemberships(after, limit) {
      const range =
        after === undefined
          ? MEMBERS
          : { ...MEMBERS, from: rangeOf(memberKey(after.group, after.member)).before };
      const rows = await readRange(table, partition, range, { limit, select: ['RowKey'] });
      return rows.map(({ key }) => {
        const [, group = '', member = ''] = key.split('~');
        return { group, member };
      });
    },

    async membersAmong(group, members) {
      const rows = await Promise.all(
        members.map((member) => readRow(table, partition, memberKey(group, member))),
      );
      return members.filter((_, at) => rows[at] !== undefined);
    },
  };
}

function isGone(refused: Extract<MembersOutcome, { kind: 'refused' }>, group: string): boolean {
  return refused.reason === 'missing' && [groupKey(group), groupGuardKey(group)].includes(refused.key);
}

function indexRange(by: GroupLookup, match: 'equals' | 'startsWith', value: string): KeyRange {
  if (match === 'equals') return sharedIndexRange('groupExternalId', value);
  const letters = by === 'displayName' ? 'gn' : SHARED_INDEX.groupExternalId;
  return rangeOf(`${letters}~${keyPrefix(foldCase(value))}`);
}
