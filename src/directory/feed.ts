// The change log as applications follow it: what happened, and with it the present access of the users it happened to. State,
// not difference: a reader sets what it reads, so an entry that comes late or twice does no harm. A change that touches more
// people than an entry can name says which workspace to read again (`workspace.changed`).

import { eachAtOnce } from './at-once.ts';
import type { ChangeLogCursor, ChangeLogEntry } from './change-log.ts';
import type { Change } from './changes.ts';
import { isUserId } from './ids.ts';
import type { DirectoryStore } from './store.ts';
import { createAccessReader, type UserAccess } from './user-access.ts';

export interface FeedQuery {
  /** Undefined: from the oldest entry that is kept. */
  readonly cursor: ChangeLogCursor | undefined;
  /** Entries, at most. */
  readonly count: number;
  readonly include: 'changes' | 'changes and access';
}

export type FeedPage =
  | {
      readonly kind: 'entries';
      readonly entries: readonly ChangeLogEntry[];
      readonly cursor: ChangeLogCursor;
      /** By user id, of every user that the entries name, where it was asked for; undefined for one that is gone. */
      readonly access: ReadonlyMap<string, UserAccess | undefined>;
    }
  | { readonly kind: 'expired' };

/** Users whose access one page reads: then the page ends, before its entries do. */
const USERS_READ = 100;

export async function readFeed(store: DirectoryStore, query: FeedQuery): Promise<FeedPage> {
  const page = await store.readChangeLog(query.cursor, query.count);
  if (page.kind === 'expired') return page;
  if (query.include === 'changes') return { ...page, access: new Map() };
  const { entries, cursor } = withinLimit(page.entries, page.cursor);
  const users = [...new Set(entries.flatMap(({ changes }) => changes.flatMap(usersOf)))];
  const reader = createAccessReader(store);
  const access = await eachAtOnce(users, async (id) => {
    const user = await store.readUser(id);
    return [id, user && (await reader.read(user))] as const;
  });
  return { kind: 'entries', entries, cursor, access: new Map(access) };
}

/** The user whose access a change may have touched; a change of mappings names its workspace instead. */
export function usersOf(change: Change): string[] {
  if ('user' in change) return [change.user];
  return 'member' in change && isUserId(change.member) ? [change.member] : [];
}

/** The first of the entries, until they name more users than a page reads; always at least one. */
function withinLimit(
  entries: readonly ChangeLogEntry[],
  cursor: ChangeLogCursor,
): { entries: readonly ChangeLogEntry[]; cursor: ChangeLogCursor } {
  const users = new Set<string>();
  const end = entries.findIndex(({ changes }) => {
    for (const user of changes.flatMap(usersOf)) users.add(user);
    return users.size > USERS_READ;
  });
  if (end === -1) return { entries, cursor };
  const taken = Math.max(1, end);
  return { entries: entries.slice(0, taken), cursor: cursorBefore(cursor, entries.slice(taken)) };
}

/** Entries of one lane come in the order of their numbers: the first that is left out tells how far its lane was read. */
function cursorBefore(cursor: ChangeLogCursor, left: readonly ChangeLogEntry[]): ChangeLogCursor {
  const before: Record<string, number> = { ...cursor };
  for (const { lane, number } of left) before[lane] = Math.min(before[lane] ?? number, number - 1);
  return before;
}
