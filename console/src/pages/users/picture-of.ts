// Turns what the service explains of a user's access into what the picture shows.

import type { UserDetail } from '../../api/types.ts';
import type {
  Picture,
  PictureGroup,
  PictureWay,
  PictureWorkspace,
} from '../../components/access-picture/picture.ts';
import { fullName } from './user-name.ts';

/** Groups that lead nowhere are shown up to here, and then counted. */
const UNMAPPED_SHOWN = 5;

export function pictureOf({ user, display_name, groups, access }: UserDetail): Picture {
  const leading = new Set(access.flatMap(({ paths }) => paths.map(({ group_id }) => group_id)));
  const unmapped = groups.filter(({ id }) => !leading.has(id)).slice(0, UNMAPPED_SHOWN);
  const shown = [...groups.filter(({ id }) => leading.has(id)), ...unmapped];
  const nodes: PictureGroup[] = shown.map(({ id, display_name: name }) => ({ kind: 'group', id, name }));
  const rest = groups.length - shown.length;
  if (rest > 0) nodes.push({ kind: 'rest', name: `and ${rest} more` });

  const workspaces: PictureWorkspace[] = [];
  const ways: PictureWay[] = [];
  if (user.all_workspaces !== null) {
    ways.push({
      group: nodes.push({ kind: 'role', name: `Organization role ${user.role}` }) - 1,
      workspace: workspaces.push({ slug: undefined, name: 'Every workspace', role: user.all_workspaces }) - 1,
      role: user.all_workspaces,
      source: 'organization role',
      decides: user.active,
    });
  }
  for (const { workspace, role, paths } of access) {
    if (workspace === null) continue;
    const at = workspaces.push({ slug: workspace.slug, name: workspace.name, role: role ?? undefined }) - 1;
    for (const path of paths) {
      const group = shown.findIndex(({ id }) => id === path.group_id);
      if (group < 0) continue;
      ways.push({
        group,
        workspace: at,
        role: path.role,
        source: path.mapping.source,
        decides: path.decides,
      });
    }
  }
  return {
    user: { name: display_name ?? fullName(user), active: user.active, role: user.role },
    groups: nodes,
    ways,
    workspaces,
  };
}
