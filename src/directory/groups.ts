// Creating, reading, changing and deleting groups. Members are changed without reading the others wherever the request
// allows it; ids that nobody has are skipped and noted, since ids are ours and can never arrive later.
import { ScimError } from '../scim/errors.ts';
import type { JsonObject } from '../scim/json.ts';
import { applyPatch } from '../scim/patch/apply.ts';
import { type MemberPlan, planMembers, resolveMembers } from '../scim/patch/members.ts';
import type { PatchOperation } from '../scim/patch/operation.ts';
import { type MemberReference, readMembers } from '../scim/schema/members.ts';
import { checkImmutable, readAttributes } from '../scim/schema/validate.ts';
import { activateNamed } from './activate-named.ts';
import { untilSettled } from './attempts.ts';
import { anyVersion, type CheckVersion, type DirectoryContext } from './context.ts';
import { isGroupId, isUserId, newGroupId } from './ids.ts';
import type { GroupRecord, MemberEdit, MembersChanged, Taken } from './store.ts';

/** Members that one storage request gives at most. */
const MEMBERS_PAGE = 1_000;
/** Members that an answer shows of a group: some 20 MB of JSON. */
export const MEMBERS_SHOWN_LIMIT = 100_000;

/** The members as they were written are given too, because the answer to a POST shows them. */
export async function createGroup(
  context: DirectoryContext,
  body: JsonObject,
): Promise<{ record: GroupRecord; members: readonly string[] }> {
  const type = context.registry.resourceType('Group');
  const attributes = readAttributes(type, body, 'create');
  const id = newGroupId();
  const add = possibleMembers(context, id, readMembers(type, body));
  const created = await context.store.createGroup(id, attributes, add, context.origin);
  if (created.kind === 'taken') throw nameTaken(created, attributes);
  noteUnknown(context, created.members);
  await activateNamed(context, add);
  return { record: await withVersion(context, created.record), members: created.members.added };
}

/** Throws `notFound`. Without members: see `allMembers`. */
export async function readGroup(context: Pick<DirectoryContext, 'store'>, id: string): Promise<GroupRecord> {
  const group = isGroupId(id) ? await context.store.readGroup(id) : undefined;
  if (group === undefined) throw noSuchGroup(id);
  return group;
}

/** The ids of all members, in the order of their ids. One storage request for each 1,000. */
export async function allMembers(context: DirectoryContext, group: string): Promise<string[]> {
  return (await firstMembers(context, group, Number.POSITIVE_INFINITY)).ids;
}

/** The ids of all members for an answer. Throws `tooMany` where they are more than one can hold. */
export async function shownMembers(context: DirectoryContext, group: string): Promise<string[]> {
  const { ids, more } = await firstMembers(context, group, MEMBERS_SHOWN_LIMIT);
  if (!more) return ids;
  throw new ScimError(
    'tooMany',
    `The group ${group} has more than ${MEMBERS_SHOWN_LIMIT} members, which are not shown in one answer. Ask with excludedAttributes=members; whether somebody is among them tells the filter id eq "${group}" and members.value eq "...".`,
  );
}

async function firstMembers(
  context: DirectoryContext,
  group: string,
  limit: number,
): Promise<{ ids: string[]; more: boolean }> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page = await context.store.pageMembers(group, after, MEMBERS_PAGE);
    for (const id of page.items) ids.push(id);
    after = page.next;
    // One beyond the limit is looked for: a page that ends with it may or may not be the last.
  } while (after !== undefined && ids.length <= limit);
  return { ids, more: ids.length > limit };
}

/** PUT: attributes and members become what the body says, RFC 7644 section 3.5.1. */
export async function replaceGroup(
  context: DirectoryContext,
  id: string,
  body: JsonObject,
  check: CheckVersion,
): Promise<GroupRecord> {
  const type = context.registry.resourceType('Group');
  const attributes = readAttributes(type, body, 'replace');
  const wanted = readMembers(type, body);
  const group = await changeGroup(context, id, check, (before) => {
    checkImmutable(type, before, attributes);
    return { attributes, members: { kind: 'replace', members: wanted } };
  });
  return await withVersion(context, group);
}

/**
 * PATCH, RFC 7644 section 3.5.2. Where it only adds and removes members that it names, nothing is read first. `check` is
 * undefined when the client set no conditions. Gives the new version, undefined where it could only be told by a read.
 */
export async function patchGroup(
  context: DirectoryContext,
  id: string,
  operations: readonly PatchOperation[],
  check: CheckVersion | undefined,
): Promise<string | undefined> {
  const type = context.registry.resourceType('Group');
  const { attributeOperations, members } = planMembers(type, operations);
  if (attributeOperations.length === 0 && members.kind === 'edit' && check === undefined) {
    return await editMembers(context, id, members);
  }
  const { version } = await changeGroup(context, id, check ?? anyVersion, (before) => {
    const { attributes, skipped } = applyPatch(type, before, attributeOperations);
    if (skipped.length > 0)
      context.note(
        'skippedPaths',
        skipped.map(({ path }) => path),
      );
    return { attributes, members };
  });
  return version === '' ? undefined : version;
}

/** Gives the group as it was. Throws `notFound`. */
export async function deleteGroup(
  context: DirectoryContext,
  id: string,
  check: CheckVersion,
): Promise<GroupRecord> {
  return await untilSettled(async () => {
    const group = await readGroup(context, id);
    check(group.version);
    const condition = check === anyVersion ? 'attributes' : 'attributes and members';
    const deleted = await context.store.deleteGroup(group, condition, context.origin);
    if (deleted.kind === 'gone') throw noSuchGroup(id);
    return deleted.kind === 'deleted' ? group : 'changed';
  });
}

async function editMembers(
  context: DirectoryContext,
  id: string,
  plan: Extract<MemberPlan, { kind: 'edit' }>,
): Promise<string | undefined> {
  if (!isGroupId(id)) throw noSuchGroup(id);
  const edit = { add: possibleMembers(context, id, plan.add), remove: plan.remove.filter(isMemberId) };
  const changed = await context.store.changeMembers(id, edit, context.origin);
  if (changed.kind === 'gone') throw noSuchGroup(id);
  noteUnknown(context, changed);
  await activateNamed(context, edit.add);
  return changed.version;
}

/** What became of a member that was to be added. */
export type MemberAdded = 'added' | 'a member already' | 'no such group' | 'no such member';

/** Makes somebody a member of a group, nothing else. Throws `invalidValue` for a group that would be its own member. */
export async function addMember(
  context: DirectoryContext,
  group: string,
  member: MemberReference,
): Promise<MemberAdded> {
  const add = possibleMembers(context, group, [member]);
  if (add.length === 0) return 'no such member';
  const changed = isGroupId(group)
    ? await context.store.changeMembers(group, { add, remove: [] }, context.origin)
    : undefined;
  if (changed?.kind !== 'done') return 'no such group';
  noteUnknown(context, changed);
  if (changed.unknown.length > 0) return 'no such member';
  await activateNamed(context, add);
  return changed.added.length > 0 ? 'added' : 'a member already';
}

/** Ends a membership. False where there was none. */
export async function removeMember(
  context: DirectoryContext,
  group: string,
  member: string,
): Promise<boolean> {
  if (!isGroupId(group) || !isMemberId(member)) return false;
  const edit = { add: [], remove: [member] };
  const changed = await context.store.changeMembers(group, edit, context.origin);
  return changed.kind === 'done' && changed.removed.length > 0;
}

interface GroupChange {
  readonly attributes: JsonObject;
  readonly members: MemberPlan;
}

async function changeGroup(
  context: DirectoryContext,
  id: string,
  check: CheckVersion,
  change: (before: JsonObject) => GroupChange,
): Promise<GroupRecord> {
  return await untilSettled(async () => {
    const before = await readGroup(context, id);
    check(before.version);
    const { attributes, members } = change(before.attributes);
    const edit = await editOf(context, id, members);
    const condition = check === anyVersion && !isOfPresent(members) ? 'attributes' : 'attributes and members';
    const updated = await context.store.updateGroup(before, attributes, edit, condition, context.origin);
    switch (updated.kind) {
      case 'updated':
        noteUnknown(context, updated.members);
        await activateNamed(context, namedIn(members, edit));
        return updated.record;
      case 'changed':
        return 'changed';
      case 'taken':
        throw nameTaken(updated, attributes);
      case 'gone':
        throw noSuchGroup(id);
    }
  });
}

/** Members that did not fit one transaction leave the version of the last one unknown: it is read. */
async function withVersion(context: DirectoryContext, group: GroupRecord): Promise<GroupRecord> {
  return group.version === '' ? await readGroup(context, group.id) : group;
}

/** Whether what is to be added and removed was found by looking at who is a member: then that must still hold. */
function isOfPresent({ kind }: MemberPlan): boolean {
  return kind === 'replace' || kind === 'filter';
}

/** Nobody else is a member of anything, and no other text is a key of storage. */
export function isMemberId(id: string): boolean {
  return isUserId(id) || isGroupId(id);
}

/** The members to add and to remove; the present ones are read only where the plan depends on them. */
async function editOf(context: DirectoryContext, id: string, plan: MemberPlan): Promise<MemberEdit> {
  if (plan.kind === 'none') return { add: [], remove: [] };
  if (plan.kind === 'edit') {
    return { add: possibleMembers(context, id, plan.add), remove: plan.remove.filter(isMemberId) };
  }
  const present = await allMembers(context, id);
  const wanted =
    plan.kind === 'replace'
      ? plan.members
      : resolveMembers(plan, present.map(memberReference), (id) => memberReference(id).type);
  const wantedIds = new Set(wanted.map(({ value }) => value));
  const presentIds = new Set(present);
  return {
    add: possibleMembers(
      context,
      id,
      wanted.filter(({ value }) => !presentIds.has(value)),
    ),
    remove: present.filter((member) => !wantedIds.has(member)),
  };
}

/** Whom the request named to be members, whether they were or not. */
function namedIn(plan: MemberPlan, edit: MemberEdit): readonly string[] {
  return plan.kind === 'replace' ? plan.members.map(({ value }) => value) : edit.add;
}

/** A member's id with what its form tells: see ids.ts. */
export function memberReference(id: string) {
  return { value: id, type: isGroupId(id) ? 'Group' : 'User' } as const;
}

/** Ids that are not of our making, or not of the type they are said to be, name nobody: they are not asked of storage. */
function possibleMembers(
  context: DirectoryContext,
  group: string,
  members: readonly MemberReference[],
): string[] {
  if (members.some(({ value }) => value === group)) {
    throw new ScimError(
      'invalidValue',
      `members: the group ${group} cannot be its own member. Leave it out.`,
    );
  }
  const possible = members.filter(({ value, type }) =>
    type === undefined ? isMemberId(value) : type === 'User' ? isUserId(value) : isGroupId(value),
  );
  if (possible.length < members.length) {
    const kept = new Set(possible);
    context.note(
      'unknownMembers',
      shownIds(members.filter((member) => !kept.has(member)).map(({ value }) => value)),
    );
  }
  return possible.map(({ value }) => value);
}

function noteUnknown(context: DirectoryContext, { unknown }: MembersChanged): void {
  if (unknown.length > 0) context.note('unknownMembers', shownIds(unknown));
}

/** A line in the log is no place for a thousand ids. */
function shownIds(ids: readonly string[]): string[] {
  const shown = ids.slice(0, 20).map((id) => id.slice(0, 64));
  return ids.length > shown.length ? [...shown, `and ${ids.length - shown.length} more`] : shown;
}

function nameTaken({ by }: Taken, { displayName }: JsonObject): ScimError {
  const holder = by === undefined ? 'another group' : `the group ${by}`;
  return new ScimError(
    'uniqueness',
    `displayName ${JSON.stringify(displayName)} is taken by ${holder}. Identity providers match groups by name, compared without case; rename one of them.`,
  );
}

function noSuchGroup(id: string): ScimError {
  return new ScimError('notFound', `There is no group with the id ${JSON.stringify(id.slice(0, 100))}.`);
}
