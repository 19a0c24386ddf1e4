// /Users: RFC 7644 sections 3.3 to 3.6. Turns a request into an operation on the directory and its outcome into an answer.
import { userResource } from '../directory/listings.ts';
import { userName } from '../directory/provisioning-log/names.ts';
import type { UserRecord } from '../directory/store.ts';
import { createUser, deleteUser, patchUser, readUser, replaceUser } from '../directory/users.ts';
import { adaptPatch, adaptResource } from '../scim/dialects/rules.ts';
import { parsePatch } from '../scim/patch/parse.ts';
import { writtenByPatch } from '../scim/patch/written.ts';
import { project, type Selection, writtenAttributes } from '../scim/projection.ts';
import { isNotModified } from './conditional.ts';
import {
  contextOf,
  type DirectoryHandler,
  type DirectoryService,
  resourceHeaders,
  versionCheck,
} from './directory-service.ts';
import type { ScimRequest } from './endpoint.ts';
import { readSelection } from './list-request.ts';
import type { ScimReply } from './reply.ts';
import type { Route } from './router.ts';
import { listUsers, searchUsers } from './search.ts';

const create: DirectoryHandler = async (request, service) => {
  const { body, fired } = adaptResource(service.registry.resourceType('User'), request.body());
  request.note('dialects', fired);
  const user = await createUser(contextOf(request, service), body);
  const selection = { ...readSelection(request.query), written: writtenAttributes(body) };
  return { ...userReply(request, service, user, selection), status: 201 };
};

const read: DirectoryHandler = async (request, service) => {
  const user = await readUser(contextOf(request, service), request.params.id ?? '');
  if (isNotModified(request.preconditions, user.version)) {
    return { status: 304, headers: resourceHeaders(request, 'User', user) };
  }
  return userReply(request, service, user, readSelection(request.query));
};

const replace: DirectoryHandler = async (request, service) => {
  const { body, fired } = adaptResource(service.registry.resourceType('User'), request.body());
  request.note('dialects', fired);
  const user = await replaceUser(
    contextOf(request, service),
    request.params.id ?? '',
    body,
    versionCheck(request),
  );
  const selection = { ...readSelection(request.query), written: writtenAttributes(body) };
  return userReply(request, service, user, selection);
};

/** Answers with the user: Microsoft's validator was written for 200 with a body (entra.md 2.9). */
const patch: DirectoryHandler = async (request, service) => {
  const type = service.registry.resourceType('User');
  const { body, fired } = adaptPatch(type, request.body(), request.params.id ?? '');
  request.note('dialects', fired);
  const operations = parsePatch(body);
  const user = await patchUser(
    contextOf(request, service),
    request.params.id ?? '',
    operations,
    versionCheck(request),
  );
  const selection = { ...readSelection(request.query), written: writtenByPatch(type, operations) };
  return userReply(request, service, user, selection);
};

const remove: DirectoryHandler = async (request, service) => {
  const { id, attributes } = await deleteUser(
    contextOf(request, service),
    request.params.id ?? '',
    versionCheck(request),
  );
  request.about({ id, name: userName(attributes) ?? id });
  return { status: 204 };
};

export const userRoutes: readonly Route<DirectoryHandler>[] = [
  { method: 'GET', path: '', handler: listUsers },
  { method: 'POST', path: '', handler: create },
  { method: 'POST', path: '.search', handler: searchUsers },
  { method: 'GET', path: '{id}', handler: read },
  { method: 'PUT', path: '{id}', handler: replace },
  { method: 'PATCH', path: '{id}', handler: patch },
  { method: 'DELETE', path: '{id}', handler: remove },
];

function userReply(
  request: ScimRequest,
  service: DirectoryService,
  user: UserRecord,
  selection: Selection,
): ScimReply {
  const type = service.registry.resourceType('User');
  return {
    status: 200,
    body: project(type, userResource(type, user, request.baseUrl), selection),
    headers: resourceHeaders(request, 'User', user),
  };
}
