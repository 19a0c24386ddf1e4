// Workspaces, searched as one types. There are few beside people and groups: a thousand names are one request, and only of those
// that are shown it is found out whether anything leads to them.
import * as z from 'zod';
import { eachAtOnce } from '../../directory/at-once.ts';
import type { DirectoryStore } from '../../directory/store.ts';
import type { Workspace } from '../../directory/workspace.ts';
import { findWorkspaces, readWorkspace } from '../../directory/workspaces.ts';
import { foldCase } from '../../scim/fold.ts';
import { page, Workspace as WorkspaceForm } from '../access/schemas.ts';
import { workspaceBody } from '../access/views.ts';
import { consoleOperation } from './operation.ts';

/** Of a search: what is not among them is found by typing on. */
const FOUND = 20;
/** Names that a search looks at. */
const MOST = 10_000;
const PAGE = 1_000;

const list = consoleOperation({
  method: 'GET',
  path: 'workspaces',
  scope: 'read',
  name: 'searchWorkspaces',
  summary: 'Workspaces in order of id, archived ones too; or those whose names hold what is searched for',
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
        : { items: await searched(store, search), next: undefined };
    const wanted = items.filter((workspace) => status === undefined || workspace.status === status);
    const data = wanted.map(workspaceBody);
    const next_cursor = await cursors.seal(next === undefined ? undefined : { after: next });
    return { body: { object: 'list', data, next_cursor }, tagged: [data, next] };
  },
});

export const workspaceSearch = [list];

async function searched(store: DirectoryStore, search: string) {
  const part = foldCase(search.trim());
  const found: Workspace[] = [];
  let after: string | undefined;
  for (let looked = 0; looked < MOST; looked += PAGE) {
    const read = await store.pageWorkspaces(after, PAGE);
    found.push(...read.items.filter(({ name }) => foldCase(name).includes(part)));
    after = read.next;
    if (after === undefined) break;
  }
  const shown = found
    .sort((a, b) => rank(a, part) - rank(b, part) || compare(a.name, b.name))
    .slice(0, FOUND);
  return await eachAtOnce(shown, ({ id }) => readWorkspace(store, id));
}

/** Names that begin so come first. */
function rank({ name }: Workspace, part: string): number {
  return foldCase(name).startsWith(part) ? 0 : 1;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
