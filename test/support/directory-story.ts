// What happens to a directory in a test of what it means: people and groups in few words, through the operations that
// requests come to as well.
import { anyVersion, type DirectoryContext } from '../../src/directory/context.ts';
import { createGroup, deleteGroup, patchGroup } from '../../src/directory/groups.ts';
import { createUser, deleteUser, patchUser } from '../../src/directory/users.ts';
import type { JsonObject } from '../../src/scim/json.ts';
import { parsePatch } from '../../src/scim/patch/parse.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** One operation of a PATCH: its name, the path, the value. */
type Operation = readonly [op: string, path: string, value?: JsonObject[string]];

function patchOf(operations: readonly Operation[]) {
  return parsePatch({
    schemas: [PATCH_OP],
    Operations: operations.map(([op, path, value]) => ({
      op,
      path,
      ...(value === undefined ? {} : { value }),
    })),
  });
}

/** By userName. Gives the id. */
export async function addUser(
  context: DirectoryContext,
  userName: string,
  attributes: JsonObject = {},
): Promise<string> {
  return (await createUser(context, { schemas: [`${CORE}:User`], userName, ...attributes })).id;
}

export async function changeUser(
  context: DirectoryContext,
  id: string,
  ...operations: readonly Operation[]
): Promise<void> {
  await patchUser(context, id, patchOf(operations), anyVersion);
}

export async function removeUser(context: DirectoryContext, id: string): Promise<void> {
  await deleteUser(context, id, anyVersion);
}

/** By displayName, with the ids of members. Gives the id. */
export async function addGroup(
  context: DirectoryContext,
  displayName: string,
  members: readonly string[] = [],
): Promise<string> {
  const body = { schemas: [`${CORE}:Group`], displayName, members: members.map((value) => ({ value })) };
  return (await createGroup(context, body)).record.id;
}

export async function changeGroup(
  context: DirectoryContext,
  id: string,
  ...operations: readonly Operation[]
): Promise<void> {
  await patchGroup(context, id, patchOf(operations), undefined);
}

export async function renameGroup(context: DirectoryContext, id: string, displayName: string): Promise<void> {
  await changeGroup(context, id, ['replace', 'displayName', displayName]);
}

export async function addMember(context: DirectoryContext, group: string, member: string): Promise<void> {
  await changeGroup(context, group, ['add', 'members', [{ value: member }]]);
}

export async function removeMember(context: DirectoryContext, group: string, member: string): Promise<void> {
  await changeGroup(context, group, ['remove', `members[value eq "${member}"]`]);
}

export async function removeGroup(context: DirectoryContext, id: string): Promise<void> {
  await deleteGroup(context, id, anyVersion);
}
