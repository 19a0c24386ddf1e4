// Walks the users or groups of a directory in the order of their ids. The rows of a resource (head, guard, memberships or
// mappings) lie together, so one request gives a page of resources with all that belongs to them.
import type { Page } from '../directory/store.ts';
import type { Writer } from './commit.ts';
import { GROUPS, type KeyRange, rangeOf, USERS } from './keys.ts';
import { PAGE_ROWS, type Row, readPage, readRange } from './reads.ts';
import { idOf } from './rows.ts';
import type { DirectoryTable } from './table.ts';

const RANGES = { u: USERS, g: GROUPS } as const;
type Letter = keyof typeof RANGES;

/** A guess that keeps the requests of small pages small: rows that a resource has on average, at most. */
const ROWS_EACH = 10;

/**
 * The first `limit` resources after the id `after`. One request while their rows are at most 1,000; with more rows than
 * that a page may hold fewer resources than asked for.
 */
export async function pageResources<T extends { readonly id: string }>(
  { table, partition }: Writer,
  letter: Letter,
  after: string | undefined,
  limit: number,
  make: (rows: readonly Row[]) => T[],
): Promise<Page<T>> {
  const items: T[] = [];
  let from = after;
  for (let rowsRead = 0; ; ) {
    const wanted = Math.min(PAGE_ROWS, (limit - items.length) * ROWS_EACH);
    const { rows, more } = await wholeResources(table, partition, letter, from, wanted);
    const made = make(rows);
    items.push(...made.slice(0, limit - items.length));
    rowsRead += rows.length;
    from = made.length > 0 && items.length === limit ? items.at(-1)?.id : idOf(rows.at(-1)?.key ?? '');
    const left = more || from !== idOf(rows.at(-1)?.key ?? '');
    if (!left) return { items, next: undefined };
    if (items.length === limit || rowsRead >= PAGE_ROWS - ROWS_EACH) return { items, next: from };
  }
}

/** About `wanted` rows after the resource `after`, ending with the last row of a resource. */
async function wholeResources(
  table: DirectoryTable,
  partition: string,
  letter: Letter,
  after: string | undefined,
  wanted: number,
): Promise<{ rows: readonly Row[]; more: boolean }> {
  const range = rangeAfter(letter, after);
  let page = await readPage(table, partition, range, { rows: wanted });
  while (page.rows.length === 0 && page.next !== undefined) {
    page = await readPage(table, partition, range, { rows: wanted, after: page.next });
  }
  if (page.next === undefined) return { rows: page.rows, more: false };
  // The last resource may have been cut: it waits for the next page, unless it is alone on this one.
  const cut = idOf(page.rows.at(-1)?.key ?? '');
  const whole = page.rows.filter((row) => idOf(row.key) !== cut);
  if (whole.length > 0) return { rows: whole, more: true };
  return { rows: await readRange(table, partition, rangeOf(`${letter}~${cut}`)), more: true };
}

/** Only the rows of users and groups themselves have it. */
const HEADS_ONLY = 'revision ge 1';

/** The id of the `count`th resource after `after`; undefined where there are not that many. 1,000 ids a request. */
export async function skipResources(
  { table, partition }: Writer,
  letter: Letter,
  after: string | undefined,
  count: number,
): Promise<string | undefined> {
  let left = count;
  let next: string | undefined;
  do {
    const page = await readPage(table, partition, rangeAfter(letter, after), {
      after: next,
      rows: Math.min(PAGE_ROWS, left),
      select: ['RowKey'],
      where: HEADS_ONLY,
    });
    left -= page.rows.length;
    if (left === 0) return idOf(page.rows.at(-1)?.key ?? '');
    next = page.next;
  } while (next !== undefined);
  return undefined;
}

function rangeAfter(letter: Letter, after: string | undefined): KeyRange {
  const all = RANGES[letter];
  return after === undefined ? all : { from: rangeOf(`${letter}~${after}`).before, before: all.before };
}
