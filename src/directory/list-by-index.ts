// A page by index: `startIndex` and `count` of RFC 7644 section 3.4.2.4, sorted where the client asks for it. It tells how
// many there are in all, which costs: without a filter the totals are kept, with one every match is counted.
import { ScimError } from '../scim/errors.ts';
import type { JsonObject } from '../scim/json.ts';
import type { Candidate, Listing, Source } from './listing.ts';
import { matching } from './matching.ts';

export interface IndexQuery {
  /** From 1. */
  readonly startIndex: number;
  readonly count: number;
  /** Undefined where the client does not ask for an order: then by type and id. */
  readonly compare: Compare | undefined;
}

export type Compare = (a: JsonObject, b: JsonObject) => number;

export interface IndexPage {
  readonly found: readonly Candidate[];
  readonly totalResults: number;
}

/** Matches that can be sorted: they are all held in memory. */
export const SORT_LIMIT = 10_000;

export async function listByIndex(sources: readonly Source[], query: IndexQuery): Promise<IndexPage> {
  const { compare, startIndex, count } = query;
  if (compare !== undefined) {
    const all = await sorted(sources, compare);
    const found = all.slice(startIndex - 1, startIndex - 1 + count).map(({ candidate }) => candidate);
    return { found, totalResults: all.length };
  }
  const found: Candidate[] = [];
  let totalResults = 0;
  for (const source of sources) {
    const first = Math.max(0, startIndex - 1 - totalResults);
    const page = await windowOf(source, first, count - found.length);
    found.push(...page.found);
    totalResults += page.totalResults;
  }
  return { found, totalResults };
}

export interface Sortable {
  readonly candidate: Candidate;
  readonly resource: JsonObject;
}

/** All matches in order. Throws `tooMany` above the limit. */
export async function sorted(sources: readonly Source[], compare: Compare): Promise<Sortable[]> {
  const all: Sortable[] = [];
  for (const source of sources) {
    for await (const candidate of matching(source)) {
      if (all.length === SORT_LIMIT) {
        throw new ScimError(
          'tooMany',
          `At most ${SORT_LIMIT} resources are sorted, and more match. Leave sortBy out, or add a filter.`,
        );
      }
      all.push({ candidate, resource: await candidate.seenBy(source.filter) });
    }
  }
  return all.sort((a, b) => compare(a.resource, b.resource));
}

function windowOf(source: Source, first: number, count: number): Promise<IndexPage> {
  return source.filter === undefined
    ? windowOfAll(source, first, count)
    : windowOfMatches(source, first, count);
}

async function windowOfMatches(source: Source, first: number, count: number): Promise<IndexPage> {
  const found: Candidate[] = [];
  let totalResults = 0;
  for await (const candidate of matching(source)) {
    if (totalResults >= first && found.length < count) found.push(candidate);
    totalResults += 1;
  }
  return { found, totalResults };
}

async function windowOfAll({ listing }: Source, first: number, count: number): Promise<IndexPage> {
  const [totalResults, found] = await Promise.all([
    listing.total(),
    count === 0 ? [] : readFrom(listing, first, count),
  ]);
  return { found, totalResults };
}

async function readFrom(listing: Listing, first: number, count: number): Promise<Candidate[]> {
  const found: Candidate[] = [];
  let after = first === 0 ? undefined : await listing.skip(first);
  if (first > 0 && after === undefined) return [];
  do {
    const page = await listing.page(after, count - found.length);
    found.push(...page.items);
    after = page.next;
  } while (after !== undefined && found.length < count);
  return found;
}
