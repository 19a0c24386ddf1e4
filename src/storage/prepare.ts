// Before the first write: the table is there, and its rows have the form that this version reads. A table in Azure is made
// at deployment; a laptop's and a test's is made here. Rows of an older form are brought up to date before anything else is
// asked; should that be cut short, the next try begins anew, and what it writes twice is the same.
import { indexWorkspaceNames } from './index-workspace-names.ts';
import { FORMAT_KEY } from './keys.ts';
import { isTableMissing, type Row, readRow, storageFault } from './reads.ts';
import type { DirectoryTable } from './table.ts';

/**
 * Raised with every change of rows that an older version would misread, or would not write.
 * 2: workspaces have an index row for their names.
 */
const FORMAT = 2;
/** No directory has this name, so the row lies in a partition of its own. */
const PARTITION = '~';

/** One request where all is as it should be. Throws StoreUnavailable, or an Error for rows of a newer form. */
export async function prepareTable(table: DirectoryTable): Promise<void> {
  const row = await readFormat(table);
  const format = Number(row?.columns.format ?? FORMAT);
  if (format > FORMAT) {
    throw new Error(
      `The table "${table.reads.tableName}" has rows of form ${format}, written by a newer version; this one reads up to ${FORMAT}.`,
    );
  }
  if (format < 2) await indexWorkspaceNames(table);
  if (row === undefined || format < FORMAT) {
    await written(
      table.reads.upsertEntity({ partitionKey: PARTITION, rowKey: FORMAT_KEY, format: FORMAT }, 'Replace'),
    );
  }
}

async function readFormat(table: DirectoryTable): Promise<Row | undefined> {
  try {
    return await readRow(table, PARTITION, FORMAT_KEY);
  } catch (error) {
    if (!isTableMissing(error)) throw error;
    await written(table.reads.createTable());
    return undefined;
  }
}

async function written(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    throw storageFault(error);
  }
}
