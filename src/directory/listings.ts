// How users and groups are listed: their indexes, and what of them a filter sees. A filter is evaluated on the form that is
// answered, so that it finds what the client sees.

import type { CheckedFilter } from '../scim/filter/checked.ts';
import { matches } from '../scim/filter/matches.ts';
import type { JsonObject } from '../scim/json.ts';
import { assembleResource } from '../scim/resource.ts';
import type { DirectoryContext } from './context.ts';
import { allMembers, memberReference } from './groups.ts';
import { isGroupId, isUserId } from './ids.ts';
import { type Listing, membersAsked } from './list.ts';
import type { GroupLookup, GroupRecord, UserLookup, UserRecord } from './store.ts';

export function userListing(
  { store, registry }: DirectoryContext,
  baseUrl: string,
): Listing<UserRecord, UserLookup> {
  const type = registry.resourceType('User');
  return {
    lookups: {
      userName: 'userName',
      externalId: 'externalId',
      displayName: 'displayName',
      'emails.value': 'email',
    },
    read: async (id) => (isUserId(id) ? await store.readUser(id) : undefined),
    find: (by, match, value, limit) => store.findUsers(by, match, value, limit),
    withMember: async () => [],
    page: (after, limit) => store.pageUsers(after, limit),
    skip: (after, count) => store.skipUsers(after, count),
    total: async () => (await store.totals()).users,
    matches: async (user, filter) => matches(filter, userResource(type, user, baseUrl)),
  };
}

export function groupListing(context: DirectoryContext, baseUrl: string): Listing<GroupRecord, GroupLookup> {
  const { store, registry } = context;
  const type = registry.resourceType('Group');
  return {
    lookups: { displayName: 'displayName', externalId: 'externalId' },
    read: async (id) => (isGroupId(id) ? await store.readGroup(id) : undefined),
    find: (by, match, value, limit) => store.findGroups(by, match, value, limit),
    withMember: (member) => groupsOfMember(context, member),
    page: (after, limit) => store.pageGroups(after, limit),
    skip: (after, count) => store.skipGroups(after, count),
    total: async () => (await store.totals()).groups,
    matches: async (group, filter) => {
      const members = await membersFor(context, group.id, filter);
      return matches(filter, groupResource(type, group, baseUrl, members));
    },
  };
}

/** As it is answered, before projection. */
export function userResource(
  type: Parameters<typeof assembleResource>[0]['type'],
  user: UserRecord,
  baseUrl: string,
): JsonObject {
  const groups = user.memberships.map(({ group }) => group);
  return assembleResource({ ...user, type, baseUrl, groups });
}

/** As it is answered, before projection; `members` are left out where they were not read. */
export function groupResource(
  type: Parameters<typeof assembleResource>[0]['type'],
  group: GroupRecord,
  baseUrl: string,
  members?: readonly string[],
): JsonObject {
  const shown = members === undefined ? {} : { members: members.map(memberReference) };
  return assembleResource({ ...group, type, baseUrl, ...shown });
}

async function groupsOfMember({ store }: DirectoryContext, member: string): Promise<GroupRecord[]> {
  const groups = isUserId(member)
    ? ((await store.readUser(member))?.memberships ?? []).map(({ group }) => group)
    : isGroupId(member)
      ? ((await store.readGroup(member))?.parents ?? [])
      : [];
  const found = await Promise.all(groups.map((group) => store.readGroup(group)));
  return found.filter((group) => group !== undefined);
}

/** Only those members that the filter asks after are looked up, where that can be told: a group may have very many. */
async function membersFor(
  context: DirectoryContext,
  group: string,
  filter: CheckedFilter,
): Promise<string[]> {
  const asked = membersAsked(filter);
  if (asked === undefined) return await allMembers(context, group);
  const possible = [...new Set(asked)].filter((id) => isUserId(id) || isGroupId(id));
  return possible.length === 0 ? [] : await context.store.membersAmong(group, possible);
}
