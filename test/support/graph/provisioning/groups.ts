// One group: found by name, created without members, renamed, its members added and removed. Source: entra.md 4.1 to 4.4.
import type { EntraGroup } from '../tenant.ts';
import { addMembers, groupPost, removeMembers, updatePatch } from './bodies.ts';
import type { ScimClient } from './connection.ts';
import { expectOk, type Provisioning } from './users.ts';

export async function provisionGroup(
  group: EntraGroup,
  { job }: Provisioning,
  client: ScimClient,
): Promise<void> {
  const targets = new Map([
    ['displayName', group.displayName],
    ['externalId', group.id],
  ]);
  const link = job.links.get(group.id);
  const present = link === undefined ? await findGroup(group, client) : await readGroup(link.scimId, client);
  if (present === undefined) {
    const { body } = await expectOk(client.request('POST', '/Groups', groupPost(targets)));
    job.links.set(group.id, { kind: 'Group', scimId: body.id, members: new Set() });
    return;
  }
  if (link === undefined) job.links.set(group.id, { kind: 'Group', scimId: present.id, members: new Set() });
  const changes = new Map([...targets].filter(([target, value]) => present[target] !== value));
  if (changes.size === 0) return;
  const body = updatePatch(changes, new Set(targets.keys()), client.dialect);
  await expectOk(client.request('PATCH', `/Groups/${present.id}`, body));
}

/** After users and groups. A member that is not provisioned is left out. */
export async function provisionMembers(
  group: EntraGroup,
  { job }: Provisioning,
  client: ScimClient,
): Promise<void> {
  const link = job.links.get(group.id);
  if (link === undefined) return;
  const wanted = group.members.filter((member) => job.links.has(member));
  const scimIds = (members: readonly string[]) =>
    members.flatMap((member) => job.links.get(member)?.scimId ?? []);
  const come = wanted.filter((member) => !link.members.has(member));
  const gone = [...link.members].filter((member) => !wanted.includes(member));
  const path = `/Groups/${link.scimId}`;
  if (come.length > 0) {
    await expectOk(client.request('PATCH', path, addMembers(scimIds(come), client.dialect)));
  }
  if (scimIds(gone).length > 0) {
    await expectOk(client.request('PATCH', path, removeMembers(scimIds(gone), client.dialect)));
  }
  for (const member of come) link.members.add(member);
  for (const member of gone) link.members.delete(member);
}

/** Groups have no `active`: out of scope means deleted. */
export async function deprovisionGroup(id: string, { job }: Provisioning, client: ScimClient): Promise<void> {
  const link = job.links.get(id);
  if (link === undefined) return;
  await expectOk(client.request('DELETE', `/Groups/${link.scimId}`));
  job.links.delete(id);
}

async function findGroup({ displayName }: EntraGroup, client: ScimClient) {
  const filter = encodeURIComponent(`displayName eq "${displayName}"`);
  const { body } = await expectOk(
    client.request('GET', `/Groups?excludedAttributes=members&filter=${filter}`),
  );
  return body.Resources[0];
}

async function readGroup(scimId: string, client: ScimClient) {
  return (await expectOk(client.request('GET', `/Groups/${scimId}?excludedAttributes=members`))).body;
}
