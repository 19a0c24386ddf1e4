// Gives each workspace that was written before names were indexed its index row, in every directory of a table. Workspaces
// are never taken away, so a row made of one that was read always points to something; two processes may do this at once.
import { knownDirectories } from './directories.ts';
import { keyText, WORKSPACES, workspaceKey, workspaceNameKey } from './keys.ts';
import { patient } from './patience.ts';
import { type Row, readPage } from './reads.ts';
import type { DirectoryTable } from './table.ts';
import { type RowAction, send, TRANSACTION_ROWS } from './transaction.ts';

/** A request for each 1,000 workspaces of a directory, and one for each 100. Throws StoreUnavailable. */
export async function indexWorkspaceNames(table: DirectoryTable): Promise<void> {
  for (const directory of await knownDirectories(table)) {
    const partition = keyText(directory);
    let after: string | undefined;
    do {
      const page = await readPage(table, partition, WORKSPACES, { after });
      for (let from = 0; from < page.rows.length; from += TRANSACTION_ROWS) {
        await write(table, partition, page.rows.slice(from, from + TRANSACTION_ROWS).map(indexRow));
      }
      after = page.next;
    } while (after !== undefined);
  }
}

function indexRow({ key, columns }: Row): RowAction {
  const id = key.slice(workspaceKey('').length);
  return { do: 'upsert', key: workspaceNameKey(String(columns.name)), columns: { id } };
}

/** Until it is certain: an upsert refuses nothing, and written twice it is the same. */
async function write(table: DirectoryTable, partition: string, rows: readonly RowAction[]): Promise<void> {
  const again = patient(table.patience);
  for (;;) {
    const outcome = await send(table, partition, rows);
    if (outcome.kind === 'done') return;
    await again(outcome.kind === 'unknown' ? outcome : { cause: outcome.reason, retryAfterMs: 0 });
  }
}
