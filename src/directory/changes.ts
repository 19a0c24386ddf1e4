// What a transaction did, as its entry in the change log says it. A change names who it happened to and carries no state:
// a reader is given the state of the moment in which it reads, so an entry that comes late or twice does no harm, no
// personal data outlives a deleted user, and the changes of the largest transaction stay one small row. `revision` counts
// the changes of one resource's attributes; memberships have none, for they touch no attribute.
import { isObject, type JsonObject, type JsonValue } from '../scim/json.ts';
import { isActive } from './standing.ts';
import type { MappingSource } from './store.ts';
import type { WorkspaceRole } from './workspace-role.ts';

interface UserChange {
  readonly type: 'user.created' | 'user.updated' | 'user.activated' | 'user.deactivated' | 'user.deleted';
  readonly user: string;
  readonly revision: number;
}

interface GroupChange {
  /** `group.updated`: attributes other than the name. */
  readonly type: 'group.created' | 'group.renamed' | 'group.updated' | 'group.deleted';
  readonly group: string;
  readonly revision: number;
}

/** A hint that a membership was touched: who reads it finds out from the group or the user what holds now. */
interface MemberChange {
  readonly type: 'member.added' | 'member.removed';
  readonly group: string;
  /** A user or, without any effect on access, a group: their ids tell them apart. */
  readonly member: string;
}

/** A mapping that gets another role is deleted and created. */
interface MappingChange {
  readonly type: 'mapping.created' | 'mapping.deleted';
  /** The group, by id; by name where the mapping waits for a group of that name. */
  readonly group: { readonly id: string } | { readonly name: string };
  readonly workspace: string;
  readonly role: WorkspaceRole;
  readonly source: MappingSource;
}

/** Who may do what in this workspace changed for more people than an entry can name: it is to be read again. */
interface WorkspaceChange {
  readonly type: 'workspace.changed';
  readonly workspace: string;
}

/** How names or roles are read changed; what it did to groups and users follows in entries of its own. */
interface SettingsChange {
  readonly type: 'settings.changed';
  readonly version: number;
}

export type Change =
  | UserChange
  | GroupChange
  | MemberChange
  | MappingChange
  | WorkspaceChange
  | SettingsChange;

/** What decides whether a write changed a resource, before or after it. */
export interface Versioned {
  readonly id: string;
  readonly revision: number;
  readonly attributes: JsonObject;
}

/**
 * What an update of a user changed. None means that nothing is to be written: no row, no version, no entry.
 * @param after the user as the update would leave it, with the revision that it would have
 */
export function userChanges(before: Versioned, after: Versioned): Change[] {
  const user = { user: after.id, revision: after.revision };
  const changes: Change[] = [];
  if (!sameExcept('active', before.attributes, after.attributes)) {
    changes.push({ type: 'user.updated', ...user });
  }
  if (isActive(before.attributes) !== isActive(after.attributes)) {
    changes.push({ type: isActive(after.attributes) ? 'user.activated' : 'user.deactivated', ...user });
  } else if (changes.length === 0 && before.attributes.active !== after.attributes.active) {
    changes.push({ type: 'user.updated', ...user });
  }
  return changes;
}

/** What an update of a group's own attributes changed, as `userChanges`. */
export function groupChanges(before: Versioned, after: Versioned): Change[] {
  const group = { group: after.id, revision: after.revision };
  const changes: Change[] = [];
  if (before.attributes.displayName !== after.attributes.displayName) {
    changes.push({ type: 'group.renamed', ...group });
  }
  if (!sameExcept('displayName', before.attributes, after.attributes)) {
    changes.push({ type: 'group.updated', ...group });
  }
  return changes;
}

function sameExcept(attribute: string, a: JsonObject, b: JsonObject): boolean {
  const { [attribute]: _a, ...restOfA } = a;
  const { [attribute]: _b, ...restOfB } = b;
  return sameJson(restOfA, restOfB);
}

/** Equal whatever the order of the names in an object; the order of an array's values counts, for clients see it. */
function sameJson(a: JsonValue, b: JsonValue): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value, position) => sameJson(value, b[position] ?? null));
  }
  if (isObject(a) && isObject(b)) {
    const names = Object.keys(a);
    return (
      names.length === Object.keys(b).length &&
      names.every((name) => Object.hasOwn(b, name) && sameJson(a[name] ?? null, b[name] ?? null))
    );
  }
  return a === b;
}
