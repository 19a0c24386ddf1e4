// Mapping by name: a group called `ws-Sales-role-admin` makes its members admins of the workspace Sales. The name is read
// without regard to case throughout, prefix and separator included: a directory holds no two groups whose names differ
// only in case, so two such spellings must not mean two things. The split is at the last separator, so that a workspace's
// own name may contain it.
import { WORKSPACE_ROLES, type WorkspaceRole, workspaceRole } from './workspace-role.ts';

export interface NamePattern {
  readonly prefix: string;
  readonly separator: string;
}

export const DEFAULT_NAME_PATTERN: NamePattern = { prefix: 'ws-', separator: '-role-' };

export interface NamedMapping {
  /** The workspace's name as written in the group's name, without outer blanks, in Unicode's composed form. */
  readonly workspace: string;
  readonly role: WorkspaceRole;
}

/**
 * What is wrong with a pattern, in one sentence that says what to do; `undefined` when it is sound. A separator that is
 * part of a role's word would be found inside that word; group names are read without outer blanks, so a prefix that
 * begins with one would match nothing.
 */
export function namePatternProblem({ prefix, separator }: NamePattern): string | undefined {
  if (prefix !== prefix.trimStart()) return 'the prefix begins with a blank; remove it';
  if (separator === '')
    return 'the separator is empty; give the text between workspace and role: for example -role-';
  const hiding = WORKSPACE_ROLES.find((role) => role.includes(separator.toLowerCase()));
  if (hiding !== undefined)
    return `the separator "${separator}" is part of the role "${hiding}"; choose another`;
  return undefined;
}

/** The workspace and role that a group's name maps to; `undefined` for a name that is not made by the pattern. */
export function parseGroupName(name: string, pattern: NamePattern): NamedMapping | undefined {
  const { workspace, word } = split(name, pattern);
  const role = word === undefined ? undefined : workspaceRole(word);
  return role === undefined || !workspace ? undefined : { workspace, role };
}

/** Why a name is not made by the pattern, in one sentence for a person; `undefined` when it is. */
export function nearMiss(name: string, pattern: NamePattern): string | undefined {
  const { prefix, separator } = pattern;
  const { workspace, word } = split(name, pattern);
  if (workspace === undefined) return `The name does not begin with "${prefix}".`;
  if (word === undefined) return `The name has no "${separator}" after "${prefix}".`;
  if (workspaceRole(word) === undefined) {
    return `"${word}" after the last "${separator}" is not a role: use ${WORKSPACE_ROLES.join(', ')}.`;
  }
  if (workspace === '') return `There is no workspace name between "${prefix}" and "${separator}".`;
  return undefined;
}

/** The parts of a name: no `workspace` where the prefix is missing, no `word` where the separator is. */
function split(name: string, pattern: NamePattern): { workspace?: string; word?: string } {
  const text = name.normalize('NFC').trim();
  const prefix = pattern.prefix.normalize('NFC');
  const separator = pattern.separator.normalize('NFC');
  const found = new RegExp(`^${literally(prefix)}(?:(.*)${literally(separator)}(.*)|.*)$`, 'isu').exec(text);
  if (found === null) return {};
  const [, workspace, word] = found;
  return workspace === undefined || word === undefined
    ? { workspace: '' }
    : { workspace: workspace.trim(), word };
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}
