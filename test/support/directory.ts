// A directory of its own on the run's Azurite.
import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { openDirectory, type TestDirectory, type TestDirectoryOptions } from './open-directory.ts';

export { ORIGIN, type TestDirectory } from './open-directory.ts';

export async function testDirectory(options: TestDirectoryOptions = {}): Promise<TestDirectory> {
  const tableName = `t${randomUUID().replaceAll('-', '')}`;
  const directory = openDirectory(inject('tablesConnectionString'), tableName, options);
  await directory.writer.table.reads.createTable();
  return directory;
}
