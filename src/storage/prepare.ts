// Before the first write: the table is there, and its rows have the form that this version reads. A table in Azure is made
// at deployment; a laptop's and a test's is made here.
import { FORMAT_KEY } from './keys.ts';
import { isTableMissing, type Row, readRow, storageFault } from './reads.ts';
import type { DirectoryTable } from './table.ts';

/** Raised with every change of rows that an older version would misread. */
const FORMAT = 1;
/** No directory has this name, so the row lies in a partition of its own. */
const PARTITION = '~';

/** One request where all is as it should be. Throws StoreUnavailable, or an Error for rows of a newer form. */
export async function prepareTable(table: DirectoryTable): Promise<void> {
  const row = await readFormat(table);
  if (row === undefined) {
    await written(
      table.reads.upsertEntity({ partitionKey: PARTITION, rowKey: FORMAT_KEY, format: FORMAT }, 'Replace'),
    );
  } else if (Number(row.columns.format) > FORMAT) {
    throw new Error(
      `The table "${table.reads.tableName}" has rows of form ${row.columns.format}, written by a newer version; this one reads up to ${FORMAT}.`,
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
