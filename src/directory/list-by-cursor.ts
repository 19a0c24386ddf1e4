// A page by cursor (RFC 9865). The position is the id after which the next page begins, so a walk loses nobody who was there
// throughout and repeats nobody, however many come and go meanwhile, and its last page costs what the first one did.
import type { JsonObject } from '../scim/json.ts';
import { project } from '../scim/projection.ts';
import { type Compare, sorted } from './list-by-index.ts';
import type { Candidate, Source } from './listing.ts';
import { examine, indexedIds, readCandidates } from './matching.ts';

/** In the source of this number, after this id. */
interface Place {
  readonly source: number;
  readonly after: string | undefined;
}

/** Where a walk stands. */
export type Position =
  | Place
  /** In an order: after a resource with these attributes. */
  | { readonly sortedAfter: JsonObject };

export const BEGINNING: Place = { source: 0, after: undefined };

export interface CursorQuery {
  readonly position: Position;
  readonly count: number;
  readonly order: { readonly compare: Compare; readonly sortBy: string } | undefined;
}

export interface CursorPage {
  readonly found: readonly Candidate[];
  /** Undefined at the end of the walk. */
  readonly next: Position | undefined;
  /** Where a walk stands that has seen, of `found`, the first `count`. */
  readonly after: (count: number) => Position;
  /** Of the whole walk; undefined where only reading on would tell. */
  readonly totalResults: number | undefined;
}

/** Resources, and members of groups, that a page may look at for its matches; it ends early rather than take longer. */
const EXAMINED_A_PAGE = 2_000;
const FILTERED_STRETCH = 100;

export async function listByCursor(sources: readonly Source[], query: CursorQuery): Promise<CursorPage> {
  if (query.order !== undefined) return await sortedPage(sources, query, query.order);
  const found: { readonly candidate: Candidate; readonly place: Place }[] = [];
  const begin: Place = 'source' in query.position ? query.position : BEGINNING;
  const readers = sources.map(stretchReader);
  let at = begin;
  for (let examined = 0; found.length < query.count && examined < EXAMINED_A_PAGE; ) {
    const [source, read] = [sources[at.source], readers[at.source]];
    if (source === undefined || read === undefined) return page(undefined);
    // With a filter nobody knows how many must be read for the rest of the page.
    const limit = source.filter === undefined ? query.count - found.length : FILTERED_STRETCH;
    const stretch = await read(at.after, limit);
    const end: Place =
      stretch.next === undefined
        ? { source: at.source + 1, after: undefined }
        : { source: at.source, after: stretch.next };
    for (const candidate of stretch.candidates) {
      const place: Place = { source: at.source, after: candidate.id };
      const { isMatch, cost } = await examine(source, candidate);
      if (isMatch) found.push({ candidate, place });
      examined += cost;
      // The rest of the stretch is left to the next page.
      const isEnough = found.length === query.count || examined >= EXAMINED_A_PAGE;
      if (isEnough && candidate !== stretch.candidates.at(-1)) return page(place);
    }
    at = end;
    if (at.source >= sources.length) return page(undefined);
  }
  return page(at);

  function page(end: Place | undefined): CursorPage {
    const isWhole = begin === BEGINNING && end === undefined;
    return {
      found: found.map(({ candidate }) => candidate),
      next: end,
      after: (count) => found[count - 1]?.place ?? begin,
      totalResults: isWhole ? found.length : undefined,
    };
  }
}

interface Stretch {
  readonly candidates: readonly Candidate[];
  /** Id after which the next one begins; undefined at the end. */
  readonly next: string | undefined;
}

/** Reads the next candidates after an id: from the filter's index where it has one, else from all. */
function stretchReader(source: Source): (after: string | undefined, limit: number) => Promise<Stretch> {
  let indexed: Promise<readonly string[] | undefined> | undefined;
  return async (after, limit) => {
    indexed ??= indexedIds(source);
    const ids = await indexed;
    if (ids === undefined) {
      const page = await source.listing.page(after, limit);
      return { candidates: page.items, next: page.next };
    }
    const left = after === undefined ? ids : ids.filter((id) => id > after);
    const next = left.slice(0, limit);
    const candidates = await readCandidates(source, next);
    return { candidates, next: next.length < left.length ? next.at(-1) : undefined };
  };
}

async function sortedPage(
  sources: readonly Source[],
  { position, count }: CursorQuery,
  { compare, sortBy }: { readonly compare: Compare; readonly sortBy: string },
): Promise<CursorPage> {
  const all = await sorted(sources, compare);
  const left =
    'sortedAfter' in position
      ? all.filter(({ resource }) => compare(resource, position.sortedAfter) > 0)
      : all;
  const shown = left.slice(0, count);
  const after = (seen: number): Position => {
    const last = shown[seen - 1]?.resource;
    return last === undefined ? position : { sortedAfter: orderedPart(sources, last, sortBy) };
  };
  return {
    found: shown.map(({ candidate }) => candidate),
    next: shown.length < left.length ? after(shown.length) : undefined,
    after,
    totalResults: all.length,
  };
}

/** What of a resource its place in the order depends on. */
function orderedPart(sources: readonly Source[], resource: JsonObject, sortBy: string): JsonObject {
  const name = (resource.meta as JsonObject | undefined)?.resourceType;
  const type = sources.find(({ listing }) => listing.type.name === name)?.listing.type;
  if (type === undefined) return {};
  return project(type, resource, { attributes: [sortBy, 'id', 'meta.resourceType'] });
}
