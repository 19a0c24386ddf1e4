// Reads what the questions "may this user ...?" (check.ts) and "why?" (explain.ts) are answered from: the user with their
// memberships, the mappings of the workspace, and of the groups that both have in common whether they are still there.
// Everything that can be read at once is: a question by ids takes two steps, by another name of the user three.
import type { RolePath } from './access.ts';
import type { WorkspaceMapping } from './access-store.ts';
import { eachAtOnce } from './at-once.ts';
import { type CheckResult, check } from './check.ts';
import { type ExplainedPath, explain } from './explain.ts';
import { findNamedUser, type UserReference } from './named-user.ts';
import { type Standing, standingOf } from './standing.ts';
import type { DirectoryStore, GroupRecord, UserRecord } from './store.ts';
import { isWorkspaceId, slugIdStart, type Workspace, workspaceCalled } from './workspace.ts';
import type { WorkspaceRole } from './workspace-role.ts';
import { activeAmong, type WorkspaceStatus } from './workspaces.ts';

export interface AccessQuestion {
  readonly user: UserReference;
  /** An id, a slug or a name. */
  readonly workspace: string;
  /** The role that it takes at least. */
  readonly needed: WorkspaceRole;
}

export async function checkAccess(store: DirectoryStore, question: AccessQuestion): Promise<CheckResult> {
  const { user, standing, place } = await readBoth(store, question);
  if (user === undefined || !standing?.active) return answer(question, standing, 'unknown', []);
  const common = inCommon(user, place.mappings);
  // The role of each mapping lies with the workspace: of the group, only whether it exists is asked.
  const [existing, status] = await Promise.all([
    store.existingGroups(common.map(({ group }) => group)),
    common.length > 0 ? undefined : statusOf(store, place),
  ]);
  const paths = common.filter(({ group }) => existing.has(group)).map((mapping) => ({ mapping }));
  const known = paths.length > 0 ? 'active' : (status ?? (await statusOf(store, place)));
  return answer(question, standing, known, paths);
}

export interface ExplainedAccess {
  readonly result: CheckResult;
  /** Strongest first. Where the workspace is archived, or nobody has access, none of them decides. */
  readonly paths: readonly ExplainedPath[];
  readonly organizationRoleDecides: boolean;
  readonly user: UserRecord | undefined;
  readonly standing: Standing | undefined;
  readonly workspace: Workspace | undefined;
  readonly status: WorkspaceStatus | 'unknown';
  /** By id: those that lead the user to the workspace. */
  readonly groups: ReadonlyMap<string, GroupRecord>;
}

export async function explainAccess(
  store: DirectoryStore,
  question: AccessQuestion,
): Promise<ExplainedAccess> {
  const { user, standing, place } = await readBoth(store, question);
  const common = user === undefined ? [] : inCommon(user, place.mappings);
  const [found, status, workspace] = await Promise.all([
    eachAtOnce([...new Set(common.map(({ group }) => group))], (group) => store.readGroup(group)),
    statusOf(store, place),
    store.readWorkspace(place.id),
  ]);
  const groups = new Map(found.filter((group) => group !== undefined).map((group) => [group.id, group]));
  const paths = (user?.memberships ?? []).flatMap((membership) =>
    (groups.get(membership.group)?.mappings ?? [])
      .filter((mapping) => mapping.workspace === place.id)
      .map((mapping) => ({ membership, mapping })),
  );
  // A workspace that is archived has no paths.
  const explanation = standing && explain(standing, paths);
  return {
    result: answer(question, standing, status, paths),
    paths: explanation?.paths ?? [],
    organizationRoleDecides: status === 'active' && explanation?.organizationRoleDecides === true,
    user,
    standing,
    workspace,
    status,
    groups,
  };
}

function answer(
  { needed }: AccessQuestion,
  standing: Standing | undefined,
  workspace: WorkspaceStatus | 'unknown',
  paths: readonly RolePath[],
): CheckResult {
  return check({ standing, workspace, paths, needed });
}

/** A workspace with its mappings; those of groups that are gone are among them. */
interface Place {
  readonly id: string;
  readonly mappings: readonly WorkspaceMapping[];
}

async function readBoth(store: DirectoryStore, question: AccessQuestion) {
  const [user, place, { organizationRoles }] = await Promise.all([
    findNamedUser(store, question.user),
    readPlace(store, question.workspace),
    store.settings(),
  ]);
  return { user, standing: user && standingOf(user.attributes, organizationRoles), place };
}

/** A name is as good as an id, since the id is made of it; only a slug has to be looked up. */
async function readPlace(store: DirectoryStore, reference: string): Promise<Place> {
  const start = isWorkspaceId(reference) ? undefined : slugIdStart(reference);
  const found = start === undefined ? [] : await store.findWorkspaces(start);
  const id =
    found.find(({ slug }) => slug === reference)?.id ??
    (isWorkspaceId(reference) ? reference : workspaceCalled(reference).id);
  return { id, mappings: await store.workspaceMappings(id) };
}

async function statusOf(
  store: DirectoryStore,
  { id, mappings }: Place,
): Promise<WorkspaceStatus | 'unknown'> {
  if (mappings.length > 0) return (await activeAmong(store, mappings)).has(id) ? 'active' : 'archived';
  return (await store.readWorkspace(id)) === undefined ? 'unknown' : 'archived';
}

function inCommon({ memberships }: UserRecord, mappings: readonly WorkspaceMapping[]): WorkspaceMapping[] {
  const groups = new Set(memberships.map(({ group }) => group));
  return mappings.filter(({ group }) => groups.has(group));
}
