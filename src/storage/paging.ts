// Walks the users or groups of a directory in the order of their ids. The rows of a resource (head, guard, memberships or
// mappings) lie together, so one request gives a page of resources with all that belongs to them.
import type { Page } from '../directory/store.ts';
import type { Writer } from './commit.ts';
import { GROUPS, type KeyRange, rangeOf, USERS } from './keys.ts';
import { type LaneHead, readLaneHeads } from './lanes.ts';
import type { Positions } from './positions.ts';
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

/**
 * The id of the `count`th resource; undefined where there are not that many. 1,000 ids a request, so that a client that pages
 * by index through a large directory would read the beginning again and again: above the first 1,000 it goes on from the
 * nearest position that is remembered, which costs one request more to know that the positions still hold.
 */
export async function skipResources(
  { table, partition }: Writer,
  letter: Letter,
  count: number,
  positions: Positions,
): Promise<string | undefined> {
  if (count > PAGE_ROWS) positions.keepWhile(countsOf(await readLaneHeads(table, partition), letter));
  const known = count > PAGE_ROWS ? positions.nearest(count) : undefined;
  const range = rangeAfter(letter, known?.id);
  let position = known?.position ?? 0;
  if (position === count) return known?.id;
  let next: string | undefined;
  do {
    const page = await readPage(table, partition, range, {
      after: next,
      rows: Math.min(PAGE_ROWS, count - position),
      select: ['RowKey'],
      where: HEADS_ONLY,
    });
    position += page.rows.length;
    const last = page.rows.at(-1);
    if (last !== undefined && count > PAGE_ROWS) positions.remember(position, idOf(last.key));
    if (position === count) return last === undefined ? undefined : idOf(last.key);
    next = page.next;
  } while (next !== undefined);
  return undefined;
}

/** Changes when a resource comes or goes. */
function countsOf(heads: readonly LaneHead[], letter: Letter): string {
  return heads.map((head) => `${head.id}:${letter === 'u' ? head.users : head.groups}`).join(' ');
}

function rangeAfter(letter: Letter, after: string | undefined): KeyRange {
  const all = RANGES[letter];
  return after === undefined ? all : { from: rangeOf(`${letter}~${after}`).before, before: all.before };
}
