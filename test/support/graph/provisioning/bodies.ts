// The bodies that Entra sends, in both of its dialects. The shapes are those of test/entra/requests.json; sources:
// application-provisioning-config-problem-scim-compatibility, use-scim-to-provision-users-and-groups; entra.md 2.3, 2.5, 2.6,
// 3.3, 4.1, 4.2.
import type { Value } from './expressions.ts';
import { isValuePath, writeTarget } from './paths.ts';

export type Dialect = 'default' | 'flag';

/** By target attribute; undefined has no value and is never sent: "outbound provisioning skips null source values", 2.8. */
export type Targets = ReadonlyMap<string, Value>;

interface Operation {
  readonly op: string;
  readonly path?: string;
  readonly value?: unknown;
}

const CORE = 'urn:ietf:params:scim:schemas:core:2.0';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

export function patch(operations: readonly Operation[]): object {
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
}

export function userPost(targets: Targets): object {
  const body = { schemas: [`${CORE}:User`, ENTERPRISE], meta: { resourceType: 'User' } };
  for (const [target, value] of targets)
    writeTarget(body, target, target === 'active' ? value === 'True' : value);
  return body;
}

/** A group is made without members; the second schema is no SCIM one. */
export function groupPost(targets: Targets): object {
  const schemas = [
    `${CORE}:Group`,
    'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group',
  ];
  return { schemas, ...Object.fromEntries(targets), meta: { resourceType: 'Group' } };
}

/** @param present targets that have a value already */
export function updatePatch(changes: Targets, present: ReadonlySet<string>, dialect: Dialect): object {
  return patch(dialect === 'flag' ? batched(changes) : oneByOne(changes, present));
}

/** An operation for each attribute; `Add` where there was no value; booleans as text. */
function oneByOne(changes: Targets, present: ReadonlySet<string>): Operation[] {
  return [...changes].map(([path, value]) => ({
    op: path === 'roles' ? 'replace' : present.has(path) ? 'Replace' : 'Add',
    path,
    value,
  }));
}

/** Elements of multi-valued attributes keep an operation each, the rest goes into one without a path; real booleans. */
function batched(changes: Targets): Operation[] {
  const alone = [...changes].filter(([path]) => isValuePath(path) || path === 'roles' || path === 'active');
  const together = [...changes].filter(([path]) => !alone.some(([other]) => other === path));
  return [
    ...alone.map(([path, value]) => ({
      op: 'replace',
      path,
      value: path === 'active' ? value === 'True' : value,
    })),
    ...(together.length === 0 ? [] : [{ op: 'replace', value: Object.fromEntries(together) }]),
  ];
}

export function managerPatch(scimId: string, dialect: Dialect): object {
  const path = `${ENTERPRISE}:manager`;
  return patch([{ op: dialect === 'flag' ? 'replace' : 'Add', path, value: scimId }]);
}

export function addMembers(scimIds: readonly string[], dialect: Dialect): object {
  const value = scimIds.map((id) => (dialect === 'flag' ? { value: id } : { $ref: null, value: id }));
  return patch([{ op: dialect === 'flag' ? 'add' : 'Add', path: 'members', value }]);
}

export function removeMembers(scimIds: readonly string[], dialect: Dialect): object {
  return patch(
    dialect === 'flag'
      ? scimIds.map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` }))
      : [{ op: 'Remove', path: 'members', value: scimIds.map((id) => ({ $ref: null, value: id })) }],
  );
}
