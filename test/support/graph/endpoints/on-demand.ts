// Provisioning on demand. Source: synchronization-synchronizationjob-provisionondemand of the Graph reference; entra.md 6 and
// 8.6.
import { badRequest, type Call, type Endpoint, notFound, ok, type Reply, refusal } from '../call.ts';
import { scimClientOf } from '../provisioning/connection.ts';
import { inScope } from '../provisioning/scope.ts';
import { provisionUser } from '../provisioning/users.ts';
import type { Surroundings } from '../surroundings.ts';
import { jobAt } from './jobs.ts';

/** "The rate limit for this API is 5 requests per 10 seconds." */
const CALLS = 5;

export function onDemandEndpoints(surroundings: Surroundings): readonly Endpoint[] {
  let calls = 0;
  return [
    {
      method: 'POST',
      path: '/servicePrincipals/{id}/synchronization/jobs/{job}/provisionOnDemand',
      scopes: ['Synchronization.ReadWrite.All'],
      async handle(call) {
        calls += 1;
        if (calls > CALLS) {
          calls = 0;
          return { ...refusal(429, 'TooManyRequests', 'Slow down.'), headers: { 'retry-after': '1' } };
        }
        return await provision(call, surroundings);
      },
    },
  ];
}

async function provision(call: Call, surroundings: Surroundings): Promise<Reply> {
  const found = jobAt(call);
  if (found === undefined) return notFound(call.ids[1] ?? '');
  const { servicePrincipal, job } = found;
  const [parameter] = call.body?.parameters ?? [];
  const [subject] = parameter?.subjects ?? [];
  if (!job.schema.synchronizationRules.some(({ id }) => id === parameter?.ruleId)) {
    return badRequest(`There is no rule ${parameter?.ruleId}.`);
  }
  const user = call.tenant.users.find(({ id }) => id === subject?.objectId);
  if (user === undefined || subject?.objectTypeName !== 'User')
    return badRequest('The subject is not a user.');
  const client = scimClientOf(servicePrincipal, surroundings);
  if (client === undefined) return badRequest('No credentials are saved.');

  const imported = part(
    'Import',
    'Success',
    `Retrieved User '${user.userPrincipalName}' from Microsoft Entra ID`,
  );
  if (!inScope(call.tenant, servicePrincipal).users.has(user.id)) {
    const why = 'The user is not assigned to the application.';
    return answer('Skipped', { errorCode: 'NotEffectivelyEntitled', errorMessage: why }, [
      imported,
      part('Scoping', 'Skipped', why),
    ]);
  }
  try {
    // The flag of the URL does not apply, and roles are not supported: entra.md 2.6 and 3.4.
    const deed = await provisionUser(
      user,
      { ...found, tenant: call.tenant },
      { ...client, dialect: 'default' },
      ['roles'],
    );
    const description = `User '${user.userPrincipalName}' was ${deed} in customappsso`;
    return answer('Success', {}, [
      imported,
      part('Scoping', 'Success', 'The user is in scope'),
      part('Export', 'Success', description),
    ]);
  } catch (error) {
    const errorMessage = (error as Error).message;
    return answer('Failure', { errorCode: 'UnexpectedResponse', errorMessage }, [
      imported,
      part('Export', 'Failure', errorMessage),
    ]);
  }
}

const part = (type: string, status: string, description: string) => ({
  name: `Entry${type}`,
  type,
  status,
  description,
  timestamp: '2026-11-01T00:00:00Z',
  details: {},
});

/** Two texts that hold JSON. */
function answer(result: string, details: object, provisioningSteps: readonly object[]): Reply {
  return ok({
    key: JSON.stringify({ result, details }),
    value: JSON.stringify({ action: 'Other', modifiedProperties: [], provisioningSteps }),
  });
}
