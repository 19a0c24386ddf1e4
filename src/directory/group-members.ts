// Memberships as resources: each is listed, made and ended by itself, however many others its group has. A membership has no
// attributes that could change, so its version stays what it is, and its id is made of its two ends.

import { ScimError } from '../scim/errors.ts';
import type { CheckedFilter } from '../scim/filter/checked.ts';
import { indexableTerms } from '../scim/filter/indexable.ts';
import type { JsonObject } from '../scim/json.ts';
import { project } from '../scim/projection.ts';
import { locationBelow, memberValue, resourceLocation } from '../scim/resource.ts';
import { GROUP_MEMBER } from '../scim/schema/group-member.ts';
import { readAttributes } from '../scim/schema/validate.ts';
import { shown } from '../scim/shown.ts';
import type { DirectoryContext } from './context.ts';
import { addMember, isMemberId, memberReference, removeMember } from './groups.ts';
import { isGroupId } from './ids.ts';
import type { Candidate, Listing } from './listing.ts';
import { groupsOfMember } from './listings.ts';
import { matching } from './matching.ts';
import type { MembershipKey, Page } from './store.ts';

/** The entity tag of every membership. */
export const GROUP_MEMBER_VERSION = 'W/"1"';

const SEPARATOR = '.';

/** Memberships that one storage request gives at most. */
const PAGE = 1_000;

/** Throws `invalidValue` where an end of it is nobody, `uniqueness` where it is there already. */
export async function createGroupMember(context: DirectoryContext, body: JsonObject): Promise<MembershipKey> {
  const { group, member } = readAttributes(GROUP_MEMBER, body, 'create') as {
    group: { value: string };
    member: { value: string; type?: 'User' | 'Group' };
  };
  const added = await addMember(context, group.value, member);
  switch (added) {
    case 'added':
      return { group: group.value, member: member.value };
    case 'a member already':
      throw new ScimError(
        'uniqueness',
        `${shown(member.value)} is a member of the group ${group.value} already.`,
      );
    case 'no such group':
      throw new ScimError(
        'invalidValue',
        `group.value: there is no group with the id ${shown(group.value)}.`,
      );
    case 'no such member':
      throw new ScimError(
        'invalidValue',
        `member.value: there is no ${member.type ?? 'user or group'} with the id ${shown(member.value)}.`,
      );
  }
}

/** Throws `notFound`. */
export async function readGroupMember(context: DirectoryContext, id: string): Promise<MembershipKey> {
  const membership = await find(context, id);
  if (membership === undefined) throw noSuchMembership(id);
  return membership;
}

/** Throws `notFound`. */
export async function deleteGroupMember(context: DirectoryContext, id: string): Promise<MembershipKey> {
  const membership = endsOf(id);
  const isRemoved =
    membership !== undefined && (await removeMember(context, membership.group, membership.member));
  if (!isRemoved) throw noSuchMembership(id);
  return membership;
}

export function groupMemberId({ group, member }: MembershipKey): string {
  return `${group}${SEPARATOR}${member}`;
}

/** As it is answered, before projection. */
export function groupMemberResource(membership: MembershipKey, baseUrl: string): JsonObject {
  const { group, member } = membership;
  const id = groupMemberId(membership);
  return {
    schemas: [GROUP_MEMBER.schema.id],
    id,
    group: { value: group, $ref: resourceLocation('Group', group, baseUrl) },
    member: memberValue(memberReference(member), baseUrl),
    meta: {
      resourceType: GROUP_MEMBER.name,
      location: locationBelow(GROUP_MEMBER, id, baseUrl),
      version: GROUP_MEMBER_VERSION,
    },
  };
}

/** All memberships, or those that can match a filter which names the group or the member. */
export function groupMemberListing(
  context: DirectoryContext,
  baseUrl: string,
  only: Partial<MembershipKey> = {},
): Listing {
  const candidate = (membership: MembershipKey): Candidate => ({
    id: groupMemberId(membership),
    seenBy: async () => groupMemberResource(membership, baseUrl),
    shown: async (selection) => project(GROUP_MEMBER, groupMemberResource(membership, baseUrl), selection),
  });
  const listing: Listing = {
    type: GROUP_MEMBER,
    finders: {},
    narrowing: ['id', 'group.value', 'member.value'],
    narrowed: (filter) => groupMemberListing(context, baseUrl, endsIn(filter)),
    read: async (id) => {
      const membership = await find(context, id);
      return membership === undefined ? undefined : candidate(membership);
    },
    withMember: async () => [],
    page: async (after, limit) => {
      const { items, next } = await pageOf(context, only, endsOf(after ?? ''), limit);
      return { items: items.map(candidate), next };
    },
    skip: async (count) => {
      let [left, after]: [number, string | undefined] = [count, undefined];
      do {
        const { items, next } = await pageOf(context, only, endsOf(after ?? ''), Math.min(left, PAGE));
        left -= items.length;
        const last = items.at(-1);
        if (left === 0 && last !== undefined) return groupMemberId(last);
        after = next;
      } while (after !== undefined);
      return undefined;
    },
    // They are not counted anywhere: the limit of queries without an index holds for counting too.
    total: async () => {
      let total = 0;
      for await (const _ of matching({ listing, filter: undefined })) total += 1;
      return total;
    },
  };
  return listing;
}

/** The ends that every match has. */
function endsIn(filter: CheckedFilter): Partial<MembershipKey> {
  const terms = indexableTerms(filter).filter(({ operator }) => operator === 'eq');
  const group = terms.find(({ attribute }) => attribute === 'group.value')?.value;
  const member = terms.find(({ attribute }) => attribute === 'member.value')?.value;
  return { ...(group === undefined ? {} : { group }), ...(member === undefined ? {} : { member }) };
}

async function pageOf(
  context: DirectoryContext,
  { group, member }: Partial<MembershipKey>,
  after: MembershipKey | undefined,
  limit: number,
): Promise<Page<MembershipKey>> {
  const { store } = context;
  if (member !== undefined) {
    const all = group === undefined ? await groupsOfMember(context, member) : await ifMember(group, member);
    const items = all.map((one) => ({ group: one, member })).sort((a, b) => (a.group < b.group ? -1 : 1));
    // Nobody is in so many groups that they would not be read together, with the user.
    const left = after === undefined ? items : items.filter((one) => one.group > after.group);
    return pageFrom(left.slice(0, limit), left.length > limit);
  }
  if (group !== undefined) {
    if (!isGroupId(group)) return pageFrom([], false);
    const { items, next } = await store.pageMembers(group, after?.member, limit);
    return pageFrom(
      items.map((one) => ({ group, member: one })),
      next !== undefined,
    );
  }
  const items = await store.pageMemberships(after, limit);
  return pageFrom(items, items.length === limit);

  async function ifMember(group: string, member: string): Promise<string[]> {
    return (await find(context, groupMemberId({ group, member }))) === undefined ? [] : [group];
  }
}

function pageFrom(items: readonly MembershipKey[], more: boolean): Page<MembershipKey> {
  const last = items.at(-1);
  return { items, next: more && last !== undefined ? groupMemberId(last) : undefined };
}

async function find({ store }: DirectoryContext, id: string): Promise<MembershipKey | undefined> {
  const membership = endsOf(id);
  if (membership === undefined) return undefined;
  const [found] = await store.membersAmong(membership.group, [membership.member]);
  return found === undefined ? undefined : membership;
}

/** Undefined for what is no id of a membership. */
function endsOf(id: string): MembershipKey | undefined {
  const [group = '', member = '', ...more] = id.split(SEPARATOR);
  return more.length === 0 && isGroupId(group) && isMemberId(member) ? { group, member } : undefined;
}

function noSuchMembership(id: string): ScimError {
  return new ScimError('notFound', `There is no membership with the id ${shown(id)}.`);
}
