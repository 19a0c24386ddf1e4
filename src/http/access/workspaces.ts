// Workspaces, and the users of each.
import * as z from 'zod';
import { isWorkspaceId } from '../../directory/workspace.ts';
import { pageWorkspaceUsers } from '../../directory/workspace-users.ts';
import { findWorkspaces, knownWorkspace, readWorkspace } from '../../directory/workspaces.ts';
import { operation } from './operation.ts';
import { listOf, page, Workspace, WorkspaceUser } from './schemas.ts';
import { workspaceBody, workspaceUserBody } from './views.ts';

const list = operation({
  method: 'GET',
  path: 'workspaces',
  scope: 'read',
  name: 'listWorkspaces',
  summary: 'Workspaces in order of id, archived ones too',
  query: z.strictObject({
    name: z.string().optional().describe('The whole name, without regard to case and outer blanks'),
    status: Workspace.shape.status.optional(),
    ...page,
  }),
  answers: { 200: listOf(Workspace) },
  problems: [400],
  async handle({ store, query, cursors }) {
    const from = await cursors.open(query.cursor);
    const after = typeof from?.after === 'string' ? from.after : undefined;
    const { items, next } = await findWorkspaces(store, query, after, query.page_size);
    const data = items.map(workspaceBody);
    const position = next === undefined ? undefined : { after: next };
    return {
      body: { object: 'list', data, next_cursor: await cursors.seal(position) },
      tagged: [data, position],
    };
  },
});

const read = operation({
  method: 'GET',
  path: 'workspaces/{id}',
  scope: 'read',
  name: 'readWorkspace',
  summary: 'A workspace by id or slug',
  answers: { 200: Workspace },
  problems: [404],
  handle: async ({ store, id }) => ({ body: workspaceBody(await readWorkspace(store, id)) }),
});

const users = operation({
  method: 'GET',
  path: 'workspaces/{id}/users',
  scope: 'read',
  name: 'listWorkspaceUsers',
  summary: 'The active users of a workspace with their roles, organization admins among them, in order of id',
  query: z.strictObject(page),
  answers: { 200: listOf(WorkspaceUser) },
  problems: [400, 404],
  async handle({ store, id, query, cursors }) {
    const from = await cursors.open(query.cursor);
    const after = typeof from?.after === 'string' ? from.after : undefined;
    const pageOf = (workspace: string) => pageWorkspaceUsers(store, workspace, after, query.page_size);
    // Of an id it can be found out beside the page whether there is such a workspace; a slug has to be looked up first.
    const { items, next } = isWorkspaceId(id)
      ? (await Promise.all([pageOf(id), knownWorkspace(store, id)]))[0]
      : await pageOf((await knownWorkspace(store, id)).id);
    const data = items.map(workspaceUserBody);
    const position = next === undefined ? undefined : { after: next };
    return {
      body: { object: 'list', data, next_cursor: await cursors.seal(position) },
      tagged: [data, position],
    };
  },
});

export const workspaceOperations = [list, read, users];
