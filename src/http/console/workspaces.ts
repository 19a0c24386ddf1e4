// Workspaces, searched as one types.
import * as z from 'zod';
import { findWorkspaces, searchWorkspaces } from '../../directory/workspaces.ts';
import { page, Workspace as WorkspaceForm } from '../access/schemas.ts';
import { workspaceBody } from '../access/views.ts';
import { consoleOperation } from './operation.ts';

/** Of a search: what is not among them is found by typing on. */
const FOUND = 20;

const list = consoleOperation({
  method: 'GET',
  path: 'workspaces',
  scope: 'read',
  name: 'searchWorkspaces',
  summary: 'Workspaces in order of id, archived ones too; or those whose names begin so',
  query: z.strictObject({
    search: z.string().max(200).optional(),
    status: WorkspaceForm.shape.status.optional(),
    ...page,
  }),
  async handle({ store, query, cursors }) {
    const { search = '', status, page_size: limit } = query;
    const from = await cursors.open(query.cursor);
    const after = typeof from?.after === 'string' ? from.after : undefined;
    const { items, next } =
      search.trim() === ''
        ? await findWorkspaces(store, { status }, after, limit)
        : { items: await searchWorkspaces(store, search, FOUND), next: undefined };
    const wanted = items.filter((workspace) => status === undefined || workspace.status === status);
    const data = wanted.map(workspaceBody);
    const next_cursor = await cursors.seal(next === undefined ? undefined : { after: next });
    return { body: { object: 'list', data, next_cursor }, tagged: [data, next] };
  },
});

export const workspaceSearch = [list];
