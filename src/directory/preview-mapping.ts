// What a mapping would do to whom, before it is made. Roles that come through groups are compared by ids alone, so that the
// numbers are right at a hundred thousand members; the people who are shown are read, and so is whether they are active and
// whether the organization role gives them everything already.
import { workspaceAccess } from './access.ts';
import type { WorkspaceMapping } from './access-store.ts';
import { eachAtOnce } from './at-once.ts';
import { isUserId } from './ids.ts';
import type { WantedMapping } from './mappings.ts';
import { standingOf } from './standing.ts';
import type { DirectoryStore, Page, UserRecord } from './store.ts';
import type { Workspace } from './workspace.ts';
import { atLeast, strongest, type WorkspaceRole } from './workspace-role.ts';
import { meantWorkspace } from './workspaces.ts';

/** A role of nobody takes the mapping away. */
export interface PreviewedMapping extends Omit<WantedMapping, 'role'> {
  readonly role: WorkspaceRole | undefined;
}

export interface AccessChange {
  readonly user: UserRecord;
  readonly before: WorkspaceRole | undefined;
  readonly after: WorkspaceRole | undefined;
}

export interface Overlap {
  readonly group: string;
  readonly role: WorkspaceRole;
  /** People who are in both groups. */
  readonly people: number;
}

export interface MappingPreview {
  readonly workspace: Workspace;
  /** The first of them, in the order of their ids. */
  readonly gains: readonly AccessChange[];
  readonly loses: readonly AccessChange[];
  readonly gainCount: number;
  readonly loseCount: number;
  /** False: beyond those who were looked at, inactive people and organization admins are counted too. */
  readonly isExact: boolean;
  readonly overlaps: readonly Overlap[];
  /** Nothing leads to the workspace yet: with the mapping organization admins get it too, and are among those who gain. */
  readonly isNewWorkspace: boolean;
}

/** People who are shown of each kind, and who are read to find them. */
const SHOWN = 100;
const LOOKED_AT = 1_000;
const PAGE = 1_000;

/** Throws as `putMapping`. */
export async function previewMapping(
  store: DirectoryStore,
  { group, workspace: reference, role }: PreviewedMapping,
): Promise<MappingPreview> {
  const workspace = await meantWorkspace(store, reference);
  const [present, groupId] = await Promise.all([
    presentMappings(store, workspace.id),
    'id' in group ? group.id : holderOf(store, group.name),
  ]);
  const own = present.filter((mapping) => mapping.group === groupId);
  const others = present.filter((mapping) => mapping.group !== groupId);
  const members = groupId === undefined ? [] : await userMembers(store, groupId);
  const elsewhere = await rolesElsewhere(store, others, new Set(members));

  const ownBefore = strongest(own.map((mapping) => mapping.role));
  const byName = own.filter(({ source }) => source === 'pattern').map((mapping) => mapping.role);
  const ownAfter = strongest(role === undefined ? byName : [...byName, role]);
  // Nothing leads to a workspace before its first mapping, nor after its last: then organization admins have it neither.
  const leads = {
    before: present.length > 0,
    // A mapping that waits for its group leads nowhere.
    after: others.length > 0 || (groupId !== undefined && ownAfter !== undefined),
  };
  const changed = members.flatMap((id): ChangedRole[] => {
    const before = strongestOf(elsewhere.roles.get(id), ownBefore);
    const after = strongestOf(elsewhere.roles.get(id), ownAfter);
    return before === after ? [] : [{ id, before, after }];
  });
  const admins = leads.before === leads.after ? [] : await adminsBeside(store, changed);
  const found = await lookAt(store, [...changed, ...admins], leads);
  return { workspace, ...found, overlaps: elsewhere.overlaps, isNewWorkspace: !leads.before && leads.after };
}

/** Organization admins who are not among those whose roles change anyway. */
async function adminsBeside(store: DirectoryStore, changed: readonly ChangedRole[]): Promise<ChangedRole[]> {
  const known = new Set(changed.map(({ id }) => id));
  const admins = await allOf((after) => store.pageAdmins(after, PAGE));
  return admins.filter((id) => !known.has(id)).map((id) => ({ id, before: undefined, after: undefined }));
}

interface ChangedRole {
  readonly id: string;
  readonly before: WorkspaceRole | undefined;
  readonly after: WorkspaceRole | undefined;
}

/** Reads people until enough of them are found; the rest are counted as their ids tell. */
async function lookAt(
  store: DirectoryStore,
  changed: readonly ChangedRole[],
  leads: { readonly before: boolean; readonly after: boolean },
): Promise<Pick<MappingPreview, 'gains' | 'loses' | 'gainCount' | 'loseCount' | 'isExact'>> {
  const { organizationRoles } = await store.settings();
  const looked = changed.slice(0, LOOKED_AT);
  const users = await eachAtOnce(looked, ({ id }) => store.readUser(id));
  const changes = looked.flatMap(({ before, after }, at): AccessChange[] => {
    const user = users[at];
    if (user === undefined) return [];
    const standing = standingOf(user.attributes, organizationRoles);
    const role = (through: WorkspaceRole | undefined) =>
      workspaceAccess(standing, through === undefined ? [] : [{ mapping: { role: through } }])?.role;
    const was = leads.before ? role(before) : undefined;
    const willBe = leads.after ? role(after) : undefined;
    return was === willBe ? [] : [{ user, before: was, after: willBe }];
  });
  const rest = changed.slice(LOOKED_AT).filter(({ before, after }) => before !== after);
  const gains = changes.filter(isGain);
  const loses = changes.filter((change) => !isGain(change));
  return {
    gains: gains.slice(0, SHOWN),
    loses: loses.slice(0, SHOWN),
    gainCount: gains.length + rest.filter(isGain).length,
    loseCount: loses.length + rest.filter((change) => !isGain(change)).length,
    isExact: changed.length <= LOOKED_AT,
  };
}

function isGain({ before, after }: Omit<ChangedRole, 'id'>): boolean {
  return after !== undefined && (before === undefined || atLeast(after, before));
}

/** The mappings of groups that are there. */
async function presentMappings(store: DirectoryStore, workspace: string): Promise<WorkspaceMapping[]> {
  const mappings = await store.workspaceMappings(workspace);
  const existing = await store.existingGroups(mappings.map(({ group }) => group));
  return mappings.filter(({ group }) => existing.has(group));
}

async function holderOf(store: DirectoryStore, name: string): Promise<string | undefined> {
  const holder = await store.readName(name);
  return holder.kind === 'group' ? holder.id : undefined;
}

/** The strongest role that each of `members` has through other groups, and how many of them are in each. */
async function rolesElsewhere(
  store: DirectoryStore,
  others: readonly WorkspaceMapping[],
  members: ReadonlySet<string>,
): Promise<{ roles: ReadonlyMap<string, WorkspaceRole>; overlaps: Overlap[] }> {
  const roles = new Map<string, WorkspaceRole>();
  const overlaps: Overlap[] = [];
  if (members.size === 0) return { roles, overlaps };
  for (const [group, mappings] of Map.groupBy(others, (mapping) => mapping.group)) {
    const role = strongest(mappings.map((mapping) => mapping.role));
    if (role === undefined) continue;
    const both = (await userMembers(store, group)).filter((id) => members.has(id));
    for (const id of both) roles.set(id, strongestOf(roles.get(id), role) ?? role);
    if (both.length > 0) overlaps.push({ group, role, people: both.length });
  }
  return { roles, overlaps };
}

/** Users among the members, in the order of their ids: groups may be members too, and give nothing. */
async function userMembers(store: DirectoryStore, group: string): Promise<string[]> {
  const members = await allOf((after) => store.pageMembers(group, after, PAGE));
  return members.filter(isUserId);
}

async function allOf(read: (after: string | undefined) => Promise<Page<string>>): Promise<string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page = await read(after);
    ids.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return ids;
}

function strongestOf(...roles: readonly (WorkspaceRole | undefined)[]): WorkspaceRole | undefined {
  return strongest(roles.filter((role) => role !== undefined));
}
