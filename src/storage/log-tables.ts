// The tables of the provisioning log, one for each month. One is made when the first row of its month is written, and dropped
// when nothing in it is to be kept any more.
import { odata, TableServiceClient } from '@azure/data-tables';
import { endOfMonth } from './log-keys.ts';
import { isTableMissing } from './reads.ts';
import { type DirectoryTable, openTable, type TableLocation, type TableOptions } from './table.ts';

/** What follows the name of the directory's table. */
const INFIX = 'log';
/** Digits of a month. */
const MONTH = /^\d{6}$/;

export interface LogTables {
  of(month: string): DirectoryTable;
  /** Drops those that end before `time` (milliseconds). Gives their names. */
  dropBefore(time: number): Promise<string[]>;
}

/** @param tableName the directory's table, beside which they lie */
export function openLogTables(
  location: TableLocation,
  tableName: string,
  options: TableOptions = {},
): LogTables {
  const prefix = `${tableName}${INFIX}`;
  const open = new Map<string, DirectoryTable>();

  function of(month: string): DirectoryTable {
    const known = open.get(month) ?? openTable(location, prefix + month, options);
    open.set(month, known);
    return known;
  }

  async function dropBefore(time: number): Promise<string[]> {
    const service = serviceClient(location);
    const filter = odata`TableName ge ${prefix} and TableName lt ${`${prefix}~`}`;
    const dropped: string[] = [];
    for await (const { name = '' } of service.listTables({ queryOptions: { filter } })) {
      const month = name.slice(prefix.length);
      if (!name.startsWith(prefix) || !MONTH.test(month) || endOfMonth(month) > time) continue;
      await service.deleteTable(name);
      open.delete(month);
      dropped.push(name);
    }
    return dropped;
  }

  return { of, dropBefore };
}

/** Makes the table when a write says that it is not there. Gives whether it did. */
export async function madeMissingTable(table: DirectoryTable, error: unknown): Promise<boolean> {
  if (!isTableMissing(error) && (error as { code?: string }).code !== 'TableNotFound') return false;
  await table.reads.createTable();
  return true;
}

function serviceClient(location: TableLocation): TableServiceClient {
  return 'connectionString' in location
    ? TableServiceClient.fromConnectionString(location.connectionString, { allowInsecureConnection: true })
    : new TableServiceClient(location.url, location.credential);
}
