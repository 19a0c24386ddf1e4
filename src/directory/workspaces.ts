// Finding workspaces, and telling active ones from archived ones. "Archived" is not stored anywhere: it is that no mapping
// leads to the workspace from a group that is still there, read each time it is asked.

import { ScimError } from '../scim/errors.ts';
import { shown } from '../scim/shown.ts';
import { checkIdentifier } from '../scim/text.ts';
import type { AccessStore, WorkspaceMapping } from './access-store.ts';
import { eachAtOnce } from './at-once.ts';
import type { Page } from './store.ts';
import {
  isWorkspaceId,
  slugIdStart,
  type Workspace,
  workspaceCalled,
  workspaceNameStart,
} from './workspace.ts';

export type WorkspaceStatus = 'active' | 'archived';

export interface WorkspaceState extends Workspace {
  readonly status: WorkspaceStatus;
}

/** The workspace that an id or a slug names. */
export async function findWorkspace(store: AccessStore, reference: string): Promise<Workspace | undefined> {
  if (isWorkspaceId(reference)) return await store.readWorkspace(reference);
  const start = slugIdStart(reference);
  if (start === undefined) return undefined;
  return (await store.findWorkspaces(start)).find(({ slug }) => slug === reference);
}

/**
 * The workspace that an id, a slug or a name means, for a mapping. A name means a workspace whether it is there or not.
 * Throws `invalidValue` for an id that no workspace has and for text that is no name.
 */
export async function meantWorkspace(store: AccessStore, reference: string): Promise<Workspace> {
  const found = await findWorkspace(store, reference);
  if (found !== undefined) return found;
  if (isWorkspaceId(reference)) {
    throw new ScimError(
      'invalidValue',
      `workspace: there is no workspace with the id ${reference}. Give its name, and it is made.`,
    );
  }
  checkIdentifier(reference, 'workspace');
  if (reference.trim() === '') {
    throw new ScimError('invalidValue', 'workspace: the name is blank. Give the name of the workspace.');
  }
  if (reference.length > NAME_LIMIT) {
    throw new ScimError(
      'invalidValue',
      `workspace: the name is ${reference.length} characters long; at most ${NAME_LIMIT} are accepted.`,
    );
  }
  return workspaceCalled(reference);
}

/** In UTF-16 units, for names given over the access API. */
const NAME_LIMIT = 256;

/** The workspace of an id or a slug. Throws `notFound`. */
export async function knownWorkspace(store: AccessStore, reference: string): Promise<Workspace> {
  const workspace = await findWorkspace(store, reference);
  if (workspace !== undefined) return workspace;
  throw new ScimError('notFound', `There is no workspace with the id or slug "${shown(reference)}".`);
}

/** With its status. Throws `notFound`. */
export async function readWorkspace(store: AccessStore, reference: string): Promise<WorkspaceState> {
  return await withStatus(store, await knownWorkspace(store, reference));
}

async function withStatus(store: AccessStore, workspace: Workspace): Promise<WorkspaceState> {
  const active = await activeAmong(store, await store.workspaceMappings(workspace.id));
  return { ...workspace, status: statusOf(workspace, active) };
}

/** Workspaces in the order of their ids. */
export async function pageWorkspaces(
  store: AccessStore,
  after: string | undefined,
  limit: number,
): Promise<Page<WorkspaceState>> {
  const { items, next } = await store.pageWorkspaces(after, limit);
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) return { items: [], next: undefined };
  const active = await activeAmong(store, await store.workspaceMappingsBetween(first.id, last.id));
  return { items: items.map((workspace) => ({ ...workspace, status: statusOf(workspace, active) })), next };
}

export interface WorkspaceQuery {
  /** The whole name, as workspaces are told apart: without case, without outer blanks. */
  readonly name?: string | undefined;
  readonly status?: WorkspaceStatus | undefined;
}

/** Workspaces that a page may look at before it ends early. */
const LOOKED_AT = 1_000;

/** Those that meet the conditions, in the order of their ids. A page may be shorter and yet not the last. */
export async function findWorkspaces(
  store: AccessStore,
  { name, status }: WorkspaceQuery,
  after: string | undefined,
  limit: number,
): Promise<Page<WorkspaceState>> {
  const isWanted = (workspace: WorkspaceState) => status === undefined || workspace.status === status;
  if (name !== undefined) {
    const workspace = name.trim() === '' ? undefined : await store.readWorkspace(workspaceCalled(name).id);
    const found = workspace === undefined ? [] : [await withStatus(store, workspace)];
    return { items: found.filter(isWanted), next: undefined };
  }
  const items: WorkspaceState[] = [];
  let next = after;
  for (let looked = 0; items.length < limit && looked < LOOKED_AT; ) {
    const size = limit - items.length;
    const page = await pageWorkspaces(store, next, size);
    items.push(...page.items.filter(isWanted));
    looked += size;
    next = page.next;
    if (next === undefined) break;
  }
  return { items, next };
}

/**
 * Workspaces whose names begin so, in the order of their names, at most `limit`; archived ones too. A range of the index, then
 * each workspace with its mappings.
 */
export async function searchWorkspaces(
  store: AccessStore,
  beginning: string,
  limit: number,
): Promise<WorkspaceState[]> {
  const ids = await store.workspaceIds(beginning, limit);
  const read = await eachAtOnce(
    ids,
    async (id) => await Promise.all([store.readWorkspace(id), store.workspaceMappings(id)]),
  );
  const start = workspaceNameStart(beginning);
  const found = read.filter(
    ([workspace]) => workspace && workspaceNameStart(workspace.name).startsWith(start),
  );
  const active = await activeAmong(
    store,
    found.flatMap(([, mappings]) => mappings),
  );
  return found.flatMap(([workspace]) =>
    workspace === undefined ? [] : [{ ...workspace, status: statusOf(workspace, active) }],
  );
}

function statusOf({ id }: Workspace, active: ReadonlySet<string>): WorkspaceStatus {
  return active.has(id) ? 'active' : 'archived';
}

/** Groups that are asked after at once where the first of a workspace turned out to be gone. */
const NEXT_GROUPS = 20;

/**
 * The workspaces among `mappings` that a group which is there is mapped to. One group of each is asked after; more only where
 * that one is just being deleted.
 */
export async function activeAmong(
  store: AccessStore,
  mappings: readonly WorkspaceMapping[],
): Promise<ReadonlySet<string>> {
  const active = new Set<string>();
  const open = new Map<string, string[]>();
  for (const { workspace, group } of mappings) {
    const groups = open.get(workspace);
    if (groups === undefined) open.set(workspace, [group]);
    else groups.push(group);
  }
  for (let count = 1; open.size > 0; count = NEXT_GROUPS) {
    const asked = [...open].map(([workspace, groups]) => ({ workspace, groups: groups.splice(0, count) }));
    const existing = await store.existingGroups(asked.flatMap(({ groups }) => groups));
    for (const { workspace, groups } of asked) {
      if (groups.some((group) => existing.has(group))) active.add(workspace);
      if (active.has(workspace) || open.get(workspace)?.length === 0) open.delete(workspace);
    }
  }
  return active;
}
