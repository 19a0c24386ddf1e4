// Starts the one Azurite that a test run shares, in memory, and hands its connection string to the tests through
// vitest's `provide`. Tests never share a table: each file makes its own (see tables.ts).
import type { TestProject } from 'vitest/node';
import { startAzurite } from '../../local/azurite.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    tablesConnectionString: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const azurite = await startAzurite({ keep: 'memory' });
  project.provide('tablesConnectionString', azurite.connectionString);
  return azurite.stop;
}
