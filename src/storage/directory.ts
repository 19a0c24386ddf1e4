// A directory in the table, as the port in directory/store.ts asks for it.
import type { DirectorySettings } from '../directory/settings.ts';
import type { DirectoryStore } from '../directory/store.ts';
import { readChangeLog } from './change-log.ts';
import type { CommitListener, Writer } from './commit.ts';
import { groupStore } from './groups.ts';
import { keyText } from './keys.ts';
import { createLanePool, readLaneHeads } from './lanes.ts';
import { mappingStore } from './mappings.ts';
import { createSettingsSource } from './settings.ts';
import { settingsStore } from './settings-store.ts';
import { resumeSweeps } from './sweep.ts';
import type { DirectoryTable } from './table.ts';
import { resumeTasks } from './tasks.ts';
import { trimChangeLog } from './trim-change-log.ts';
import { userStore } from './users.ts';
import { workspaceReads } from './workspaces.ts';

/** What writes to one directory: all its rows are one partition. `owner` names this process. */
export function createWriter(
  table: DirectoryTable,
  directory: string,
  owner: string,
  committed: CommitListener = () => undefined,
): Writer {
  const partition = keyText(directory);
  const lanes = createLanePool(table, partition);
  return { table, partition, owner, lanes, sweeps: new Map(), committed };
}

/** @param initial the settings that a directory begins with; see settings.ts */
export function createDirectoryStore(writer: Writer, initial: () => DirectorySettings): DirectoryStore {
  const settings = createSettingsSource(writer, initial);
  return {
    ...userStore(writer, settings),
    ...groupStore(writer, settings),
    ...workspaceReads(writer),
    ...mappingStore(writer),
    ...settingsStore(writer, settings),

    async totals() {
      const heads = await readLaneHeads(writer.table, writer.partition);
      const sum = (of: (head: (typeof heads)[number]) => number) =>
        heads.reduce((total, head) => total + of(head), 0);
      return { users: sum((head) => head.users), groups: sum((head) => head.groups) };
    },

    readChangeLog: (cursor, limit) => readChangeLog(writer, cursor, limit),

    async changeLogEnd() {
      const heads = await readLaneHeads(writer.table, writer.partition);
      return Object.fromEntries(heads.map(({ id, last }) => [id, last]));
    },

    trimChangeLog: (before) => trimChangeLog(writer, before),

    resumeSweeps: async () => (await resumeSweeps(writer)) + (await resumeTasks(writer, settings)),
  };
}
