// The users of a workspace with their roles, in the order of their ids, a page at a time. The members of each group lie in
// that order already, and so do the organization admins: a page is a merge of the beginnings of these ranges behind the last
// id of the page before. It costs the same at ten members and at a hundred thousand, however the groups overlap, and a walk
// over the pages meets everyone once who was there throughout.
import { type WorkspaceAccess, workspaceAccess } from './access.ts';
import type { WorkspaceMapping } from './access-store.ts';
import { eachAtOnce } from './at-once.ts';
import { isUserId } from './ids.ts';
import type { OrganizationRoleOrder } from './organization-role.ts';
import { type Standing, standingOf } from './standing.ts';
import type { DirectoryStore, Page, UserRecord } from './store.ts';

export interface WorkspaceUser extends WorkspaceAccess {
  readonly user: UserRecord;
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
  const given = mappings.filter(({ group }) => existing.has(group));
  const runs = [admins, ...members.filter((_, at) => existing.has(groups[at] ?? ''))];
  const items: WorkspaceUser[] = [];
  let last = after;
  for (let looked = 0; items.length < limit && looked < limit * LOOKED_AT; ) {
    const ids = await nextIds(runs, limit - items.length);
    for (const user of await eachAtOnce(ids, (id) => store.readUser(id))) {
      const found = user && inWorkspace(user, given, organizationRoles);
      if (found !== undefined) items.push(found);
    }
    looked += ids.length;
    last = ids.at(-1) ?? last;
    if (runs.every(isEmpty)) return { items, next: undefined };
  }
  return { items, next: last };
}

/** Decided by the user's own memberships, which were read last. */
function inWorkspace(
  user: UserRecord,
  given: readonly WorkspaceMapping[],
  order: OrganizationRoleOrder,
): WorkspaceUser | undefined {
  const standing = standingOf(user.attributes, order);
  const groups = new Set(user.memberships.map(({ group }) => group));
  const paths = given.filter(({ group }) => groups.has(group)).map((mapping) => ({ mapping }));
  const access = workspaceAccess(standing, paths);
  return access && { user, standing, ...access };
}

/** Ids in their order, read a page at a time. */
interface Run {
  ids: string[];
  /** Gives the next ids when `ids` is used up; undefined at the end. */
  more: (() => Promise<Run>) | undefined;
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

/** Takes the `count` lowest ids out of the runs, each once. */
async function nextIds(runs: readonly Run[], count: number): Promise<string[]> {
  const found: string[] = [];
  while (found.length < count) {
    await Promise.all(runs.map(fill));
    const id = runs.reduce<string | undefined>((low, { ids }) => lower(low, ids[0]), undefined);
    if (id === undefined) return found;
    for (const run of runs) if (run.ids[0] === id) run.ids.shift();
    found.push(id);
  }
  return found;
}

async function fill(run: Run): Promise<void> {
  while (run.ids.length === 0 && run.more !== undefined) Object.assign(run, await run.more());
}

function lower(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || (b !== undefined && b < a) ? b : a;
}
