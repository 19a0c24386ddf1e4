// Text to path. The limits are wider than those of a query: a client may name many members in one value filter.

import { ScimError } from '../errors.ts';
import {
  failAt,
  peek,
  type ReadingLimits,
  readAttributeName,
  readElementFilter,
  readSubAttribute,
  startReading,
} from '../filter/grammar.ts';
import { shown } from '../shown.ts';
import type { Path } from './path.ts';

export const PATH_LIMITS: ReadingLimits = { length: 65_536, terms: 1000 };

/**
 * Parses the path of a PATCH operation: RFC 7644 figure 7. No schema is asked.
 * Throws `invalidPath` with the position, counted from 1, and what was expected there.
 */
export function parsePath(text: string): Path {
  const reading = startReading(text, PATH_LIMITS, ({ position, message }) => {
    const detail = `The path ${shown(text)} is wrong at character ${position}: ${message}.`;
    throw new ScimError('invalidPath', detail);
  });
  const attribute = readAttributeName(reading);
  if (peek(reading).kind === 'end') return { attribute };
  if (peek(reading).kind !== '[') failAt(reading, peek(reading), 'an opening bracket or the end');
  const filter = readElementFilter(reading);
  if (peek(reading).kind === 'end') return { attribute, filter };
  const subAttribute = readSubAttribute(reading);
  if (peek(reading).kind !== 'end') failAt(reading, peek(reading), 'the end');
  return { attribute, filter, subAttribute };
}
