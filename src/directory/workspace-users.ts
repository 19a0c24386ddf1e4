// The users of a workspace with their roles, in the order of their ids, a page at a time. The members of each group lie in
// that order already, and so do the organization admins: a page is a merge of the beginnings of these ranges behind the last
// id of the page before. It costs the same at ten members and at a hundred thousand, however the groups overlap, and a walk
// over the pages meets everyone once who was a member throughout. Who is moved from one group to another in the very moment
// in which a page reads both may be missing from it; the change feed tells of them.
import { type WorkspaceAccess, workspaceAccess } from './access.ts';
import type { UserHead } from './access-store.ts';
import { eachAtOnce } from './at-once.ts';
import { isUserId } from './ids.ts';
import { type Standing, standingOf } from './standing.ts';
import type { DirectoryStore, Page } from './store.ts';
import { strongest, type WorkspaceRole } from './workspace-role.ts';

export interface WorkspaceUser extends WorkspaceAccess {
  readonly user: UserHead;
  readonly standing: Standing;
}

/** Ids that a page may look at for each user that it shows: the others are inactive. Then it ends early. */
const LOOKED_AT = 5;

/** The users after the id `after`, at most `limit`. A page may be shorter and yet not the last. */
export async function pageWorkspaceUsers(
  store: DirectoryStore,
  workspace: string,
  after: string | undefined,
  limit: number,
): Promise<Page<WorkspaceUser>> {
  const mappings = await store.workspaceMappings(workspace);
  const groups = [...new Set(mappings.map(({ group }) => group))];
  const [existing, { organizationRoles }, admins, ...members] = await Promise.all([
    store.existingGroups(groups),
    store.settings(),
    openRun((from, size) => store.pageAdmins(from, size), after, limit),
    ...groups.map((group) => openRun((from, size) => store.pageMembers(group, from, size), after, limit)),
  ]);
  // Without a group that is there the workspace is archived: not even organization admins are users of it.
  if (existing.size === 0) return { items: [], next: undefined };
  const roleOf = (group: string) =>
    strongest(mappings.filter((mapping) => mapping.group === group).map(({ role }) => role));
  const runs: GivingRun[] = [{ ...admins, gives: undefined }];
  for (const [at, group] of groups.entries()) {
    const run = members[at];
    if (run !== undefined && existing.has(group)) runs.push({ ...run, gives: roleOf(group) });
  }
  const items: WorkspaceUser[] = [];
  let last = after;
  for (let looked = 0; items.length < limit && looked < limit * LOOKED_AT; ) {
    const found = await nextIds(runs, limit - items.length);
    const users = await eachAtOnce(found, ({ id }) => store.readUserHead(id));
    for (const [at, { roles }] of found.entries()) {
      const user = users[at];
      if (user === undefined) continue;
      const standing = standingOf(user.attributes, organizationRoles);
      const access = workspaceAccess(
        standing,
        roles.map((role) => ({ mapping: { role } })),
      );
      if (access !== undefined) items.push({ user, standing, ...access });
    }
    looked += found.length;
    last = found.at(-1)?.id ?? last;
    if (runs.every(isEmpty)) return { items, next: undefined };
  }
  return { items, next: last };
}

/** Ids in their order, read a page at a time. */
interface Run {
  ids: string[];
  /** Gives the next ids when `ids` is used up; undefined at the end. */
  more: (() => Promise<Run>) | undefined;
}

/** With the role that its group gives; organization admins have theirs from elsewhere. */
interface GivingRun extends Run {
  readonly gives: WorkspaceRole | undefined;
}

async function openRun(
  read: (after: string | undefined, limit: number) => Promise<Page<string>>,
  after: string | undefined,
  limit: number,
): Promise<Run> {
  const { items, next } = await read(after, limit);
  return {
    // Groups may be members too, and give nothing.
    ids: items.filter(isUserId),
    more: next === undefined ? undefined : () => openRun(read, next, limit),
  };
}

function isEmpty({ ids, more }: Run): boolean {
  return ids.length === 0 && more === undefined;
}

interface FoundId {
  readonly id: string;
  readonly roles: readonly WorkspaceRole[];
}

/** Takes the `count` lowest ids out of the runs, each once, with the roles of all runs that hold it. */
async function nextIds(runs: readonly GivingRun[], count: number): Promise<FoundId[]> {
  const found: FoundId[] = [];
  while (found.length < count) {
    await Promise.all(runs.map(fill));
    const id = runs.reduce<string | undefined>((low, { ids }) => lower(low, ids[0]), undefined);
    if (id === undefined) return found;
    const holding = runs.filter(({ ids }) => ids[0] === id);
    for (const { ids } of holding) ids.shift();
    found.push({ id, roles: holding.flatMap(({ gives }) => gives ?? []) });
  }
  return found;
}

async function fill(run: Run): Promise<void> {
  while (run.ids.length === 0 && run.more !== undefined) Object.assign(run, await run.more());
}

function lower(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || (b !== undefined && b < a) ? b : a;
}
