// What people and groups in a request are called. A request names them by ids, and a log of ids says nothing.
import { isObject, type JsonObject } from '../../scim/json.ts';
import type { Change } from '../changes.ts';
import type { ObservedRequest } from './observed.ts';

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

/** The ids whose names a sentence about these may need, those of the resource itself first. */
export function idsToName(request: ObservedRequest, changes: readonly Change[]): string[] {
  const ids = new Set<string>();
  if (request.params.id !== undefined) ids.add(request.params.id);
  for (const change of changes) {
    if ('member' in change) ids.add(change.member).add(change.group);
    else if ('workspace' in change && 'group' in change) {
      ids.add(change.workspace);
      if ('id' in change.group) ids.add(change.group.id);
    } else if ('group' in change) ids.add(change.group);
    else if ('user' in change) ids.add(change.user);
    if (ids.size >= LOOKED_UP) break;
  }
  return [...ids].slice(0, LOOKED_UP);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
