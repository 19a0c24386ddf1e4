// What people and groups in a request are called. A request names them by ids, and a log of ids says nothing.
import { isObject, type JsonObject } from '../../scim/json.ts';
import type { Change } from '../changes.ts';

/** Names by id, of users, groups and workspaces; what is not known is missing. */
export type Names = ReadonlyMap<string, string>;

/** Names that are looked up for one entry. */
const LOOKED_UP = 12;

/** How a user is called: as the identity provider displays them, else their name, else the userName. */
export function userName(attributes: JsonObject | undefined): string | undefined {
  const { displayName, name, userName: login } = attributes ?? {};
  const { formatted, givenName, familyName } = isObject(name) ? name : {};
  const whole = [givenName, familyName].filter(isText).join(' ');
  return [displayName, formatted, whole, login].find(isText);
}

export function groupName(attributes: JsonObject | undefined): string | undefined {
  return [attributes?.displayName].find(isText);
}

/** The ids whose names a sentence about these may need, that of the resource itself first. */
export function idsToName(
  own: string | undefined,
  changes: readonly Change[],
): { readonly id: string; readonly kind: 'member' | 'workspace' }[] {
  const kinds = new Map<string, 'member' | 'workspace'>();
  if (own !== undefined) kinds.set(own, 'member');
  for (const change of changes) {
    if (kinds.size >= LOOKED_UP) break;
    if ('member' in change) kinds.set(change.group, 'member').set(change.member, 'member');
    else if ('role' in change) {
      if ('id' in change.group) kinds.set(change.group.id, 'member');
      kinds.set(change.workspace, 'workspace');
    } else if ('group' in change) kinds.set(change.group, 'member');
    else if ('user' in change) kinds.set(change.user, 'member');
  }
  return [...kinds].slice(0, LOOKED_UP).map(([id, kind]) => ({ id, kind }));
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
