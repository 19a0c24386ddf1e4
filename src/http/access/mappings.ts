// Mappings of groups to workspaces: made, listed, searched, changed, deleted.
import * as z from 'zod';
import { type MappingPosition, pageMappings } from '../../directory/list-mappings.ts';
import {
  changeMapping,
  deleteMapping,
  type GroupReference,
  putMapping,
  readMapping,
} from '../../directory/mappings.ts';
import { workspaceCalled } from '../../directory/workspace.ts';
import { findWorkspace } from '../../directory/workspaces.ts';
import type { JsonObject } from '../../scim/json.ts';
import { operation } from './operation.ts';
import { listOf, Mapping, page, Role } from './schemas.ts';
import { mappingBody } from './views.ts';

const ONE_GROUP = 'Give group_id or group_name, and not both';
const groupId = z.string().optional().describe('The id of a group');
const groupName = z.string().optional().describe('The name of a group, without regard to case');

const list = operation({
  method: 'GET',
  path: 'mappings',
  scope: 'read',
  name: 'listMappings',
  summary: 'Mappings, those that wait for a group at the end',
  query: z
    .strictObject({
      group_id: groupId,
      group_name: groupName,
      workspace: z.string().optional().describe('An id, a slug or a name'),
      role: Role.optional(),
      source: Mapping.shape.source.optional(),
      ...page,
    })
    .refine(({ group_id, group_name }) => group_id === undefined || group_name === undefined, ONE_GROUP),
  answers: { 200: listOf(Mapping) },
  problems: [400],
  async handle({ store, query, cursors }) {
    const from = positionOf(await cursors.open(query.cursor));
    const { role, source } = query;
    const workspace =
      query.workspace === undefined
        ? undefined
        : ((await findWorkspace(store, query.workspace)) ?? workspaceCalled(query.workspace)).id;
    const wanted = { group: groupOf(query), workspace, role, source };
    const { items, next } = await pageMappings(store, wanted, from, query.page_size);
    const data = items.map(mappingBody);
    const position: JsonObject | undefined = next && { of: next.of, after: next.after ?? null };
    return {
      body: { object: 'list', data, next_cursor: await cursors.seal(position) },
      tagged: [data, position],
    };
  },
});

const read = operation({
  method: 'GET',
  path: 'mappings/{id}',
  scope: 'read',
  name: 'readMapping',
  summary: 'A mapping',
  answers: { 200: Mapping },
  problems: [404],
  handle: async (asked) => ({ body: mappingBody(await readMapping(asked, asked.id)) }),
});

const create = operation({
  method: 'POST',
  path: 'mappings',
  scope: 'manage',
  name: 'createMapping',
  summary: 'Maps a group to a workspace. Again: 200 and nothing else, or with another role: changes it',
  body: z
    .strictObject({
      group_id: groupId,
      group_name: groupName.describe('The name of a group; the mapping waits until there is one'),
      workspace: z.string().describe('An id, a slug or a name; a name makes the workspace'),
      role: Role,
    })
    .refine(({ group_id, group_name }) => (group_id === undefined) !== (group_name === undefined), ONE_GROUP),
  answers: { 200: Mapping, 201: Mapping },
  problems: [400],
  async handle(asked) {
    const { workspace, role } = asked.body;
    const group = groupOf(asked.body) ?? { id: '' };
    const { mapping, created } = await putMapping(asked, { group, workspace, role });
    return { status: created ? 201 : 200, body: mappingBody(mapping) };
  },
});

const change = operation({
  method: 'PUT',
  path: 'mappings/{id}',
  scope: 'manage',
  name: 'changeMapping',
  summary: 'Gives an explicit mapping another role',
  body: z.strictObject({ role: Role }),
  answers: { 200: Mapping },
  problems: [400, 404],
  handle: async (asked) => ({ body: mappingBody(await changeMapping(asked, asked.id, asked.body.role)) }),
});

const remove = operation({
  method: 'DELETE',
  path: 'mappings/{id}',
  scope: 'manage',
  name: 'deleteMapping',
  summary: 'Takes an explicit mapping away, and exactly the access that came through it',
  answers: { 204: undefined },
  problems: [400, 404],
  async handle(asked) {
    await deleteMapping(asked, asked.id);
    return { status: 204, body: undefined };
  },
});

export const mappingOperations = [list, read, create, change, remove];

function groupOf(given: {
  readonly group_id?: string | undefined;
  readonly group_name?: string | undefined;
}): GroupReference | undefined {
  if (given.group_id !== undefined) return { id: given.group_id };
  return given.group_name === undefined ? undefined : { name: given.group_name };
}

function positionOf(payload: JsonObject | undefined): MappingPosition | undefined {
  if (payload === undefined) return undefined;
  const after = typeof payload.after === 'string' ? payload.after : undefined;
  return { of: payload.of === 'names' ? 'names' : 'groups', after };
}
