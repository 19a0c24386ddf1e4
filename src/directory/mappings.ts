// Explicit mappings of groups to workspaces: made, changed and taken away by somebody, by a group's id, or by its name before
// it is there. A group has one explicit role in a workspace, so making a mapping again gives it the role that was asked for
// last. Mappings that a group's name makes are shown beside them; they change with the name and not here.
import { ScimError } from '../scim/errors.ts';
import { shown } from '../scim/shown.ts';
import { checkIdentifier } from '../scim/text.ts';
import type { NameHolder } from './access-store.ts';
import { untilSettled } from './attempts.ts';
import { isGroupId } from './ids.ts';
import { type MappingReference, parseMappingId } from './mapping-id.ts';
import type {
  DirectoryStore,
  GroupMapping,
  GroupRecord,
  MappingSource,
  Origin,
  WaitingMapping,
} from './store.ts';
import { type Workspace, workspaceCalled } from './workspace.ts';
import type { WorkspaceRole } from './workspace-role.ts';
import { meantWorkspace } from './workspaces.ts';

export interface Mapping {
  /** Without an id: of that name, and not there yet. */
  readonly group: { readonly id: string; readonly name: string } | { readonly name: string };
  readonly workspace: Workspace;
  readonly role: WorkspaceRole;
  readonly source: MappingSource;
}

export interface MappingContext {
  readonly store: DirectoryStore;
  readonly origin: Origin;
}

/** By id or by name: exactly one of them. */
export type GroupReference = { readonly id: string } | { readonly name: string };

export interface WantedMapping {
  readonly group: GroupReference;
  /** An id, a slug or a name. */
  readonly workspace: string;
  readonly role: WorkspaceRole;
}

/** Mappings that may wait for one name. */
export const WAITING_LIMIT = 500;

/** `created`: whether there was none of this group and workspace. Makes nothing twice. Throws `invalidValue`. */
export async function putMapping(
  context: MappingContext,
  wanted: WantedMapping,
): Promise<{ mapping: Mapping; created: boolean }> {
  const workspace = await meantWorkspace(context.store, wanted.workspace);
  const { group, role } = wanted;
  return await untilSettled(async () => {
    if ('id' in group) return await putForGroup(context, group.id, workspace, role);
    checkIdentifier(group.name, 'group_name');
    const holder = await context.store.readName(group.name);
    return holder.kind === 'group'
      ? await putForGroup(context, holder.id, workspace, role, 'made by its name')
      : await putWaiting(context, group.name, holder, workspace, role);
  });
}

type Put = { mapping: Mapping; created: boolean } | 'changed';

async function putForGroup(
  { store, origin }: MappingContext,
  group: string,
  workspace: Workspace,
  role: WorkspaceRole,
  how?: 'made by its name',
): Promise<Put> {
  if (!isGroupId(group)) throw noSuchGroup(group);
  const [before, names] = await Promise.all([
    store.readExplicitMapping(group, workspace.id),
    store.groupNames([group]),
  ]);
  const name = names.get(group);
  if (name === undefined) return gone(group, how);
  const mapping: Mapping = { group: { id: group, name }, workspace, role, source: 'explicit' };
  const byName = how !== undefined || before?.byName === true;
  if (before?.role === role && byName === (before.byName === true)) return { mapping, created: false };
  const created = before === undefined;
  const wanted = { group, workspace, role, ...(byName ? ({ byName } as const) : {}) };
  switch ((await store.writeMapping(wanted, before, origin)).kind) {
    case 'written':
      return { mapping, created };
    case 'changed':
      return 'changed';
    case 'gone':
      return gone(group, how);
  }
}

function gone(group: string, how: 'made by its name' | undefined): 'changed' {
  // The name may be free again by now, or another group's.
  if (how !== undefined) return 'changed';
  throw noSuchGroup(group);
}

async function putWaiting(
  { store, origin }: MappingContext,
  name: string,
  holder: Exclude<NameHolder, { kind: 'group' }>,
  workspace: Workspace,
  role: WorkspaceRole,
): Promise<Put> {
  const waiting = holder.kind === 'waiting' ? holder.mappings : [];
  const known = waiting.find((mapping) => isFor(mapping, workspace.id));
  const shownName = holder.kind === 'waiting' ? holder.name : name;
  const mapping: Mapping = { group: { name: shownName }, workspace, role, source: 'explicit' };
  if (known?.role === role) return { mapping, created: false };
  const isFull = known === undefined && waiting.length >= WAITING_LIMIT;
  const written = isFull
    ? { kind: 'full' }
    : await store.writeWaiting(name, holder, { put: { workspace, role } }, origin);
  if (written.kind === 'changed') return 'changed';
  if (written.kind === 'written') return { mapping, created: known === undefined };
  throw new ScimError(
    'tooMany',
    `group_name: ${waiting.length} mappings wait for "${shown(name)}" already; at most ${WAITING_LIMIT} do. Map the group by its id once it is there.`,
  );
}

/** Throws `notFound`. */
export async function readMapping({ store }: Pick<MappingContext, 'store'>, id: string): Promise<Mapping> {
  const reference = await resolve(store, id);
  if ('groupName' in reference) {
    const holder = await store.readName(reference.groupName);
    const found =
      holder.kind === 'waiting'
        ? holder.mappings.find((mapping) => isFor(mapping, reference.workspace))
        : undefined;
    if (found === undefined || holder.kind !== 'waiting') throw noSuchMapping(id);
    return waitingMapping(holder.name, found);
  }
  const group = await store.readGroup(reference.group);
  const found = group?.mappings.find(
    ({ workspace, source }) => workspace === reference.workspace && source === reference.source,
  );
  if (group === undefined || found === undefined) throw noSuchMapping(id);
  return groupMapping(group, found);
}

/** Gives a mapping another role. Throws `notFound`, and `invalidValue` for one that a name makes. */
export async function changeMapping(
  context: MappingContext,
  id: string,
  role: WorkspaceRole,
): Promise<Mapping> {
  const { group, workspace, source } = await readMapping(context, id);
  if (source === 'pattern') throw madeByName(id);
  return (await putMapping(context, { group, workspace: workspace.name, role })).mapping;
}

/** Takes the mapping away, and the access that came through it. Throws as `changeMapping`. */
export async function deleteMapping(context: MappingContext, id: string): Promise<void> {
  const { store, origin } = context;
  await untilSettled(async () => {
    const reference = await resolve(store, id);
    if (reference.source === 'pattern') {
      await readMapping(context, id);
      throw madeByName(id);
    }
    if ('groupName' in reference) return await deleteWaiting(context, id, reference);
    const mapping = await store.readExplicitMapping(reference.group, reference.workspace);
    if (mapping === undefined) throw noSuchMapping(id);
    const deleted = await store.deleteMapping(reference.group, mapping, origin);
    if (deleted.kind === 'gone') throw noSuchMapping(id);
    return deleted.kind;
  });
}

async function deleteWaiting(
  { store, origin }: MappingContext,
  id: string,
  { groupName, workspace }: Extract<MappingReference, { groupName: string }>,
): Promise<'written' | 'changed'> {
  const holder = await store.readName(groupName);
  // The name has become a group's since it was resolved.
  if (holder.kind === 'group') return 'changed';
  const waiting = holder.kind === 'waiting' ? holder.mappings : [];
  if (!waiting.some((mapping) => isFor(mapping, workspace))) throw noSuchMapping(id);
  const written = await store.writeWaiting(groupName, holder, { remove: workspace }, origin);
  return written.kind === 'written' ? 'written' : 'changed';
}

/** What an id means now: a mapping that waited for a name is its group's once the group is there. */
async function resolve(store: DirectoryStore, id: string): Promise<MappingReference> {
  const reference = parseMappingId(id);
  if (reference === undefined) throw noSuchMapping(id);
  if ('group' in reference) return reference;
  const holder = await store.readName(reference.groupName);
  if (holder.kind !== 'group') return reference;
  return { source: 'explicit', group: holder.id, workspace: reference.workspace };
}

/** A mapping that lies with a group that was read. */
export function groupMapping(
  { id, attributes }: GroupRecord,
  { workspaceName, role, source }: GroupMapping,
): Mapping {
  const group = { id, name: String(attributes.displayName) };
  return { group, workspace: workspaceCalled(workspaceName), role, source };
}

export function waitingMapping(name: string, { workspaceName, role }: WaitingMapping): Mapping {
  return { group: { name }, workspace: workspaceCalled(workspaceName), role, source: 'explicit' };
}

function isFor({ workspaceName }: WaitingMapping, workspace: string): boolean {
  return workspaceCalled(workspaceName).id === workspace;
}

function noSuchMapping(id: string): ScimError {
  return new ScimError('notFound', `There is no mapping with the id "${shown(id)}".`);
}

function noSuchGroup(id: string): ScimError {
  return new ScimError(
    'invalidValue',
    `group_id: there is no group with the id "${shown(id)}". Give group_name to map a group that is still to come.`,
  );
}

function madeByName(id: string): ScimError {
  return new ScimError(
    'invalidValue',
    `The mapping ${shown(id)} is made by the name of its group and changes with it. Rename the group at the identity provider.`,
  );
}
