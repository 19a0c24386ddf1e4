// `rollcall entra status`: what the connection is, whether it runs, and what is the matter where it does not.
import { defineCommand } from '../command.ts';
import type { Effects } from '../effects.ts';
import { createGraph, type Graph } from './graph.ts';
import type { Job } from './graph-types.ts';
import {
  findProvisioningApplication,
  findServicePrincipal,
  listAssignments,
  listJobs,
  theJob,
} from './look.ts';
import { recordedIn } from './notes.ts';
import { SCOPES } from './permissions.ts';
import { openTokenSecret, type TokenSecret } from './token-secret.ts';
import { readTenant, TENANT_OPTIONS, type Tenant, VAULT_OPTIONS } from './wanted.ts';

const DAY_MS = 86_400_000;
const SOON_DAYS = 30;

/** Of synchronizationStatus; the reference names the codes. */
const CODES: Readonly<Record<string, string>> = {
  NotConfigured: 'is not configured: run rollcall entra setup',
  NotRun: 'has not finished its first run yet',
  Active: 'runs, every 40 minutes',
  InProgress: 'is running now',
  Paused: 'is paused: nothing is provisioned until it is started',
  Quarantine: 'is in quarantine: Entra tries once a day, and gives up after four weeks',
};

/** Reasons of a quarantine, with what to do. */
const QUARANTINE: Readonly<Record<string, string>> = {
  EncounteredBaseEscrowThreshold:
    'too many users or groups were refused: the provisioning log says which and why',
  EncounteredTotalEscrowThreshold:
    'too many users or groups were refused: the provisioning log says which and why',
  EncounteredEscrowProportionThreshold:
    'too many users or groups were refused: the provisioning log says which and why',
  EncounteredQuarantineException:
    'the service refused the credentials or could not be reached: look at /health, then run rollcall entra setup',
  QuarantinedOnDemand: 'Microsoft has put the job into quarantine',
  TooManyDeletes: 'more users would be deleted than the threshold allows: confirm it in the portal',
};

export const statusCommand = defineCommand({
  name: 'entra status',
  does: 'Says whether provisioning runs, and what is the matter where it does not.',
  options: { ...TENANT_OPTIONS, ...VAULT_OPTIONS },
  async run(values, effects) {
    const tenant = readTenant(values, effects);
    const graph = createGraph(
      {
        root: tenant.cloud.graph,
        credential: effects.signIn({ ...tenant, authority: tenant.cloud.authority }),
        scopes: SCOPES.read,
      },
      effects,
    );
    const { lines, isWell } = await connectionLines(graph, tenant);
    for (const line of lines) effects.print(line);
    if (values.vault === undefined) return isWell ? 0 : 1;
    const secret = openTokenSecret(values.vault, values.secret ?? 'scim-token', effects.azureIdentity());
    const token = await tokenLine(secret, effects);
    effects.print(token.line);
    return isWell && token.isWell ? 0 : 1;
  },
});

interface Report {
  readonly lines: readonly string[];
  readonly isWell: boolean;
}

async function connectionLines(graph: Graph, tenant: Tenant): Promise<Report> {
  const application = await findProvisioningApplication(graph, tenant);
  const servicePrincipal = application && (await findServicePrincipal(graph, application.appId));
  if (application === undefined || servicePrincipal === undefined) {
    return { lines: [`There is no application "${tenant.name}": run rollcall entra setup.`], isWell: false };
  }
  const recorded = recordedIn(application.notes);
  const assigned = await listAssignments(graph, servicePrincipal.id);
  const number = (type: string) =>
    new Set(
      assigned.filter(({ principalType }) => principalType === type).map(({ principalId }) => principalId),
    ).size;
  const job = theJob(await listJobs(graph, servicePrincipal.id));
  return {
    lines: [
      `Application: "${application.displayName}" (${application.appId})`,
      `Provisions:  ${recorded === undefined ? 'not recorded' : `${recorded.scimUrl}, by ${recorded.authentication}`}`,
      `Assigned:    ${number('User')} users, ${number('Group')} groups`,
      ...(job === undefined ? ['Job:         none'] : jobLines(job)),
    ],
    isWell: job !== undefined && ['Active', 'InProgress', 'NotRun'].includes(job.status?.code ?? ''),
  };
}

/** Pure. */
export function jobLines({ status, schedule }: Job): string[] {
  const code = status?.code ?? 'NotConfigured';
  const isWaiting = code === 'NotRun' && schedule?.state !== 'Active';
  const { quarantine, lastExecution, synchronizedEntryCountByType } = status ?? {};
  const counts = (synchronizedEntryCountByType ?? []).map(({ key, value }) => `${value} × ${key}`);
  return [
    `Job:         ${isWaiting ? 'has never been started' : (CODES[code] ?? code)}`,
    ...(quarantine?.reason
      ? [
          `  why:       ${QUARANTINE[quarantine.reason] ?? quarantine.reason}`,
          ...(quarantine.error?.message ? [`  Entra says: ${quarantine.error.message}`] : []),
        ]
      : []),
    ...(lastExecution?.timeEnded
      ? [
          `Last run:    ${lastExecution.timeEnded}, ${lastExecution.state ?? ''}, ${lastExecution.countExported ?? 0} sent, ${lastExecution.countEscrowed ?? 0} refused`,
        ]
      : []),
    ...(counts.length === 0 ? [] : [`In sync:     ${counts.join(', ')}`]),
  ];
}

async function tokenLine(
  secret: TokenSecret,
  { now }: Pick<Effects, 'now'>,
): Promise<{ readonly line: string; readonly isWell: boolean }> {
  const versions = (await secret.versions()).filter(({ enabled }) => enabled);
  const [newest] = versions;
  const expiresAt = newest?.expiresAt;
  if (newest === undefined) return { line: 'Token:       none is enabled', isWell: false };
  if (expiresAt === undefined)
    return { line: `Token:       of ${day(newest.createdAt)}, never expires`, isWell: true };
  const days = Math.floor((expiresAt.getTime() - now()) / DAY_MS);
  const advice = days < SOON_DAYS ? ': run rollcall entra rotate-token' : '';
  return {
    line: `Token:       of ${day(newest.createdAt)}, ${days < 0 ? 'expired' : 'expires'} ${day(expiresAt)}${advice}`,
    isWell: days >= SOON_DAYS,
  };
}

function day(time: Date): string {
  return time.toISOString().slice(0, 10);
}
