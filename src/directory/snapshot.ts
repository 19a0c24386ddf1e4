// What a directory consists of, as records that another directory can be made of: the truths, without the rows that only
// point to them and without the change log. Resources keep their ids (identity providers and applications have stored
// them), their revisions, and since when and by whom each membership and mapping is there.
import { foldCase } from '../scim/fold.ts';
import type { JsonObject } from '../scim/json.ts';
import type { MappingSource, Origin } from './store.ts';
import { workspaceCalled } from './workspace.ts';
import type { WorkspaceRole } from './workspace-role.ts';

export interface SettingsSnapshot {
  readonly kind: 'settings';
  readonly prefix: string;
  readonly separator: string;
  readonly organizationRoles: readonly string[];
}

export interface ResourceSnapshot {
  readonly kind: 'user' | 'group';
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly created: string;
  readonly revision: number;
  readonly attributes: JsonObject;
}

interface Since extends Origin {
  /** RFC 3339, UTC. */
  readonly since: string;
}

export interface MembershipSnapshot extends Since {
  readonly kind: 'membership';
  readonly group: string;
  /** The id of a user or of a group. */
  readonly member: string;
}

export interface MappingSnapshot extends Since {
  readonly kind: 'mapping';
  readonly group: string;
  readonly workspaceName: string;
  readonly role: WorkspaceRole;
  readonly source: MappingSource;
  readonly byName?: true;
}

/** A mapping that waits for a group of this name. */
export interface WaitingSnapshot extends Since {
  readonly kind: 'waiting';
  readonly groupName: string;
  readonly workspaceName: string;
  readonly role: WorkspaceRole;
}

/** A workspace, archived or not; its id is made of its name. */
export interface WorkspaceSnapshot {
  readonly kind: 'workspace';
  readonly name: string;
}

export type SnapshotRecord =
  | SettingsSnapshot
  | ResourceSnapshot
  | MembershipSnapshot
  | MappingSnapshot
  | WaitingSnapshot
  | WorkspaceSnapshot;

export type SnapshotKind = SnapshotRecord['kind'];

/** What tells a record from the others: two of one identity are about the same thing, and may differ in what they say. */
export function identityOf(record: SnapshotRecord): string {
  return [record.kind, ...partsOf(record)].join(' ');
}

function partsOf(record: SnapshotRecord): string[] {
  switch (record.kind) {
    case 'settings':
      return [];
    case 'user':
    case 'group':
      return [record.id];
    case 'membership':
      return [record.group, record.member];
    case 'mapping':
      return [record.group, workspaceCalled(record.workspaceName).id, record.source];
    case 'waiting':
      return [foldCase(record.groupName), workspaceCalled(record.workspaceName).id];
    case 'workspace':
      return [workspaceCalled(record.name).id];
  }
}
