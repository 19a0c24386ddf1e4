// A directory in the table, as the port in directory/store.ts asks for it.
import type { NamePattern } from '../directory/mapping-name.ts';
import type { OrganizationRoleOrder } from '../directory/organization-role.ts';
import type { DirectoryStore } from '../directory/store.ts';
import { readChangeLog } from './change-log.ts';
import type { Writer } from './commit.ts';
import { groupStore } from './groups.ts';
import { keyText } from './keys.ts';
import { createLanePool, readLaneHeads } from './lanes.ts';
import { resumeSweeps } from './sweep.ts';
import type { DirectoryTable } from './table.ts';
import { userStore } from './users.ts';

export interface DirectorySettings {
  readonly pattern: NamePattern;
  readonly organizationRoles: OrganizationRoleOrder;
}

/** What writes to one directory: all its rows are one partition. `owner` names this process. */
export function createWriter(table: DirectoryTable, directory: string, owner: string): Writer {
  const partition = keyText(directory);
  return { table, partition, owner, lanes: createLanePool(table, partition), sweeps: new Map() };
}

export function createDirectoryStore(writer: Writer, settings: () => DirectorySettings): DirectoryStore {
  return {
    ...userStore(writer, () => settings().organizationRoles),
    ...groupStore(writer, () => settings().pattern),

    async totals() {
      const heads = await readLaneHeads(writer.table, writer.partition);
      const sum = (of: (head: (typeof heads)[number]) => number) =>
        heads.reduce((total, head) => total + of(head), 0);
      return { users: sum((head) => head.users), groups: sum((head) => head.groups) };
    },

    readChangeLog: (cursor, limit) => readChangeLog(writer, cursor, limit),

    resumeSweeps: () => resumeSweeps(writer),
  };
}
