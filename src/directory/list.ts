// Lists: which records a query finds, in which order, and which of them a page shows (RFC 7644 section 3.4.2). The same
// for users and groups; what differs between them is in the `Listing` that each gives.
import { ScimError } from '../scim/errors.ts';
import type { CheckedFilter } from '../scim/filter/checked.ts';
import { type AccessPath, chooseAccessPath, type Lookups } from './access-path.ts';
import type { Page } from './store.ts';

/** How records of one type are read. `Lookup` names its indexes. */
export interface Listing<Record extends { readonly id: string }, Lookup> {
  readonly lookups: Lookups<Lookup>;
  read(id: string): Promise<Record | undefined>;
  find(by: Lookup, match: 'equals' | 'startsWith', value: string, limit: number): Promise<Record[]>;
  /** Records that have this member. */
  withMember(member: string): Promise<Record[]>;
  page(after: string | undefined, limit: number): Promise<Page<Record>>;
  skip(after: string | undefined, count: number): Promise<string | undefined>;
  total(): Promise<number>;
  matches(record: Record, filter: CheckedFilter): Promise<boolean>;
}

export interface ListQuery {
  readonly filter: CheckedFilter | undefined;
  /** From 1. */
  readonly startIndex: number;
  readonly count: number;
}

export interface Found<Record> {
  readonly records: readonly Record[];
  readonly totalResults: number;
}

/** Records that a filter without an index may look at, and that an index may give. */
export const EXAMINED_LIMIT = 20_000;
const FOUND_LIMIT = 1_000;
const PAGE = 100;

/** The page of a query by index. Throws `tooMany` when it would have to look at more than the limit. */
export async function list<Record extends { readonly id: string }, Lookup>(
  listing: Listing<Record, Lookup>,
  { filter, startIndex, count }: ListQuery,
): Promise<Found<Record>> {
  if (filter === undefined) return await pageOfAll(listing, startIndex, count);
  const path = chooseAccessPath(filter, listing.lookups);
  const first = startIndex - 1;
  if (path.kind === 'all') return await scan(listing, filter, first, count);
  const matching: Record[] = [];
  for (const record of await candidates(listing, path)) {
    if (await listing.matches(record, filter)) matching.push(record);
  }
  matching.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { records: matching.slice(first, first + count), totalResults: matching.length };
}

async function candidates<Record extends { readonly id: string }, Lookup>(
  listing: Listing<Record, Lookup>,
  path: Exclude<AccessPath<Lookup>, { kind: 'all' }>,
): Promise<readonly Record[]> {
  switch (path.kind) {
    case 'id': {
      const record = await listing.read(path.id);
      return record === undefined ? [] : [record];
    }
    case 'member':
      return await listing.withMember(path.member);
    case 'index': {
      const found = await listing.find(path.by, path.match, path.value, FOUND_LIMIT + 1);
      if (found.length > FOUND_LIMIT) throw tooMany(`more than ${FOUND_LIMIT} resources match`);
      return found;
    }
  }
}

async function pageOfAll<Record extends { readonly id: string }, Lookup>(
  listing: Listing<Record, Lookup>,
  startIndex: number,
  count: number,
): Promise<Found<Record>> {
  const [totalResults, after] = await Promise.all([
    listing.total(),
    startIndex === 1 ? undefined : listing.skip(undefined, startIndex - 1),
  ]);
  const records: Record[] = [];
  if (startIndex > 1 && after === undefined) return { records, totalResults };
  let from = after;
  while (records.length < count) {
    const page = await listing.page(from, count - records.length);
    records.push(...page.items);
    if (page.next === undefined) break;
    from = page.next;
  }
  return { records, totalResults };
}

/** Looks at every record, page by page, and keeps only those that the answer shows. */
async function scan<Record extends { readonly id: string }, Lookup>(
  listing: Listing<Record, Lookup>,
  filter: CheckedFilter,
  first: number,
  count: number,
): Promise<Found<Record>> {
  const records: Record[] = [];
  let totalResults = 0;
  let examined = 0;
  let after: string | undefined;
  do {
    const page = await listing.page(after, PAGE);
    for (const record of page.items) {
      if (!(await listing.matches(record, filter))) continue;
      if (totalResults >= first && records.length < count) records.push(record);
      totalResults += 1;
    }
    examined += page.items.length;
    after = page.next;
    if (after !== undefined && examined >= EXAMINED_LIMIT) {
      throw tooMany(
        `it has no index, and the directory holds more than ${EXAMINED_LIMIT} resources to look at`,
      );
    }
  } while (after !== undefined);
  return { records, totalResults };
}

function tooMany(why: string): ScimError {
  return new ScimError(
    'tooMany',
    `The filter cannot be answered: ${why}. Add a condition with eq on id, userName, externalId, displayName, emails.value or members.value.`,
  );
}

/** The values that a filter compares `members` with, where it asks nothing else of them; undefined where it does. */
export function membersAsked(filter: CheckedFilter): readonly string[] | undefined {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const asked = filter.terms.map(membersAsked);
      return asked.includes(undefined) ? undefined : asked.flatMap((values) => values ?? []);
    }
    case 'not':
      return membersAsked(filter.term);
    case 'elements':
      return isMembers(filter.target.steps) ? elementMembersAsked(filter.filter) : [];
    case 'present':
      return isMembers(filter.target.steps) ? undefined : [];
    case 'compare':
      if (!isMembers(filter.target.steps)) return [];
      return filter.operator === 'eq' &&
        filter.target.name === 'members.value' &&
        typeof filter.value === 'string'
        ? [filter.value]
        : undefined;
  }
}

function elementMembersAsked(filter: CheckedFilter): readonly string[] | undefined {
  const isOneId =
    filter.kind === 'compare' && filter.operator === 'eq' && filter.target.steps?.[0] === 'value';
  return isOneId && typeof filter.value === 'string' ? [filter.value] : undefined;
}

function isMembers(steps: readonly string[] | undefined): boolean {
  return steps?.[0] === 'members';
}
