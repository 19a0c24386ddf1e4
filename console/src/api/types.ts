// What the service answers to the console, by the service's own types, and what the console sends. Only types cross over:
// nothing of the service comes into the page.
import type { WorkspaceRole } from '../../../src/directory/workspace-role.ts';
import type { Scope } from '../../../src/http/caller.ts';

export type { Outcome } from '../../../src/directory/provisioning-log/entry.ts';
export type {
  MappingBody,
  UserBody,
  WorkspaceBody,
  WorkspaceUserBody,
} from '../../../src/http/access/schemas.ts';
export type {
  AccessChangeBody as AccessChange,
  ConnectionBody as Connection,
  GroupBody,
  GroupMemberBody as GroupMember,
  GuideBody as Guide,
  GuideStepBody as GuideStep,
  HealthBody as Health,
  LogEntryBody as LogEntry,
  MadeTokenBody as MadeToken,
  MappingPreviewBody as MappingPreview,
  MeBody as Me,
  MissingAnswerBody as MissingAnswer,
  SignInBody as SignIn,
  TokenBody as Token,
  TokenListBody as TokenList,
  UserDetailBody as UserDetail,
  UserItemBody as UserItem,
} from '../../../src/http/console/bodies.ts';
export type { Finding } from '../../../src/http/console/findings.ts';
export type { Scope };

export interface ListOf<Item> {
  readonly data: readonly Item[];
  readonly next_cursor: string | null;
}

export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly request_id: string;
  /** What does the same on the command line, where the service may not. */
  readonly command?: string;
}

export interface NewToken {
  readonly label: string;
  readonly scope: Scope;
  readonly directory: string;
  readonly expires_in_days: number;
}

export interface NewMapping {
  readonly group_id: string;
  /** Name, id or slug. */
  readonly workspace: string;
  readonly role: WorkspaceRole;
}

/** Without a role: that the mapping is taken away. */
export interface PreviewedMapping extends Omit<NewMapping, 'role'> {
  readonly role: WorkspaceRole | null;
}
