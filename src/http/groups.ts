// /Groups: as users.ts. Members are read only where the answer shows them.
import {
  allMembers,
  createGroup,
  deleteGroup,
  patchGroup,
  readGroup,
  replaceGroup,
} from '../directory/groups.ts';
import { groupResource } from '../directory/listings.ts';
import type { GroupRecord } from '../directory/store.ts';
import { adaptPatch, adaptResource } from '../scim/dialects/rules.ts';
import type { JsonObject } from '../scim/json.ts';
import { parsePatch } from '../scim/patch/parse.ts';
import { project, type Selection, wants } from '../scim/projection.ts';
import { resourceLocation } from '../scim/resource.ts';
import { isNotModified } from './conditional.ts';
import {
  contextOf,
  type DirectoryHandler,
  type DirectoryService,
  isConditional,
  versionCheck,
} from './directory-service.ts';
import type { ScimRequest } from './endpoint.ts';
import { readSelection } from './list-request.ts';
import type { Route } from './router.ts';
import { listGroups, searchGroups } from './search.ts';

const create: DirectoryHandler = async (request, service) => {
  const type = service.registry.resourceType('Group');
  const { body, fired } = adaptResource(type, request.body());
  request.note('dialects', fired);
  const { record, members } = await createGroup(contextOf(request, service), body);
  const resource = groupResource(type, record, request.baseUrl, members);
  return {
    status: 201,
    body: project(type, resource, readSelection(request.query)),
    headers: { ...entityTag(record), location: resourceLocation('Group', record.id, request.baseUrl) },
  };
};

const read: DirectoryHandler = async (request, service) => {
  const group = await readGroup(contextOf(request, service), request.params.id ?? '');
  if (isNotModified(request.preconditions, group.version)) {
    return { status: 304, headers: entityTag(group) };
  }
  versionCheck(request)(group.version);
  const body = await shown(request, service, group, readSelection(request.query));
  return { status: 200, body, headers: entityTag(group) };
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
  const answer = await shown(request, service, group, readSelection(request.query));
  return { status: 200, body: answer, headers: entityTag(group) };
};

/** Answers without a body, as Microsoft asks for groups (entra.md 4.2): all members would come back each time. */
const patch: DirectoryHandler = async (request, service) => {
  const { body, fired } = adaptPatch(
    service.registry.resourceType('Group'),
    request.body(),
    request.params.id ?? '',
  );
  request.note('dialects', fired);
  const check = isConditional(request) ? versionCheck(request) : undefined;
  await patchGroup(contextOf(request, service), request.params.id ?? '', parsePatch(body), check);
  return { status: 204 };
};

const remove: DirectoryHandler = async (request, service) => {
  await deleteGroup(contextOf(request, service), request.params.id ?? '', versionCheck(request));
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

async function shown(
  request: ScimRequest,
  service: DirectoryService,
  group: GroupRecord,
  selection: Selection,
): Promise<JsonObject> {
  const type = service.registry.resourceType('Group');
  const members = wants(type, selection, 'members')
    ? await allMembers(contextOf(request, service), group.id)
    : undefined;
  return project(type, groupResource(type, group, request.baseUrl, members), selection);
}

/** Unknown where storage's answer to the write was lost. */
function entityTag({ version }: GroupRecord): Record<string, string> {
  return version === '' ? {} : { etag: version };
}
