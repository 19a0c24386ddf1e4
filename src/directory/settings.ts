// Settings that change what is already there: which groups map to workspaces by name, and what the values of `roles` mean.
// They are stored with the directory, because every process must read a name in the same way, and because a change of them
// has to be carried through all groups and users.
import { type NamePattern, namePatternProblem } from './mapping-name.ts';
import { type OrganizationRoleOrder, organizationRoleOrderProblem } from './organization-role.ts';

export interface DirectorySettings {
  readonly pattern: NamePattern;
  readonly organizationRoles: OrganizationRoleOrder;
}

/** How far a change has been carried through. */
export interface Reevaluation {
  /** RFC 3339, UTC. */
  readonly since: string;
  /** Groups and users that were looked at. */
  readonly examined: number;
  /** Those of them for which the change made a difference. */
  readonly changed: number;
}

/** What is wrong with the settings, in sentences that say what to do. */
export function settingsProblems({ pattern, organizationRoles }: DirectorySettings): string[] {
  const patternProblem = namePatternProblem(pattern);
  const rolesProblem = organizationRoleOrderProblem(organizationRoles);
  return [
    ...(patternProblem === undefined ? [] : [`name_pattern: ${patternProblem}`]),
    ...(rolesProblem === undefined ? [] : [`organization_roles: ${rolesProblem}`]),
  ];
}

export function sameSettings(a: DirectorySettings, b: DirectorySettings): boolean {
  return (
    a.pattern.prefix === b.pattern.prefix &&
    a.pattern.separator === b.pattern.separator &&
    a.organizationRoles.length === b.organizationRoles.length &&
    a.organizationRoles.every((role, position) => role === b.organizationRoles[position])
  );
}
