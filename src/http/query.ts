// Reads path and query from the request's URL, not from what the Functions host parsed: it joins repeated query keys with
// a comma, and decodes route parameters on some plans and not on others. The URL is the same everywhere.
import { ScimError } from '../scim/errors.ts';

/** The query with `+` and `%XX` decoded. Throws `invalidValue` for bytes that are not UTF-8 and for U+0000. */
export function readQuery(url: URL): URLSearchParams {
  const { searchParams } = url;
  const isReplacementSent = /%EF%BF%BD/i.test(url.search);
  for (const [name, value] of searchParams) {
    if (value.includes('\0')) {
      throw new ScimError(
        'invalidValue',
        `The query parameter "${name}" holds the character U+0000. Remove it.`,
      );
    }
    if (!isReplacementSent && `${name}${value}`.includes('\ufffd')) {
      throw new ScimError('invalidValue', `The query parameter "${name}" is not percent-encoded UTF-8.`);
    }
  }
  return searchParams;
}

/**
 * The decoded parts of the path below `base`, without empty ones: a trailing slash makes no difference. Throws `notFound` for a
 * path that does not lie there: dots that were encoded twice lead the URL elsewhere than the host, which chose the function.
 */
export function pathBelow(url: URL, base: string): string[] {
  const segments = url.pathname.split('/').filter(Boolean).map(decodeSegment);
  const parts = base.split('/');
  const isBelow = parts.every((part, at) => part.toLowerCase() === segments[at]?.toLowerCase());
  if (!isBelow) throw new ScimError('notFound', `There is no address ${url.pathname} here.`);
  return segments.slice(parts.length);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Not UTF-8: no resource has such a name, so it is looked up as it is and not found.
    return segment;
  }
}
