// Filter to text, so that a rule may change a parsed filter where the rest of the request is text: see `dialects/`.

import type { Filter } from './filter.ts';

/** The filter's text in the grammar of RFC 7644 section 3.4.2.2; parsing it gives the same filter again. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'compare':
      return `${filter.attribute} ${filter.operator} ${JSON.stringify(filter.value)}`;
    case 'present':
      return `${filter.attribute} pr`;
    case 'elements':
      return `${filter.attribute}[${printFilter(filter.filter)}]`;
    case 'not':
      return `not (${printFilter(filter.term)})`;
    case 'and':
    case 'or':
      return filter.terms
        .map((term) =>
          term.kind === 'and' || term.kind === 'or' ? `(${printFilter(term)})` : printFilter(term),
        )
        .join(` ${filter.kind} `);
  }
}
