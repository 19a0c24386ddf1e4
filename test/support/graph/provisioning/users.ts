// One user, from Entra to the application: found by the matching attribute, created or patched. Sources: how-provisioning-works;
// entra.md 2.1 (life cycle), 2.2 (queries), 2.9.
import type { EntraJob, EntraServicePrincipal, EntraUser, Tenant } from '../tenant.ts';
import { managerPatch, patch, type Targets, updatePatch, userPost } from './bodies.ts';
import type { ScimAnswer, ScimClient } from './connection.ts';
import { type Attributes, evaluate, type Value } from './expressions.ts';
import { readTarget } from './paths.ts';
import { inScope } from './scope.ts';

export interface Provisioning {
  readonly tenant: Tenant;
  readonly servicePrincipal: EntraServicePrincipal;
  readonly job: EntraJob;
}

export type DeedDone = 'created' | 'updated' | 'left as it was';

/** @param without targets that are left out */
export async function provisionUser(
  user: EntraUser,
  provisioning: Provisioning,
  client: ScimClient,
  without: readonly string[] = [],
): Promise<DeedDone> {
  const { job } = provisioning;
  const targets = targetsOf(user, provisioning, without);
  const present = await findUser(user, targets, job, client);
  if (present === undefined) {
    const answer = await expectOk(client.request('POST', '/Users', userPost(targets)));
    job.links.set(user.id, { kind: 'User', scimId: answer.body.id, members: new Set() });
    return 'created';
  }
  job.links.set(user.id, { kind: 'User', scimId: present.id, members: new Set() });
  const changes = new Map(
    [...targets].filter(([target, value]) => !isSame(readTarget(present, target), value)),
  );
  if (changes.size === 0) return 'left as it was';
  const filled = new Set([...targets.keys()].filter((target) => readTarget(present, target) !== undefined));
  const body = updatePatch(changes, filled, client.dialect);
  await expectOk(client.request('PATCH', `/Users/${present.id}`, body));
  return 'updated';
}

/** The manager comes later, when everybody is there. */
export async function provisionManager(
  user: EntraUser,
  { job }: Provisioning,
  client: ScimClient,
): Promise<void> {
  const own = job.links.get(user.id);
  const manager = job.links.get(user.manager ?? '');
  if (own === undefined || manager === undefined) return;
  const { body } = await expectOk(client.request('GET', `/Users/${own.scimId}`));
  const stored = readTarget(body, 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager');
  if ((stored as { value?: string } | undefined)?.value === manager.scimId) return;
  await expectOk(
    client.request('PATCH', `/Users/${own.scimId}`, managerPatch(manager.scimId, client.dialect)),
  );
}

/** Out of scope: disabled, with the memberships as they are. Purged: deleted. */
export async function deprovisionUser(
  user: EntraUser,
  { job }: Provisioning,
  client: ScimClient,
): Promise<void> {
  const link = job.links.get(user.id);
  if (link === undefined) return;
  if (user.state === 'deleted') {
    await expectOk(client.request('DELETE', `/Users/${link.scimId}`));
    job.links.delete(user.id);
    return;
  }
  const { body } = await expectOk(client.request('GET', `/Users/${link.scimId}`));
  if (body.active === false) return;
  const disable =
    client.dialect === 'flag'
      ? { op: 'replace', path: 'active', value: false }
      : { op: 'Replace', path: 'active', value: 'False' };
  await expectOk(client.request('PATCH', `/Users/${link.scimId}`, patch([disable])));
}

/** Without a link by the matching attribute; with one by id, and a 404 then is what Entra calls an invalid anchor. */
async function findUser(user: EntraUser, targets: Targets, job: EntraJob, client: ScimClient) {
  const link = job.links.get(user.id);
  if (link !== undefined) return (await expectOk(client.request('GET', `/Users/${link.scimId}`))).body;
  const mapping = userMappings(job).find(({ matchingPriority }) => matchingPriority > 0);
  const target = mapping?.targetAttributeName ?? '';
  const filter = encodeURIComponent(`${target} eq "${targets.get(target)}"`);
  const { body } = await expectOk(client.request('GET', `/Users?filter=${filter}`));
  return body.Resources[0];
}

function userMappings({ schema }: EntraJob) {
  const all = schema.synchronizationRules.flatMap(({ objectMappings }) => objectMappings);
  return all.find(({ sourceObjectName }) => sourceObjectName === 'User')?.attributeMappings ?? [];
}

function targetsOf(user: EntraUser, provisioning: Provisioning, without: readonly string[]): Targets {
  const attributes = attributesOf(user, provisioning);
  const targets = new Map<string, Value>();
  for (const { targetAttributeName: target, source } of userMappings(provisioning.job)) {
    const value = source.name === 'manager' ? undefined : evaluate(source, attributes);
    if (value !== undefined && value !== '' && !without.includes(target)) targets.set(target, value);
  }
  return targets;
}

function attributesOf(user: EntraUser, { tenant, servicePrincipal }: Provisioning): Attributes {
  const { id, accountEnabled, state, manager: _manager, ...others } = user;
  return {
    ...others,
    objectId: id,
    // "unassigned, out of scope, sign-in blocked, soft-deleted": entra.md 2.1.
    IsSoftDeleted: accountEnabled && state === 'there' ? 'False' : 'True',
    appRoleAssignments: inScope(tenant, servicePrincipal).users.get(id) ?? [],
  };
}

/** Roles by their values; everything else as text, since Entra compares what it would send. */
function isSame(stored: unknown, wanted: Value): boolean {
  if (Array.isArray(wanted)) {
    const values = (list: unknown) =>
      (Array.isArray(list) ? list : [])
        .map((one: { value?: unknown }) => String(one.value))
        .sort()
        .join();
    return values(stored) === values(wanted);
  }
  return String(stored ?? '').toLowerCase() === String(wanted).toLowerCase();
}

/** Anything but success is an error of this object: it is tried again in the next cycle. */
export async function expectOk(pending: Promise<ScimAnswer>): Promise<ScimAnswer> {
  const answer = await pending;
  if (answer.status < 300) return answer;
  throw new Error(`${answer.status} ${answer.body?.detail ?? ''}`);
}
