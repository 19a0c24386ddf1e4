// The row keys of a directory's partition. Their shapes decide what one range query reads together:
//
//   u~{user}                     the user            u~{user}~                 its guard
//   u~{user}~g~{group}           a membership, read with the user
//   g~{group}                    the group           g~{group}~                its guard
//   g~{group}~a~{workspace}~{source}   a mapping     g~{group}~p~{parent}      a group it is a member of
//   g~{group}~b                  mappings that waited for its name and are still to be made
//   m~{group}~{member}           the same membership, read with the group: a range of its own, so that listing groups
//                                never walks over members
//   un~ ux~ ue~ ud~ gn~ gx~ kn~  index rows, which only point; where no group has a name, mappings may wait in gn~{name}
//   q~{name}                     the names for which mappings wait
//   w~{workspace}~{group}~{source}     which groups reach a workspace       k~{workspace}  the workspace
//   o~{user}                     organization admins
//   c~{lane}~{number}            the change log      l~{lane}                  a lane's head
//   x~{kind}~{id}                a sweep that is not finished
//   s~{version}                  the settings           t~{task}~{id}          other work that is not finished
//
// `~` separates, and never occurs inside a part: ids and lane names have none, other parts are escaped.
import { createHash } from 'node:crypto';
import { workspaceNameStart } from '../directory/workspace.ts';
import { foldCase } from '../scim/fold.ts';

/** Longest escaped text in a key; Table Storage allows a key 512 UTF-16 units (1 KiB) in all. */
const TEXT_LIMIT = 200;
/** Above every character of our keys, which are ASCII: ends a range. */
const LAST = '\u00a1';

/**
 * Makes any text a part of a key, character by character, so that the key of a prefix is a prefix of the key.
 * Characters that a key may not hold (`/ \ # ?` and controls), our separator `~`, and all but letters, digits and `- . @ _` become `^` and
 * the hexadecimal code unit. What is longer than 200 characters is cut and told apart by a hash.
 */
export function keyText(text: string): string {
  const whole = escaped(text);
  if (whole.length <= TEXT_LIMIT) return whole;
  return `${whole.slice(0, TEXT_LIMIT)}^^${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

/** The key part with which the keys of all texts that begin with `prefix` begin. */
export function keyPrefix(prefix: string): string {
  return escaped(prefix).slice(0, TEXT_LIMIT);
}

function escaped(text: string): string {
  return text.replace(
    /[^\-.0-9@A-Z_a-z]/g,
    (character) => `^${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A range of row keys: `from` belongs to it, `before` does not. */
export interface KeyRange {
  readonly from: string;
  readonly before: string;
}

export function rangeOf(prefix: string): KeyRange {
  return { from: prefix, before: prefix + LAST };
}

export const userKey = (user: string) => `u~${user}`;
export const userGuardKey = (user: string) => `u~${user}~`;
export const membershipKey = (user: string, group: string) => `u~${user}~g~${group}`;
export const groupKey = (group: string) => `g~${group}`;
export const groupGuardKey = (group: string) => `g~${group}~`;
export const mappingKey = (group: string, workspace: string, source: string) =>
  `g~${group}~a~${workspace}~${source}`;
export const unboundKey = (group: string) => `g~${group}~b`;
export const parentKey = (group: string, parent: string) => `g~${group}~p~${parent}`;
export const memberKey = (group: string, member: string) => `m~${group}~${member}`;
export const membersRange = (group: string) => rangeOf(`m~${group}~`);

/** userName is unique: the key names the user by itself (RFC 7643 section 4.1.1, compared without case). */
export const userNameKey = (userName: string) => `un~${keyText(foldCase(userName))}`;
export const groupNameKey = (displayName: string) => `gn~${keyText(foldCase(displayName))}`;
export const waitingNameKey = (displayName: string) => `q~${keyText(foldCase(displayName))}`;

/** Indexes whose values several resources may share: the id ends the key. */
export const SHARED_INDEX = {
  userExternalId: 'ux',
  userEmail: 'ue',
  userDisplayName: 'ud',
  groupExternalId: 'gx',
} as const;
export type SharedIndex = keyof typeof SHARED_INDEX;

export const sharedIndexKey = (index: SharedIndex, value: string, id: string) =>
  `${SHARED_INDEX[index]}~${keyText(foldCase(value))}~${id}`;
export const sharedIndexRange = (index: SharedIndex, value: string) =>
  rangeOf(`${SHARED_INDEX[index]}~${keyText(foldCase(value))}~`);

export const workspaceKey = (workspace: string) => `k~${workspace}`;
/** Names that are one workspace have one key, so the key names the workspace by itself. */
export const workspaceNameKey = (name: string) => `kn~${keyText(workspaceNameStart(name))}`;
export const workspaceNamesRange = (beginning: string) =>
  rangeOf(`kn~${keyPrefix(workspaceNameStart(beginning))}`);
export const workspaceGroupKey = (workspace: string, group: string, source: string) =>
  `w~${workspace}~${group}~${source}`;
export const workspaceGroupsRange = (workspace: string) => rangeOf(`w~${workspace}~`);
export const adminKey = (user: string) => `o~${user}`;
export const laneKey = (lane: string) => `l~${lane}`;
/** Twelve digits keep the numbers of a lane in order as text. */
export const entryKey = (lane: string, number: number) => `c~${lane}~${String(number).padStart(12, '0')}`;
export const sweepKey = (kind: 'user' | 'group', id: string) => `x~${kind}~${id}`;
export const settingsKey = (version: number) => `s~${String(version).padStart(12, '0')}`;
export const taskKey = (task: string, id: string) => `t~${task}~${id}`;

export const USERS = rangeOf('u~');
export const GROUPS = rangeOf('g~');
export const MEMBERS = rangeOf('m~');
export const LANES = rangeOf('l~');
export const SWEEPS = rangeOf('x~');
export const WORKSPACES = rangeOf('k~');
export const WORKSPACE_GROUPS = rangeOf('w~');
export const ADMINS = rangeOf('o~');
export const WAITING_NAMES = rangeOf('q~');
export const SETTINGS = rangeOf('s~');
export const TASKS = rangeOf('t~');
export const FORMAT_KEY = 'v';
