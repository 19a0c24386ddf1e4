// Path to text: for error messages, for the list of what was skipped, and for the rules that change a parsed path.

import { printFilter } from '../filter/print.ts';
import type { Path } from './path.ts';

/** The path's text in the grammar of RFC 7644 figure 7; parsing it gives the same path again. */
export function printPath({ attribute, filter, subAttribute }: Path): string {
  const chosen = filter === undefined ? '' : `[${printFilter(filter)}]`;
  return `${attribute}${chosen}${subAttribute === undefined ? '' : `.${subAttribute}`}`;
}
