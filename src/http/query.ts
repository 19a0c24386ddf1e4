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

/** The decoded parts of the path, without empty ones: a trailing slash makes no difference. */
export function pathSegments(url: URL): string[] {
  return url.pathname.split('/').filter(Boolean).map(decodeSegment);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Not UTF-8: no resource has such a name, so it is looked up as it is and not found.
    return segment;
  }
}
