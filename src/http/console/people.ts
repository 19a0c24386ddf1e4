// Search as somebody types: the beginnings of names, over the indexes that there are. Each keystroke costs a few small ranges,
// never a walk over the directory.

import { eachAtOnce } from '../../directory/at-once.ts';
import { mainEmail } from '../../directory/email.ts';
import { isUserId } from '../../directory/ids.ts';
import type { DirectoryStore, UserLookup, UserRecord } from '../../directory/store.ts';
import { foldCase } from '../../scim/fold.ts';

const BY: readonly UserLookup[] = ['userName', 'displayName', 'email'];

/** Users whose userName, display name or an e-mail address begins so, or who have this id; by display name. */
export async function findPeople(store: DirectoryStore, text: string, limit: number): Promise<UserRecord[]> {
  const start = text.trim();
  if (start === '') return [];
  if (isUserId(start)) {
    const user = await store.readUser(start);
    return user === undefined ? [] : [user];
  }
  const found = await Promise.all(BY.map((by) => store.userIds(by, 'startsWith', start, limit)));
  const users = await eachAtOnce([...new Set(found.flat())], (id) => store.readUser(id));
  return users
    .filter((user) => user !== undefined)
    .sort((a, b) => (shownName(a) < shownName(b) ? -1 : 1))
    .slice(0, limit);
}

function shownName({ attributes }: UserRecord): string {
  return foldCase(String(attributes.displayName ?? attributes.userName));
}

/** Whether this is all of what the user is called, in some way. */
export function isCalled({ attributes }: UserRecord, text: string): boolean {
  const called = [attributes.displayName, attributes.userName, attributes.externalId, mainEmail(attributes)];
  return called.some((name) => typeof name === 'string' && foldCase(name) === foldCase(text.trim()));
}
