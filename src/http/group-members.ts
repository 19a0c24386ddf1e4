// /GroupMembers, after draft-zollner-scim-group-members: memberships as resources. Not there at all unless switched on.
import {
  createGroupMember,
  deleteGroupMember,
  GROUP_MEMBER_VERSION,
  groupMemberId,
  groupMemberResource,
  readGroupMember,
} from '../directory/group-members.ts';
import type { MembershipKey } from '../directory/store.ts';
import { project } from '../scim/projection.ts';
import { locationBelow } from '../scim/resource.ts';
import { GROUP_MEMBER } from '../scim/schema/group-member.ts';
import { isNotModified } from './conditional.ts';
import { contextOf, type DirectoryHandler, versionCheck } from './directory-service.ts';
import type { ScimRequest } from './endpoint.ts';
import { readSelection } from './list-request.ts';
import type { ScimReply } from './reply.ts';
import type { Route } from './router.ts';
import { listGroupMembers, searchGroupMembers } from './search.ts';

const create: DirectoryHandler = async (request, service) => {
  const membership = await createGroupMember(contextOf(request, service), request.body());
  return { ...reply(request, membership), status: 201 };
};

const read: DirectoryHandler = async (request, service) => {
  const membership = await readGroupMember(contextOf(request, service), request.params.id ?? '');
  if (isNotModified(request.preconditions, GROUP_MEMBER_VERSION)) {
    return { status: 304, headers: headersOf(request, membership) };
  }
  return reply(request, membership);
};

const remove: DirectoryHandler = async (request, service) => {
  const context = contextOf(request, service);
  const { id = '' } = request.params;
  // What has one version only may be looked at before.
  await readGroupMember(context, id);
  versionCheck(request)(GROUP_MEMBER_VERSION);
  await deleteGroupMember(context, id);
  return { status: 204 };
};

export const groupMemberRoutes: readonly Route<DirectoryHandler>[] = [
  { method: 'GET', path: '', handler: listGroupMembers },
  { method: 'POST', path: '', handler: create },
  { method: 'POST', path: '.search', handler: searchGroupMembers },
  { method: 'GET', path: '{id}', handler: read },
  { method: 'DELETE', path: '{id}', handler: remove },
];

function reply(request: ScimRequest, membership: MembershipKey): ScimReply {
  const resource = groupMemberResource(membership, request.baseUrl);
  return {
    status: 200,
    body: project(GROUP_MEMBER, resource, readSelection(request.query)),
    headers: headersOf(request, membership),
  };
}

function headersOf({ baseUrl }: ScimRequest, membership: MembershipKey): Record<string, string> {
  const location = locationBelow(GROUP_MEMBER, groupMemberId(membership), baseUrl);
  return { etag: GROUP_MEMBER_VERSION, location };
}
