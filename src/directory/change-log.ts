// The change log as a reader sees it: entries that each say what one transaction did, and a cursor that says how far they
// were read. A reader that has gone past a point never finds a new entry before it.
import type { Change } from './changes.ts';
import type { Origin } from './store.ts';

export interface ChangeLogEntry extends Origin {
  /** With `number`, the entry's name: no other entry has both. */
  readonly lane: string;
  readonly number: number;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly changes: readonly Change[];
}

/** The number of the entry read last, for each lane. */
export type ChangeLogCursor = Readonly<Record<string, number>>;

export type ChangeLogPage =
  | {
      readonly kind: 'entries';
      readonly entries: readonly ChangeLogEntry[];
      readonly cursor: ChangeLogCursor;
    }
  /** What comes next after the cursor is not kept any more: start over from a snapshot. */
  | { readonly kind: 'expired' };
