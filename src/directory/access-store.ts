// What access needs of storage beside users and groups: workspaces, the mappings of each, and the settings by which names
// and roles are read. As in store.ts, storage answers with outcomes.
import type { DirectorySettings, Reevaluation } from './settings.ts';
import type {
  Changed,
  Gone,
  GroupMapping,
  MappingSource,
  Origin,
  Page,
  UserRecord,
  WaitingMapping,
} from './store.ts';
import type { Workspace } from './workspace.ts';
import type { WorkspaceRole } from './workspace-role.ts';

/** A mapping as it lies with its workspace. Its group may be gone: then it counts no more, and is being taken away. */
export interface WorkspaceMapping {
  readonly workspace: string;
  readonly group: string;
  readonly role: WorkspaceRole;
  readonly source: MappingSource;
}

/** Whose a group's name is. */
export type NameHolder =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'group'; readonly id: string }
  | {
      readonly kind: 'waiting';
      readonly name: string;
      readonly mappings: readonly WaitingMapping[];
      /** Storage's, for the write that follows. */
      readonly etag: string;
    };

/** A user without memberships. */
export type UserHead = Pick<UserRecord, 'id' | 'attributes'>;

export interface NewMapping {
  readonly group: string;
  readonly workspace: Workspace;
  readonly role: WorkspaceRole;
  /** It waits again when the group is deleted. */
  readonly byName?: true;
}

/** An explicit mapping as it was read, for the write that follows. */
export interface ExplicitMapping extends GroupMapping {
  readonly etag: string;
}

/** To be mapped to a workspace, instead of what waits for the same one; or a workspace's id, not to be mapped to it. */
export type WaitingEdit =
  | { readonly put: { readonly workspace: Workspace; readonly role: WorkspaceRole } }
  | { readonly remove: string };

export interface WaitingMappings {
  readonly name: string;
  readonly mappings: readonly WaitingMapping[];
}

export interface SettingsRecord extends DirectorySettings {
  readonly version: number;
  /** Undefined where the last change has been carried through. */
  readonly reevaluation: Reevaluation | undefined;
}

export interface AccessStore {
  readWorkspace(id: string): Promise<Workspace | undefined>;
  /** Workspaces whose ids begin so: a slug ends with the first eight characters of the id. */
  findWorkspaces(idStart: string): Promise<Workspace[]>;
  /** Ids of workspaces whose names begin so (of a very long name its beginning decides), at most `limit`, in the order of names. */
  workspaceIds(beginning: string, limit: number): Promise<string[]>;
  /** Workspaces in the order of their ids, archived ones too. */
  pageWorkspaces(after: string | undefined, limit: number): Promise<Page<Workspace>>;
  /** From `first` to `last`, both included, by their ids. */
  workspacesBetween(first: string, last: string): Promise<Workspace[]>;

  /** The mappings of one workspace, in the order of their groups. */
  workspaceMappings(workspace: string): Promise<WorkspaceMapping[]>;
  /** The mappings of all workspaces from `first` to `last`, as above. */
  workspaceMappingsBetween(first: string, last: string): Promise<WorkspaceMapping[]>;
  /** Mappings in the order of workspace and group; of one workspace where it is named. `next` is storage's own. */
  pageMappings(
    workspace: string | undefined,
    after: string | undefined,
    limit: number,
  ): Promise<Page<WorkspaceMapping>>;
  /** Names for which mappings wait, in an order of storage's own. */
  pageWaiting(after: string | undefined, limit: number): Promise<Page<WaitingMappings>>;

  /** Those of `groups` that exist: one request each. */
  existingGroups(groups: Iterable<string>): Promise<ReadonlySet<string>>;
  /** The names of those of `groups` that exist, by id: one request each. */
  groupNames(groups: Iterable<string>): Promise<ReadonlyMap<string, string>>;
  /** Organization admins, as they were when they were last written, in the order of their ids. */
  pageAdmins(after: string | undefined, limit: number): Promise<Page<string>>;
  /** One row, however many groups the user is in. */
  readUserHead(id: string): Promise<UserHead | undefined>;

  readExplicitMapping(group: string, workspace: string): Promise<ExplicitMapping | undefined>;
  /** Creates the mapping, or gives `before` another role. */
  writeMapping(
    mapping: NewMapping,
    before: ExplicitMapping | undefined,
    origin: Origin,
  ): Promise<{ readonly kind: 'written' } | Changed | Gone>;
  deleteMapping(
    group: string,
    mapping: ExplicitMapping,
    origin: Origin,
  ): Promise<{ readonly kind: 'deleted' } | Changed | Gone>;
  readName(name: string): Promise<NameHolder>;
  /** Changes what waits for a name which no group has. 'full' when no more can wait for it. */
  writeWaiting(
    name: string,
    before: Exclude<NameHolder, { kind: 'group' }>,
    edit: WaitingEdit,
    origin: Origin,
  ): Promise<{ readonly kind: 'written' } | Changed | { readonly kind: 'full' }>;

  /** By which names and roles are read; at most some seconds old. */
  settings(): Promise<DirectorySettings>;
  /** Read now. */
  readSettings(): Promise<SettingsRecord>;
  /** Puts `next` in the place of the settings that were read, and starts carrying the change through. */
  changeSettings(
    before: SettingsRecord,
    next: DirectorySettings,
    origin: Origin,
  ): Promise<{ readonly kind: 'written' } | Changed>;
}
