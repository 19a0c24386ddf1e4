// A directory of its own on the run's Azurite, with what a storage test wants to see: how many requests went out, how deep
// they followed each other, and a way to put faults under them.
import { randomUUID } from 'node:crypto';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { inject } from 'vitest';
import { DEFAULT_NAME_PATTERN } from '../../src/directory/mapping-name.ts';
import { DEFAULT_ORGANIZATION_ROLES } from '../../src/directory/organization-role.ts';
import type { DirectoryStore } from '../../src/directory/store.ts';
import type { Writer } from '../../src/storage/commit.ts';
import { createDirectoryStore, createWriter } from '../../src/storage/directory.ts';
import { openTable } from '../../src/storage/table.ts';
import { countRequests, type RequestCount } from './count-requests.ts';

export const ORIGIN = { credential: 'test', request: 'request-1' };

export interface TestDirectory {
  readonly store: DirectoryStore;
  readonly writer: Writer;
  readonly tableName: string;
  /** Storage requests and sequential depth of what `work` does. */
  count(work: () => Promise<unknown>): Promise<RequestCount>;
  /** Another process' view of the same directory: its own lanes, its own clients. */
  sibling(policies?: readonly PipelinePolicy[]): TestDirectory;
}

export async function testDirectory(policies: readonly PipelinePolicy[] = []): Promise<TestDirectory> {
  const tableName = `t${randomUUID().replaceAll('-', '')}`;
  const directory = open(tableName, policies);
  await directory.writer.table.reads.createTable();
  return directory;
}

function open(tableName: string, policies: readonly PipelinePolicy[]): TestDirectory {
  const counter = countRequests();
  const location = { connectionString: inject('tablesConnectionString') };
  const table = openTable(location, tableName, { policies: [counter.policy, ...policies] });
  const writer = createWriter(table, 'default', randomUUID());
  const settings = { pattern: DEFAULT_NAME_PATTERN, organizationRoles: DEFAULT_ORGANIZATION_ROLES };
  return {
    store: createDirectoryStore(writer, () => settings),
    writer,
    tableName,
    count: counter.count,
    sibling: (more = []) => open(tableName, more),
  };
}
