// A directory with what a storage test wants to see: how many requests went out, how deep they followed each other, and a
// way to put faults under them. Knows nothing of vitest, so that a process that a test starts can open one too.
import { randomUUID } from 'node:crypto';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { DirectoryContext } from '../../src/directory/context.ts';
import { DEFAULT_NAME_PATTERN } from '../../src/directory/mapping-name.ts';
import { DEFAULT_ORGANIZATION_ROLES } from '../../src/directory/organization-role.ts';
import { DEFAULT_PROVISIONING_RULES } from '../../src/directory/provisioning-rules.ts';
import type { DirectoryStore } from '../../src/directory/store.ts';
import { createRegistry } from '../../src/scim/schema/registry.ts';
import type { Writer } from '../../src/storage/commit.ts';
import { createDirectoryStore, createWriter } from '../../src/storage/directory.ts';
import type { Patience } from '../../src/storage/patience.ts';
import { openTable } from '../../src/storage/table.ts';
import { countRequests, type RequestCount } from './count-requests.ts';

export const ORIGIN = { credential: 'test', request: 'request-1' };
const REGISTRY = createRegistry();

/** Pauses short enough for tests that make many things go wrong; long enough for certainty on a busy machine. */
export const PATIENCE: Patience = { pause: 1, answer: 15_000, certainty: 10_000, lane: 10_000 };

export interface TestDirectoryOptions {
  /** Of a directory in the same table; each is a partition of its own. */
  readonly name?: string;
  /** They go under the storage client. */
  readonly policies?: readonly PipelinePolicy[];
  readonly patience?: Partial<Patience>;
}

export interface TestDirectory {
  readonly store: DirectoryStore;
  readonly writer: Writer;
  readonly tableName: string;
  /** For the operations in src/directory. */
  readonly context: DirectoryContext;
  /** Storage requests and sequential depth of what `work` does. */
  count(work: () => Promise<unknown>): Promise<RequestCount>;
  /** Another process' view of the same directory, or of another one in the same table: its own lanes, its own clients. */
  sibling(options?: TestDirectoryOptions): TestDirectory;
}

export function openDirectory(
  connectionString: string,
  tableName: string,
  options: TestDirectoryOptions = {},
): TestDirectory {
  const { name = 'default', policies = [], patience } = options;
  const counter = countRequests();
  const table = openTable({ connectionString }, tableName, {
    policies: [counter.policy, ...policies],
    patience: { ...PATIENCE, ...patience },
  });
  const writer = createWriter(table, name, randomUUID());
  const settings = { pattern: DEFAULT_NAME_PATTERN, organizationRoles: DEFAULT_ORGANIZATION_ROLES };
  const store = createDirectoryStore(writer, () => settings);
  return {
    store,
    writer,
    tableName,
    context: {
      store,
      registry: REGISTRY,
      origin: ORIGIN,
      rules: DEFAULT_PROVISIONING_RULES,
      note: () => undefined,
    },
    count: counter.count,
    sibling: (more = {}) => openDirectory(connectionString, tableName, { name, ...more }),
  };
}
