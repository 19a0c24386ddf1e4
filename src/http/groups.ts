// /Groups: as users.ts. Members are read only where the answer shows them.
import {
  createGroup,
  deleteGroup,
  patchGroup,
  readGroup,
  replaceGroup,
  shownMembers,
} from '../directory/groups.ts';
import { groupResource } from '../directory/listings.ts';
import { groupName } from '../directory/provisioning-log/names.ts';
import type { GroupRecord } from '../directory/store.ts';
import { adaptPatch, adaptResource } from '../scim/dialects/rules.ts';
import { parsePatch } from '../scim/patch/parse.ts';
import { writtenByPatch } from '../scim/patch/written.ts';
import { project, type Selection, wants, writtenAttributes } from '../scim/projection.ts';
import { isNotModified } from './conditional.ts';
import {
  contextOf,
  type DirectoryHandler,
  type DirectoryService,
  isConditional,
  resourceHeaders,
  versionCheck,
} from './directory-service.ts';
import type { ScimRequest } from './endpoint.ts';
import { readSelection } from './list-request.ts';
import type { ScimReply } from './reply.ts';
import type { Route } from './router.ts';
import { listGroups, searchGroups } from './search.ts';

const create: DirectoryHandler = async (request, service) => {
  const type = service.registry.resourceType('Group');
  const { body, fired } = adaptResource(type, request.body());
  request.note('dialects', fired);
  const { record, members } = await createGroup(contextOf(request, service), body);
  const resource = groupResource(type, record, request.baseUrl, members);
  const selection = { ...readSelection(request.query), written: writtenAttributes(body) };
  return {
    status: 201,
    body: project(type, resource, selection),
    headers: resourceHeaders(request, 'Group', record),
  };
};

const read: DirectoryHandler = async (request, service) => {
  const group = await readGroup(contextOf(request, service), request.params.id ?? '');
  if (isNotModified(request.preconditions, group.version)) {
    return { status: 304, headers: resourceHeaders(request, 'Group', group) };
  }
  return await groupReply(request, service, group, readSelection(request.query));
};

const replace: DirectoryHandler = async (request, service) => {
  const { body, fired } = adaptResource(service.registry.resourceType('Group'), request.body());
  request.note('dialects', fired);
  const group = await replaceGroup(
    contextOf(request, service),
    request.params.id ?? '',
    body,
    versionCheck(request),
  );
  const selection = { ...readSelection(request.query), written: writtenAttributes(body) };
  return await groupReply(request, service, group, selection);
};

/**
 * Answers without a body, as Microsoft asks for groups (entra.md 4.2): all members would come back each time. With
 * `attributes` there must be one (RFC 7644 section 3.5.2).
 */
const patch: DirectoryHandler = async (request, service) => {
  const type = service.registry.resourceType('Group');
  const id = request.params.id ?? '';
  const { body, fired } = adaptPatch(type, request.body(), id);
  request.note('dialects', fired);
  const operations = parsePatch(body);
  const check = isConditional(request) ? versionCheck(request) : undefined;
  const selection = readSelection(request.query);
  const isAnswered = selection.attributes?.length ?? 0;
  // What cannot be shown is refused before it is changed.
  if (isAnswered && wants(type, selection, 'members')) await shownMembers(contextOf(request, service), id);
  const version = await patchGroup(contextOf(request, service), id, operations, check);
  if (isAnswered) {
    const group = await readGroup(contextOf(request, service), id);
    const written = writtenByPatch(type, operations);
    return await groupReply(request, service, group, { ...selection, written });
  }
  return { status: 204, headers: resourceHeaders(request, 'Group', { id, version }) };
};

const remove: DirectoryHandler = async (request, service) => {
  const { id, attributes } = await deleteGroup(
    contextOf(request, service),
    request.params.id ?? '',
    versionCheck(request),
  );
  request.about({ id, name: groupName(attributes) ?? id });
  return { status: 204 };
};

export const groupRoutes: readonly Route<DirectoryHandler>[] = [
  { method: 'GET', path: '', handler: listGroups },
  { method: 'POST', path: '', handler: create },
  { method: 'POST', path: '.search', handler: searchGroups },
  { method: 'GET', path: '{id}', handler: read },
  { method: 'PUT', path: '{id}', handler: replace },
  { method: 'PATCH', path: '{id}', handler: patch },
  { method: 'DELETE', path: '{id}', handler: remove },
];

async function groupReply(
  request: ScimRequest,
  service: DirectoryService,
  group: GroupRecord,
  selection: Selection,
): Promise<ScimReply> {
  const type = service.registry.resourceType('Group');
  const members = wants(type, selection, 'members')
    ? await shownMembers(contextOf(request, service), group.id)
    : undefined;
  return {
    status: 200,
    body: project(type, groupResource(type, group, request.baseUrl, members), selection),
    headers: resourceHeaders(request, 'Group', group),
  };
}
