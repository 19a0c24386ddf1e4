// What the picture of a user's access shows: the user, their groups, what each group is mapped to, and the role that comes of
// it in each workspace. A way that decides is strong; one that could go without a change is weak.
import type { WorkspaceRole } from '../../../../src/directory/workspace-role.ts';

/** The organization role stands among the groups, and so does what is left of many that lead nowhere. */
export type PictureGroup =
  | { readonly kind: 'group'; readonly id: string; readonly name: string }
  | { readonly kind: 'role' | 'rest'; readonly name: string };

export interface PictureWay {
  /** Index of its group. */
  readonly group: number;
  /** Index of the workspace that it leads to. */
  readonly workspace: number;
  readonly role: WorkspaceRole;
  readonly source: 'pattern' | 'explicit' | 'organization role';
  readonly decides: boolean;
}

export interface PictureWorkspace {
  /** Undefined for every workspace at once. */
  readonly slug: string | undefined;
  readonly name: string;
  /** Undefined: no access. */
  readonly role: WorkspaceRole | undefined;
}

export interface Picture {
  readonly user: { readonly name: string; readonly active: boolean; readonly role: string };
  readonly groups: readonly PictureGroup[];
  readonly ways: readonly PictureWay[];
  readonly workspaces: readonly PictureWorkspace[];
}

/** For each workspace a sentence that says the same as the picture. */
export function inWords({ user, groups, ways, workspaces }: Picture): string[] {
  return workspaces.map(({ name, role }, at) => {
    const here = ways.filter(({ workspace }) => workspace === at);
    const named = (chosen: readonly PictureWay[]) =>
      chosen.map(({ group }) => groups[group]?.name).join(' and ');
    const deciding = here.filter(({ decides }) => decides);
    if (!user.active)
      return `No access to ${name}: ${user.name} is inactive. (Would come by ${named(here)}.)`;
    if (role === undefined) return `No access to ${name}.`;
    const rest = here.filter(({ decides }) => !decides);
    const besides = rest.length === 0 ? '' : ` Also reached, with less, by ${named(rest)}.`;
    return `${role} in ${name} by ${named(deciding)}.${besides}`;
  });
}
