// The candidates of a source that match its filter, in the order of their ids, read as they are asked for: memory holds one
// page, however large the directory. What would take too long is refused instead of being cut short.
import { ScimError } from '../scim/errors.ts';
import { matches } from '../scim/filter/matches.ts';
import { chooseAccessPath } from './access-path.ts';
import { eachAtOnce } from './at-once.ts';
import type { Candidate, Listing, Source } from './listing.ts';
import { membersIn } from './show-page.ts';

/** Resources, and members of groups, that a filter without an index may look at. */
export const EXAMINED_LIMIT = 20_000;
/** Resources that an index may give; a filter that would get more from it is answered without it. */
export const INDEX_LIMIT = 1_000;
const PAGE = 100;

/** Throws `tooMany` when it comes to a limit. */
export async function* matching(source: Source): AsyncGenerator<Candidate> {
  const ids = await indexedIds(source);
  if (ids === undefined) return yield* scanned(source);
  for (let at = 0; at < ids.length; at += PAGE) {
    for (const candidate of await readCandidates(source, ids.slice(at, at + PAGE))) {
      if ((await examine(source, candidate)).isMatch) yield candidate;
    }
  }
}

/** The ids of all that may match, in order, as an index gives them; undefined where none gives few enough. */
export async function indexedIds({ listing, filter }: Source): Promise<readonly string[] | undefined> {
  const path = chooseAccessPath(filter, listing.type, new Set(Object.keys(listing.finders)));
  switch (path.kind) {
    case 'all':
      return undefined;
    case 'none':
      return [];
    case 'id':
      return [path.id];
    case 'member':
      return [...(await listing.withMember(path.member))].sort();
    case 'index': {
      const ids = await listing.finders[path.attribute]?.(path.match, path.value, INDEX_LIMIT + 1);
      return ids === undefined || ids.length > INDEX_LIMIT ? undefined : ids.sort();
    }
  }
}

/** Those of the ids that are there still. */
export async function readCandidates({ listing }: Source, ids: readonly string[]): Promise<Candidate[]> {
  return (await eachAtOnce(ids, listing.read)).filter((candidate) => candidate !== undefined);
}

/** Whether the candidate matches, and what looking at it cost: 1, and 1 for each member that was read. */
export async function examine(
  { filter }: Source,
  candidate: Candidate,
): Promise<{ isMatch: boolean; cost: number }> {
  if (filter === undefined) return { isMatch: true, cost: 1 };
  const resource = await candidate.seenBy(filter);
  return { isMatch: matches(filter, resource), cost: 1 + membersIn(resource) };
}

async function* scanned(source: Source): AsyncGenerator<Candidate> {
  let examined = 0;
  let after: string | undefined;
  do {
    const page = await source.listing.page(after, PAGE);
    after = page.next;
    for (const candidate of page.items) {
      if (examined >= EXAMINED_LIMIT) throw tooMany(source.listing);
      const { isMatch, cost } = await examine(source, candidate);
      if (isMatch) yield candidate;
      examined += cost;
    }
  } while (after !== undefined);
}

function tooMany({ narrowing }: Listing): ScimError {
  return new ScimError(
    'tooMany',
    `The query has no index and would look at more than ${EXAMINED_LIMIT} resources to answer it whole. Page by cursor (RFC 9865), or add a condition with eq on ${narrowing.slice(0, -1).join(', ')} or ${narrowing.at(-1)}.`,
  );
}
