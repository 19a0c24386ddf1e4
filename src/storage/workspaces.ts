// Workspaces and which groups reach them, read from the rows that lie with the workspace.
import type { AccessStore, WorkspaceMapping } from '../directory/access-store.ts';
import type { Page } from '../directory/store.ts';
import type { Workspace } from '../directory/workspace.ts';
import type { WorkspaceRole } from '../directory/workspace-role.ts';
import type { Writer } from './commit.ts';
import {
  ADMINS,
  groupGuardKey,
  groupKey,
  type KeyRange,
  rangeOf,
  userKey,
  WORKSPACE_GROUPS,
  WORKSPACES,
  workspaceGroupsRange,
  workspaceKey,
  workspaceNamesRange,
} from './keys.ts';
import { type Row, readRange, readRow } from './reads.ts';
import { storedAttributes } from './rows.ts';

type WorkspaceReads = Pick<
  AccessStore,
  | 'readWorkspace'
  | 'findWorkspaces'
  | 'workspaceIds'
  | 'pageWorkspaces'
  | 'workspacesBetween'
  | 'workspaceMappings'
  | 'workspaceMappingsBetween'
  | 'pageMappings'
  | 'existingGroups'
  | 'groupNames'
  | 'pageAdmins'
  | 'readUserHead'
>;

export function workspaceReads({ table, partition }: Pick<Writer, 'table' | 'partition'>): WorkspaceReads {
  /** A page of a range whose keys begin with the range's letters; `after` and `next` are what follows those. */
  async function pageOf<T>(
    all: KeyRange,
    letters: string,
    after: string | undefined,
    limit: number,
    make: (row: Row) => T,
  ): Promise<Page<T>> {
    const range = after === undefined ? all : { ...all, from: rangeOf(`${letters}${after}`).before };
    const rows = await readRange(table, partition, range, { limit });
    const last = rows.at(-1)?.key.slice(letters.length);
    return { items: rows.map(make), next: rows.length < limit ? undefined : last };
  }

  return {
    async readWorkspace(id) {
      const row = await readRow(table, partition, workspaceKey(id));
      return row && workspaceOf(row);
    },

    findWorkspaces: async (idStart) =>
      (await readRange(table, partition, rangeOf(workspaceKey(idStart)))).map(workspaceOf),

    workspaceIds: async (beginning, limit) =>
      (await readRange(table, partition, workspaceNamesRange(beginning), { limit })).map(({ columns }) =>
        String(columns.id),
      ),

    pageWorkspaces: (after, limit) => pageOf(WORKSPACES, workspaceKey(''), after, limit, workspaceOf),

    workspacesBetween: async (first, last) => {
      const range = { from: workspaceKey(first), before: rangeOf(workspaceKey(last)).before };
      return (await readRange(table, partition, range)).map(workspaceOf);
    },

    workspaceMappings: async (workspace) =>
      (await readRange(table, partition, workspaceGroupsRange(workspace))).map(mappingOf),

    workspaceMappingsBetween: async (first, last) => {
      const range = { from: workspaceGroupsRange(first).from, before: workspaceGroupsRange(last).before };
      return (await readRange(table, partition, range)).map(mappingOf);
    },

    pageMappings: (workspace, after, limit) => {
      const range = workspace === undefined ? WORKSPACE_GROUPS : workspaceGroupsRange(workspace);
      return pageOf(range, WORKSPACE_GROUPS.from, after, limit, mappingOf);
    },

    async existingGroups(groups) {
      const ids = [...new Set(groups)];
      const guards = await Promise.all(ids.map((id) => readRow(table, partition, groupGuardKey(id))));
      return new Set(ids.filter((_, at) => guards[at] !== undefined));
    },

    async groupNames(groups) {
      const ids = [...new Set(groups)];
      const rows = await Promise.all(ids.map((id) => readRow(table, partition, groupKey(id))));
      return new Map(
        ids.flatMap((id, at): [string, string][] => {
          const row = rows[at];
          return row === undefined ? [] : [[id, String(storedAttributes(row).displayName)]];
        }),
      );
    },

    pageAdmins: (after, limit) =>
      pageOf(ADMINS, ADMINS.from, after, limit, ({ key }) => key.slice(ADMINS.from.length)),

    async readUserHead(id) {
      const row = await readRow(table, partition, userKey(id));
      return row && { id, attributes: storedAttributes(row) };
    },
  };
}

function workspaceOf({ key, columns }: Row): Workspace {
  return {
    id: key.slice(workspaceKey('').length),
    slug: String(columns.slug),
    name: String(columns.name),
  };
}

function mappingOf({ key, columns }: Row): WorkspaceMapping {
  const [, workspace = '', group = '', source] = key.split('~');
  return {
    workspace,
    group,
    role: String(columns.role) as WorkspaceRole,
    source: source === 'explicit' ? 'explicit' : 'pattern',
  };
}
