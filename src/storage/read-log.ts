// Reads a page of the provisioning log: newest first, from the newest month back. What a directory's console shows are the
// entries of that directory and those of nobody, which were not let in: they are merged by time.
import type { Change } from '../directory/changes.ts';
import { INDEXED_OUTCOMES, type Outcome } from '../directory/provisioning-log/entry.ts';
import type { LogPage, LogQuery, StoredEntry } from '../directory/provisioning-log/store.ts';
import { columnsText } from './columns.ts';
import { type KeyRange, rangeOf } from './keys.ts';
import {
  entryPrefix,
  indexPrefix,
  indexStart,
  monthOf,
  monthsBetween,
  OUTSIDE,
  PLACE,
  partitionOf,
  placesBetween,
  timeOfPlace,
} from './log-keys.ts';
import { entryOf } from './log-rows.ts';
import type { LogTables } from './log-tables.ts';
import { isTableMissing, type Row, readRange, readRow } from './reads.ts';
import type { DirectoryTable } from './table.ts';

export type BoundedQuery = LogQuery & { readonly from: number; readonly to: number };

/** Entries that a question with two conditions looks at before its page ends early. */
const EXAMINED = 500;
/** Of a name there is no order by time among its index rows: so many are looked at. */
const NAMES_EXAMINED = 200;

interface Found {
  readonly place: string;
  readonly partition: string;
  /** What happened to the subject that was asked for. */
  readonly changes: readonly Change[] | undefined;
}

export async function readLogPage(tables: LogTables, query: BoundedQuery): Promise<LogPage> {
  if (query.after !== undefined && !PLACE.test(query.after)) return { entries: [], next: undefined };
  const entries: StoredEntry[] = [];
  let { after } = query;
  for (let examined = 0; ; ) {
    const wanted = query.limit - entries.length;
    const found = await findPlaces(tables, { ...query, after, limit: wanted });
    const read = await Promise.all(found.map((one) => readEntry(tables, one)));
    entries.push(...read.filter((entry) => entry !== undefined).filter((entry) => isMatch(entry, query)));
    examined += found.length;
    after = found.at(-1)?.place ?? after;
    if (found.length < wanted) return { entries, next: undefined };
    if (entries.length >= query.limit || examined >= EXAMINED) return { entries, next: after };
  }
}

/** What no index was asked for is asked of what was read. */
function isMatch({ outcome }: StoredEntry, query: LogQuery): boolean {
  return query.outcome === undefined || outcome === query.outcome;
}

/** The places of the next entries, newest first. */
async function findPlaces(tables: LogTables, query: BoundedQuery): Promise<Found[]> {
  const found: Found[] = [];
  for (const month of monthsBetween(query.from, query.to)) {
    const table = tables.of(month);
    const parts = await Promise.all(
      partitionsOf(query).map((partition) => placesIn(table, partition, query)),
    );
    found.push(...parts.flat().sort((a, b) => (a.place < b.place ? -1 : 1)));
    if (found.length >= query.limit) return found.slice(0, query.limit);
  }
  return found;
}

async function placesIn(table: DirectoryTable, partition: string, query: BoundedQuery): Promise<Found[]> {
  if (query.name !== undefined) return await placesOfNames(table, partition, query, query.name);
  const prefix = prefixOf(query);
  const range = placesBetween(prefix, query.from, query.to, query.after);
  const rows = await rowsIn(table, partition, range, {
    limit: query.limit,
    ...(query.subject === undefined ? { select: ['RowKey'] } : {}),
  });
  return rows.map((row) => ({
    partition,
    place: row.key.slice(prefix.length),
    changes: query.subject === undefined ? undefined : changesIn(row),
  }));
}

function changesIn({ columns }: Row): Change[] {
  return JSON.parse(columnsText('changes', columns) ?? '[]') as Change[];
}

function prefixOf({ subject, outcome }: LogQuery): string {
  if (subject !== undefined) return indexPrefix('subject', subject);
  return outcome !== undefined && INDEXED_OUTCOMES.has(outcome)
    ? indexPrefix('outcome', outcome)
    : entryPrefix;
}

/** Index rows lie by name and then by time, so that those of all names that begin so are sorted here. */
async function placesOfNames(
  table: DirectoryTable,
  partition: string,
  query: BoundedQuery,
  name: string,
): Promise<Found[]> {
  const range = rangeOf(indexStart('name', name));
  const rows = await rowsIn(table, partition, range, { limit: NAMES_EXAMINED, select: ['RowKey'] });
  const { from, before } = placesBetween('', query.from, query.to, query.after);
  const places = new Set(rows.map(({ key }) => key.split('~').slice(-2).join('~')));
  return [...places]
    .filter((place) => place >= from && place < before)
    .sort()
    .slice(0, query.limit)
    .map((place) => ({ partition, place, changes: undefined }));
}

/** Entries of nobody are of no person and were never carried out. */
function partitionsOf({ directory, subject, name, outcome }: LogQuery): string[] {
  const own = partitionOf(directory);
  if (subject !== undefined || name !== undefined) return [own];
  return ALSO_OUTSIDE.has(outcome) ? [own, OUTSIDE] : [own];
}

const ALSO_OUTSIDE: ReadonlySet<Outcome | undefined> = new Set([undefined, 'rejected_credential', 'failed']);

async function rowsIn(
  table: DirectoryTable,
  partition: string,
  range: KeyRange,
  options: { readonly limit: number; readonly select?: readonly string[] },
): Promise<Row[]> {
  try {
    return await readRange(table, partition, range, options);
  } catch (error) {
    // A month without requests has no table.
    if (isTableMissing(error)) return [];
    throw error;
  }
}

/** Undefined where its month was dropped meanwhile, or its index row was written and the entry not yet. */
async function readEntry(
  tables: LogTables,
  { place, partition, changes }: Found,
): Promise<StoredEntry | undefined> {
  try {
    const row = await readRow(tables.of(monthOf(timeOfPlace(place))), partition, entryPrefix + place);
    return row && { ...entryOf(row), ...(changes === undefined ? {} : { changes }) };
  } catch (error) {
    if (isTableMissing(error)) return undefined;
    throw error;
  }
}
