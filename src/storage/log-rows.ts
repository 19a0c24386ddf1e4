// How an entry of the provisioning log lies in rows: the entry, and a row for each term that it is found by.
import type { IndexTerm, LogEntry, LogRecord } from '../directory/provisioning-log/entry.ts';
import type { StoredEntry } from '../directory/provisioning-log/store.ts';
import { columnsText, textColumns } from './columns.ts';
import { entryPrefix, indexPrefix, placeOf } from './log-keys.ts';
import type { Row } from './reads.ts';
import type { Columns } from './transaction.ts';

export interface LogRow {
  readonly key: string;
  readonly columns: Columns;
  /** How much of a transaction it takes, roughly and rather too much. */
  readonly bytes: number;
}

/** The entry comes first: what points to it is never there without it for long. */
export function rowsOf({ entry, key, terms }: LogRecord): LogRow[] {
  const place = placeOf(Date.parse(entry.time), key);
  return [
    rowOf(entryPrefix + place, textColumns('entry', JSON.stringify(entry))),
    ...terms.map((term) => rowOf(indexPrefix(term.by, term.value) + place, termColumns(term))),
  ];
}

function termColumns({ changes }: IndexTerm): Columns {
  return changes === undefined || changes.length === 0
    ? {}
    : textColumns('changes', JSON.stringify(changes.slice(0, MOST_CHANGES)));
}

/** What happened to one subject in one request, as a person can read it. */
const MOST_CHANGES = 100;

function rowOf(key: string, columns: Columns): LogRow {
  const text = Object.values(columns).reduce((total: number, value) => total + String(value).length, 0);
  return { key, columns, bytes: 3 * text + 2_000 };
}

export function entryOf(row: Row): StoredEntry {
  const entry = JSON.parse(columnsText('entry', row.columns) ?? '{}') as LogEntry;
  return { ...entry, id: row.key.slice(entryPrefix.length) };
}
