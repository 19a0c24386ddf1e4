// The path of a PATCH operation as data (RFC 7644 section 3.5.2, figure 7), before any schema has been asked. That a path
// is well formed says nothing about whether its attribute exists.

import type { Filter } from '../filter/filter.ts';

export interface Path {
  /** As written, with the URN before it and the sub-attribute behind it where there are: `name.givenName`. */
  readonly attribute: string;
  /** Chooses among the values of the attribute. */
  readonly filter?: Filter;
  /** Of the chosen values: `value` in `emails[type eq "work"].value`. Only behind a filter. */
  readonly subAttribute?: string;
}
