// The candidates of a source that match its filter, in the order of their ids, read as they are asked for: memory holds one
// page, however large the directory. What would take too long is refused instead of being cut short.
import { ScimError } from '../scim/errors.ts';
import { matches } from '../scim/filter/matches.ts';
import { chooseAccessPath } from './access-path.ts';
import type { Candidate, Source } from './listing.ts';

/** Resources that a filter without an index may look at. */
export const EXAMINED_LIMIT = 20_000;
/** Resources that an index may give. */
export const INDEX_LIMIT = 1_000;
const PAGE = 100;

/** Throws `tooMany` when it comes to a limit. */
export async function* matching(source: Source): AsyncGenerator<Candidate> {
  const indexed = await indexedCandidates(source);
  if (indexed === undefined) return yield* scanned(source);
  for (const candidate of indexed) {
    if (await isMatch(source, candidate)) yield candidate;
  }
}

/** The candidates that an index gives, in the order of their ids; undefined where the filter has no index. */
export async function indexedCandidates({
  listing,
  filter,
}: Source): Promise<readonly Candidate[] | undefined> {
  const path = chooseAccessPath(filter, new Set(Object.keys(listing.finders)));
  switch (path.kind) {
    case 'all':
      return undefined;
    case 'id': {
      const candidate = await listing.read(path.id);
      return candidate === undefined ? [] : [candidate];
    }
    case 'member':
      return inOrder(await listing.withMember(path.member));
    case 'index': {
      const found = (await listing.finders[path.attribute]?.(path.match, path.value, INDEX_LIMIT + 1)) ?? [];
      if (found.length <= INDEX_LIMIT) return inOrder(found);
      throw tooMany(`more than ${INDEX_LIMIT} ${listing.type.name} resources have such a ${path.attribute}`);
    }
  }
}

export async function isMatch({ filter }: Source, candidate: Candidate): Promise<boolean> {
  return filter === undefined || matches(filter, await candidate.seenBy(filter));
}

async function* scanned(source: Source): AsyncGenerator<Candidate> {
  let examined = 0;
  let after: string | undefined;
  do {
    const page = await source.listing.page(after, PAGE);
    for (const candidate of page.items) {
      if (await isMatch(source, candidate)) yield candidate;
    }
    examined += page.items.length;
    after = page.next;
    if (after !== undefined && examined >= EXAMINED_LIMIT) {
      throw tooMany(`it has no index, and there are more than ${EXAMINED_LIMIT} resources to look at`);
    }
  } while (after !== undefined);
}

function inOrder(candidates: readonly Candidate[]): Candidate[] {
  return [...candidates].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function tooMany(why: string): ScimError {
  return new ScimError(
    'tooMany',
    `The query cannot be answered whole: ${why}. Page by cursor (RFC 9865), or add a condition with eq on id, userName, externalId, displayName, emails.value or members.value.`,
  );
}
