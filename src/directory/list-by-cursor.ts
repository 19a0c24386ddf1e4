// A page by cursor (RFC 9865). The position is the id after which the next page begins, so a walk loses nobody who was there
// throughout and repeats nobody, however many come and go meanwhile, and its last page costs what the first one did.
import type { JsonObject } from '../scim/json.ts';
import { project } from '../scim/projection.ts';
import { type Compare, sorted } from './list-by-index.ts';
import type { Candidate, Source } from './listing.ts';
import { indexedCandidates, isMatch } from './matching.ts';

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
}

/** Resources that a page may look at for its matches; it ends early rather than take longer. */
const EXAMINED_A_PAGE = 2_000;

export async function listByCursor(sources: readonly Source[], query: CursorQuery): Promise<CursorPage> {
  if (query.order !== undefined) return await sortedPage(sources, query, query.order);
  const found: Candidate[] = [];
  let place: Place = 'source' in query.position ? query.position : BEGINNING;
  for (let examined = 0; found.length < query.count && examined < EXAMINED_A_PAGE; ) {
    const source: Source | undefined = sources[place.source];
    if (source === undefined) return { found, next: undefined };
    const stretch = await readStretch(source, place.after, query.count - found.length);
    for (const candidate of stretch.candidates) {
      if (await isMatch(source, candidate)) found.push(candidate);
    }
    examined += stretch.candidates.length;
    place =
      stretch.next === undefined
        ? { source: place.source + 1, after: undefined }
        : { source: place.source, after: stretch.next };
    if (place.source >= sources.length) return { found, next: undefined };
  }
  return { found, next: place };
}

/** The next candidates after an id: from the filter's index where it has one, else a page of all. */
async function readStretch(
  source: Source,
  after: string | undefined,
  limit: number,
): Promise<{ candidates: readonly Candidate[]; next: string | undefined }> {
  const indexed = await indexedCandidates(source);
  if (indexed === undefined) {
    const page = await source.listing.page(after, limit);
    return { candidates: page.items, next: page.next };
  }
  const left = after === undefined ? indexed : indexed.filter(({ id }) => id > after);
  const candidates = left.slice(0, limit);
  return { candidates, next: candidates.length < left.length ? candidates.at(-1)?.id : undefined };
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
  const last = shown.at(-1)?.resource;
  const found = shown.map(({ candidate }) => candidate);
  if (last === undefined || shown.length === left.length) return { found, next: undefined };
  return { found, next: { sortedAfter: orderedPart(sources, last, sortBy) } };
}

/** What of a resource its place in the order depends on. */
function orderedPart(sources: readonly Source[], resource: JsonObject, sortBy: string): JsonObject {
  const name = (resource.meta as JsonObject | undefined)?.resourceType;
  const type = sources.find(({ listing }) => listing.type.name === name)?.listing.type;
  if (type === undefined) return {};
  return project(type, resource, { attributes: [sortBy, 'id', 'meta.resourceType'] });
}
