// Every question that the console asks, with the type of its answer.
import { type Read, read, type Write } from './request.ts';
import type {
  Connection,
  GroupBody,
  GroupMember,
  Guide,
  Health,
  ListOf,
  LogEntry,
  MadeToken,
  MappingBody,
  MappingPreview,
  MissingAnswer,
  NewMapping,
  NewToken,
  PreviewedMapping,
  TokenList,
  UserDetail,
  UserItem,
  WorkspaceBody,
  WorkspaceUserBody,
} from './types.ts';

export const CONNECTION: Read<Connection> = read(['connection']);
export const TOKENS: Read<TokenList> = read(['tokens']);
export const GUIDES: Read<{ data: readonly Guide[] }> = read(['guides']);
export const HEALTH: Read<Health> = read(['health']);

export const makeToken = (body: NewToken): Write<MadeToken> => ({ path: 'tokens', method: 'POST', body });
export const rotateToken = (id: string): Write<MadeToken> => ({
  ...read(['tokens', id, 'rotate']),
  method: 'POST',
  body: {},
});
export const revokeToken = (id: string, version: string): Write<undefined> => ({
  ...read(['tokens', id, 'revoke']),
  method: 'POST',
  body: { version },
});

export const users = (search: string): Read<ListOf<UserItem>> => read(['users'], { search });
export const user = (id: string): Read<UserDetail> => read(['users', id]);

export const groups = (search: string): Read<ListOf<GroupBody>> => read(['groups'], { search });
export const UNMAPPED_GROUPS: Read<ListOf<GroupBody>> = read(['groups'], { unmapped: 'true' });
export const group = (id: string): Read<GroupBody> => read(['groups', id]);
export const groupMembers = (id: string): Read<ListOf<GroupMember>> => read(['groups', id, 'members']);

export const workspaces = (search: string): Read<ListOf<WorkspaceBody>> => read(['workspaces'], { search });
export const workspace = (slug: string): Read<WorkspaceBody> => read(['workspaces', slug]);
export const workspaceUsers = (slug: string): Read<ListOf<WorkspaceUserBody>> =>
  read(['workspaces', slug, 'users']);
export const mappingsOf = (workspace: string): Read<ListOf<MappingBody>> => read(['mappings'], { workspace });

export const previewMapping = (body: PreviewedMapping): Write<MappingPreview> => ({
  path: 'mappings/preview',
  method: 'POST',
  body,
});
export const makeMapping = (body: NewMapping): Write<MappingBody> => ({
  path: 'mappings',
  method: 'POST',
  body,
});
export const removeMapping = (id: string): Write<undefined> => ({
  ...read(['mappings', id]),
  method: 'DELETE',
});

export const log = (filter: Readonly<Record<string, string | undefined>>): Read<ListOf<LogEntry>> =>
  read(['log'], filter);
export const missing = (q: string): Read<{ answers: readonly MissingAnswer[] }> => read(['missing'], { q });
