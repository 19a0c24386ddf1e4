// What the directory knows, as the access API shows it.
import type { UserHead } from '../../directory/access-store.ts';
import { mainEmail } from '../../directory/email.ts';
import { mappingId } from '../../directory/mapping-id.ts';
import type { Mapping } from '../../directory/mappings.ts';
import type { UserAccess } from '../../directory/user-access.ts';
import type { WorkspaceUser } from '../../directory/workspace-users.ts';
import type { WorkspaceState } from '../../directory/workspaces.ts';
import { isObject, type JsonValue } from '../../scim/json.ts';
import type { MappingBody, UserBody, WorkspaceBody, WorkspaceUserBody } from './schemas.ts';

export function userBody({ user, standing, everywhere, workspaces }: UserAccess): UserBody {
  return {
    object: 'user',
    ...personOf(user),
    active: standing.active,
    role: standing.organizationRole,
    all_workspaces: everywhere === undefined ? null : 'admin',
    workspaces: workspaces.map(({ id, slug, name, role, inherited }) => ({
      id,
      slug,
      name,
      role,
      inherited,
    })),
    created_at: user.created,
    last_updated_at: user.lastModified,
  };
}

/** For lists and the feed: of who is admin everywhere, that is said once instead of for each workspace. */
export function shortUserBody(access: UserAccess): UserBody {
  return userBody(access.everywhere === undefined ? access : { ...access, workspaces: [] });
}

export function workspaceBody({ id, slug, name, status }: WorkspaceState): WorkspaceBody {
  return { object: 'workspace', id, slug, name, status };
}

export function workspaceUserBody({ user, standing, role, inherited }: WorkspaceUser): WorkspaceUserBody {
  const { id, ...person } = personOf(user);
  return { object: 'workspace-user', id, role, inherited, org_role: standing.organizationRole, ...person };
}

export function mappingBody(mapping: Mapping): MappingBody {
  const { group, workspace, role, source } = mapping;
  return {
    object: 'mapping',
    id: idOfMapping(mapping),
    ...('id' in group ? { group_id: group.id } : {}),
    group_name: group.name,
    workspace: workspace.id,
    workspace_slug: workspace.slug,
    workspace_name: workspace.name,
    role,
    source,
  };
}

function idOfMapping({ group, workspace, source }: Mapping): string {
  return 'id' in group
    ? mappingId({ source, group: group.id, workspace: workspace.id })
    : mappingId({ source: 'explicit', groupName: group.name, workspace: workspace.id });
}

function personOf({ id, attributes }: UserHead) {
  const name = isObject(attributes.name) ? attributes.name : {};
  return {
    id,
    user_name: String(attributes.userName),
    external_id: textOf(attributes.externalId),
    email: mainEmail(attributes) ?? null,
    first_name: textOf(name.givenName),
    last_name: textOf(name.familyName),
  };
}

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
