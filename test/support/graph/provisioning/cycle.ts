// One cycle of a job: "users first, groups next, memberships last" (entra.md 4.1), then whoever has left the scope. Bad
// credentials put the job into quarantine at once (entra.md 6); what one object fails at is counted and tried again next time.
import type { Surroundings } from '../surroundings.ts';
import type { EntraJob, EntraServicePrincipal, Tenant } from '../tenant.ts';
import { connectionFault, scimClientOf } from './connection.ts';
import { deprovisionGroup, provisionGroup, provisionMembers } from './groups.ts';
import { inScope } from './scope.ts';
import { deprovisionUser, provisionManager, provisionUser } from './users.ts';

export async function runCycle(
  tenant: Tenant,
  servicePrincipal: EntraServicePrincipal,
  job: EntraJob,
  surroundings: Surroundings,
): Promise<void> {
  if (job.schedule.state !== 'Active') return;
  const client = scimClientOf(servicePrincipal, surroundings);
  const fault = client === undefined ? 'No credentials are saved.' : await connectionFault(client);
  if (client === undefined || fault !== undefined) {
    const error = { code: 'SystemForCrossDomainIdentityManagementInvalidCredentials', message: fault };
    job.status = {
      ...job.status,
      code: 'Quarantine',
      quarantine: { reason: 'EncounteredQuarantineException', currentBegan: new Date().toISOString(), error },
    };
    return;
  }
  const provisioning = { tenant, servicePrincipal, job };
  let exported = 0;
  const errors: string[] = [];
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
      exported += 1;
    } catch (error) {
      errors.push((error as Error).message);
    }
  };

  const scope = inScope(tenant, servicePrincipal);
  const isUserIn = (id: string) => scope.users.has(id);
  const users = tenant.users.filter(({ id, state }) => isUserIn(id) && state === 'there');
  for (const user of users) {
    // "Disabled in Entra before ever being provisioned: never created": entra.md 2.1.
    if (!user.accountEnabled && !job.links.has(user.id)) continue;
    await attempt(() => provisionUser(user, provisioning, client));
  }
  for (const user of users) await attempt(() => provisionManager(user, provisioning, client));
  const groups = tenant.groups.filter(({ id }) => scope.groups.has(id));
  for (const group of groups) await attempt(() => provisionGroup(group, provisioning, client));
  for (const group of groups) await attempt(() => provisionMembers(group, provisioning, client));

  for (const user of tenant.users) {
    if (!users.includes(user)) await attempt(() => deprovisionUser(user, provisioning, client));
  }
  const left = [...job.links].filter(([id, { kind }]) => kind === 'Group' && !scope.groups.has(id));
  for (const [id] of left) await attempt(() => deprovisionGroup(id, provisioning, client));

  const number = (kind: string) => [...job.links.values()].filter((link) => link.kind === kind).length;
  job.status = {
    code: 'Active',
    quarantine: null,
    lastExecution: {
      state: errors.length === 0 ? 'Succeeded' : 'EntryLevelErrors',
      timeEnded: new Date().toISOString(),
      countExported: exported,
      countEscrowed: errors.length,
      error: errors.length === 0 ? null : { code: 'EntryLevelErrors', message: errors.join('\n') },
    },
    synchronizedEntryCountByType: [
      { key: 'User to urn:ietf:params:scim:schemas:extension:enterprise:2.0:User', value: number('User') },
      { key: 'Group to urn:ietf:params:scim:schemas:core:2.0:Group', value: number('Group') },
    ],
  };
}
