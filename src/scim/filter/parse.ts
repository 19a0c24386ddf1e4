// Text to filter. A client that gets something wrong is told the place and what was expected there.

import { ScimError } from '../errors.ts';
import type { Filter } from './filter.ts';
import { failAt, peek, type ReadingLimits, readFilter, startReading } from './grammar.ts';

/** What a filter may be at most. A request line holds about as much; `POST /.search` gets no more, so that both answer alike. */
export const FILTER_LIMITS: ReadingLimits = { length: 8192, terms: 200 };

/**
 * Parses the filter of a query: RFC 7644 section 3.4.2.2, and Entra's sub-attribute behind a value path. No schema is asked:
 * see `checkFilter`.
 * Throws `invalidFilter` with the position, counted from 1, and what was expected there.
 */
export function parseFilter(text: string): Filter {
  const reading = startReading(text, FILTER_LIMITS, ({ position, message }) => {
    throw new ScimError('invalidFilter', `The filter is wrong at character ${position}: ${message}.`);
  });
  const filter = readFilter(reading, 'resource');
  if (peek(reading).kind !== 'end') failAt(reading, peek(reading), 'and, or or the end');
  return filter;
}
