// Which directories a table holds: their names lie as rows in a partition of their own, so that a timer finds the ones in
// which nothing has been asked since the start.
import { keyText, rangeOf } from './keys.ts';
import { readRange } from './reads.ts';
import type { DirectoryTable } from './table.ts';

/** No directory has this name. */
const PARTITION = '~';
const PREFIX = 'd~';

/** Notes that there is such a directory. One request, for each process once. */
export async function rememberDirectory(table: DirectoryTable, directory: string): Promise<void> {
  const row = { partitionKey: PARTITION, rowKey: `${PREFIX}${keyText(directory)}`, name: directory };
  await table.reads.upsertEntity(row, 'Replace');
}

export async function knownDirectories(table: DirectoryTable): Promise<string[]> {
  return (await readRange(table, PARTITION, rangeOf(PREFIX))).map((row) => String(row.columns.name));
}
