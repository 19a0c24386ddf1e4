// Groups in the table: the group with its mappings in one range, its members in another.
import type { NamePattern } from '../directory/mapping-name.ts';
import type { DirectoryStore, GroupLookup, GroupRecord } from '../directory/store.ts';
import { foldCase } from '../scim/fold.ts';
import { type Committed, commitWithout, type Plan, type Writer } from './commit.ts';
import {
  groupGuardKey,
  groupKey,
  groupNameKey,
  type KeyRange,
  keyPrefix,
  memberKey,
  membersRange,
  rangeOf,
  SHARED_INDEX,
  sharedIndexRange,
} from './keys.ts';
import { type MembersOutcome, writeMembers } from './members.ts';
import { pageResources, skipResources } from './paging.ts';
import { planCreateGroup, planDeleteGroup, planUpdateGroup } from './plan-group.ts';
import { readRange, readRow } from './reads.ts';
import { groupsOf, timeOf } from './rows.ts';
import { startSweep } from './sweep.ts';

type GroupStore = Omit<
  DirectoryStore,
  | 'readUser'
  | 'findUsers'
  | 'pageUsers'
  | 'skipUsers'
  | 'createUser'
  | 'updateUser'
  | 'deleteUser'
  | 'totals'
  | 'readChangeLog'
  | 'resumeSweeps'
>;

const NOTHING: Plan = { actions: () => [], changes: [] };

export function groupStore(writer: Writer, pattern: () => NamePattern): GroupStore {
  const { table, partition } = writer;

  async function readGroup(id: string): Promise<GroupRecord | undefined> {
    return groupsOf(await readRange(table, partition, rangeOf(groupKey(id))))[0];
  }

  async function idsBy(by: GroupLookup, match: 'equals' | 'startsWith', value: string, limit: number) {
    if (match === 'equals' && by === 'displayName') {
      const id = await holderOf(groupNameKey(value));
      return id === undefined ? [] : [id];
    }
    const rows = await readRange(table, partition, indexRange(by, match, value), { limit });
    return rows.map((row) => row.columns.id).filter((id) => typeof id === 'string');
  }

  /** The group that has a name; a name for which mappings wait has none. */
  async function holderOf(nameKey: string): Promise<string | undefined> {
    const id = (await readRow(table, partition, nameKey))?.columns.id;
    return typeof id === 'string' ? id : undefined;
  }

  async function nameTaken({ key }: Extract<Committed, { kind: 'refused' }>) {
    return { kind: 'taken', attribute: 'displayName', by: await holderOf(key) } as const;
  }

  return {
    readGroup,

    async findGroups(by, match, value, limit) {
      const found = await Promise.all((await idsBy(by, match, value, limit)).map(readGroup));
      return found.filter((group) => group !== undefined);
    },

    pageGroups: (after, limit) => pageResources(writer, 'g', after, limit, groupsOf),

    skipGroups: (after, count) => skipResources(writer, 'g', after, count),

    async createGroup(id, attributes, members, origin) {
      const plan = planCreateGroup(id, attributes, pattern(), origin);
      const written = await writeMembers(writer, id, { add: members, remove: [] }, { plan }, origin);
      if (written.kind === 'refused') return await nameTaken(written);
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
      return { kind: 'created', record, members: written };
    },

    async updateGroup(before, attributes, members, condition, origin) {
      const plan = planUpdateGroup(before, attributes, pattern(), origin) ?? NOTHING;
      const guard = condition === 'attributes' ? {} : { guard: before.seen.guard ?? '' };
      const written = await writeMembers(writer, before.id, members, { plan, ...guard }, origin);
      if (written.kind === 'refused') {
        if (written.reason === 'exists' && written.key.startsWith('gn~')) return await nameTaken(written);
        return { kind: isGone(written, before.id) ? 'gone' : 'changed' };
      }
      const changed = plan !== NOTHING;
      const record: GroupRecord = {
        ...before,
        attributes,
        revision: before.revision + (changed ? 1 : 0),
        lastModified: written.stamp === undefined ? before.lastModified : timeOf(written.stamp),
        version: written.version ?? (written.stamp === undefined ? before.version : ''),
        seen: {},
      };
      return { kind: 'updated', record, members: written };
    },

    async changeMembers(group, edit, origin) {
      const written = await writeMembers(writer, group, edit, { plan: NOTHING }, origin);
      return written.kind === 'refused' ? { kind: 'gone' } : written;
    },

    async deleteGroup(group, origin) {
      const own = groupKey(group.id);
      const committed = await commitWithout(
        writer,
        planDeleteGroup(group, origin),
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
      const rows = await readRange(table, partition, range, { limit, select: ['RowKey'] });
      const items = rows.map((row) => row.key.split('~')[2] ?? '');
      return { items, next: rows.length < limit ? undefined : items.at(-1) };
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
