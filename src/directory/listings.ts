// How users and groups are listed: their indexes, and what of them a filter sees. A filter is evaluated on the form that is
// answered, so that it finds what the client sees.
import type { CheckedFilter } from '../scim/filter/checked.ts';
import type { JsonObject } from '../scim/json.ts';
import { project, wants } from '../scim/projection.ts';
import { assembleResource } from '../scim/resource.ts';
import type { ResourceTypeDefinition } from '../scim/schema/definition.ts';
import type { DirectoryContext } from './context.ts';
import { allMembers, memberReference, shownMembers } from './groups.ts';
import { isGroupId, isUserId } from './ids.ts';
import type { Candidate, Finder, Listing } from './listing.ts';
import { membersAsked } from './members-asked.ts';
import type { GroupLookup, GroupRecord, UserLookup, UserRecord } from './store.ts';

export function userListing({ store, registry }: DirectoryContext, baseUrl: string): Listing {
  const type = registry.resourceType('User');
  const candidate = (user: UserRecord): Candidate => ({
    id: user.id,
    seenBy: async () => userResource(type, user, baseUrl),
    shown: async (selection) => project(type, userResource(type, user, baseUrl), selection),
  });
  const finder =
    (by: UserLookup): Finder =>
    (match, value, limit) =>
      store.userIds(by, match, value, limit);
  return {
    type,
    finders: {
      userName: finder('userName'),
      externalId: finder('externalId'),
      displayName: finder('displayName'),
      'emails.value': finder('email'),
    },
    narrowing: ['id', 'userName', 'externalId', 'displayName', 'emails.value'],
    read: async (id) => {
      const user = isUserId(id) ? await store.readUser(id) : undefined;
      return user === undefined ? undefined : candidate(user);
    },
    withMember: async () => [],
    page: async (after, limit) => {
      const { items, next } = await store.pageUsers(after, limit);
      return { items: items.map(candidate), next };
    },
    skip: (count) => store.skipUsers(count),
    total: async () => (await store.totals()).users,
  };
}

export function groupListing(context: DirectoryContext, baseUrl: string): Listing {
  const { store, registry } = context;
  const type = registry.resourceType('Group');
  const candidate = (group: GroupRecord): Candidate => ({
    id: group.id,
    seenBy: async (filter) =>
      groupResource(type, group, baseUrl, await membersFor(context, group.id, filter)),
    shown: async (selection) => {
      const members = wants(type, selection, 'members') ? await shownMembers(context, group.id) : undefined;
      return project(type, groupResource(type, group, baseUrl, members), selection);
    },
  });
  const finder =
    (by: GroupLookup): Finder =>
    (match, value, limit) =>
      store.groupIds(by, match, value, limit);
  return {
    type,
    finders: { displayName: finder('displayName'), externalId: finder('externalId') },
    narrowing: ['id', 'displayName', 'externalId', 'members.value'],
    read: async (id) => {
      const group = isGroupId(id) ? await store.readGroup(id) : undefined;
      return group === undefined ? undefined : candidate(group);
    },
    withMember: (member) => groupsOfMember(context, member),
    page: async (after, limit) => {
      const { items, next } = await store.pageGroups(after, limit);
      return { items: items.map(candidate), next };
    },
    skip: (count) => store.skipGroups(count),
    total: async () => (await store.totals()).groups,
  };
}

/** As it is answered, before projection. */
export function userResource(type: ResourceTypeDefinition, user: UserRecord, baseUrl: string): JsonObject {
  const groups = user.memberships.map(({ group }) => group);
  return assembleResource({ ...user, type, baseUrl, groups });
}

/** As it is answered, before projection; `members` are left out where they were not read. */
export function groupResource(
  type: ResourceTypeDefinition,
  group: GroupRecord,
  baseUrl: string,
  members?: readonly string[],
): JsonObject {
  const shown = members === undefined ? {} : { members: members.map(memberReference) };
  return assembleResource({ ...group, type, baseUrl, ...shown });
}

/** The groups that a user or a group is a direct member of. */
export async function groupsOfMember(
  { store }: DirectoryContext,
  member: string,
): Promise<readonly string[]> {
  if (isUserId(member)) return ((await store.readUser(member))?.memberships ?? []).map(({ group }) => group);
  return isGroupId(member) ? ((await store.readGroup(member))?.parents ?? []) : [];
}

/** Only those members that the filter asks after, where that can be told. */
async function membersFor(
  context: DirectoryContext,
  group: string,
  filter: CheckedFilter | undefined,
): Promise<readonly string[]> {
  if (filter === undefined) return [];
  const asked = membersAsked(filter);
  if (asked === undefined) return await allMembers(context, group);
  const possible = [...new Set(asked.ids)].filter((id) => isUserId(id) || isGroupId(id));
  const [among, first] = await Promise.all([
    possible.length === 0 ? [] : context.store.membersAmong(group, possible),
    asked.any ? context.store.pageMembers(group, undefined, 1) : undefined,
  ]);
  return [...new Set([...among, ...(first?.items ?? [])])];
}
