// The timer finishes what a stopped process left: in the directories that others have noted, and in its own, noted or not.
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import type { Host } from '../../local/host.ts';
import { anyVersion } from '../../src/directory/context.ts';
import { deleteGroup } from '../../src/directory/groups.ts';
import { knownDirectories, rememberDirectory } from '../../src/storage/directories.ts';
import { openDirectory, type TestDirectory } from '../support/open-directory.ts';
import { startService, type TestService } from '../support/service.ts';
import { begin } from '../support/state.ts';

let service: TestService & Pick<Host, 'trigger'>;
const lines: string[] = [];

beforeEach(async () => {
  lines.length = 0;
  service = await startService({ log: (line) => lines.push(line) });
});
afterEach(() => service.stop());

/** As a process leaves it that is stopped right after its answer. */
async function leaveSweep({ context, writer }: TestDirectory): Promise<void> {
  const names = await begin(writer, { users: ['ada'], groups: { Crew: ['ada'] } });
  const crew = names.id('Crew');
  writer.sweeps.set(crew, Promise.resolve());
  await deleteGroup(context, crew, anyVersion);
}

test('of a directory of which nothing has been asked here', async () => {
  const directory = openDirectory(inject('tablesConnectionString'), service.tableName, { name: 'atlas' });
  await rememberDirectory(directory.writer.table, 'atlas');
  await leaveSweep(directory);
  await service.trigger('resume-sweeps');
  expect(lines.join('\n')).toContain('"resumed":1');
});

test('of a directory of its own that could not be noted', async () => {
  const directory = openDirectory(inject('tablesConnectionString'), service.tableName);
  const { table } = directory.writer;
  await service.request('GET', '/Users');
  await expect.poll(() => knownDirectories(table)).toEqual(['default']);
  await table.reads.deleteEntity('~', 'd~default');
  await leaveSweep(directory);
  await service.trigger('resume-sweeps');
  expect(lines.join('\n')).toContain('"resumed":1');
});
