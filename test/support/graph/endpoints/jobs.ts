// Provisioning jobs. Sources: synchronization-synchronizationjob-* of the Graph reference; entra.md 8.4 and 8.6; azure.md 5.2.
import {
  badRequest,
  type Call,
  created,
  type Endpoint,
  noContent,
  notFound,
  ok,
  page,
  type Reply,
  refusal,
} from '../call.ts';
import { connectionFault, scimClientOf } from '../provisioning/connection.ts';
import { runCycle } from '../provisioning/cycle.ts';
import { defaultSchema } from '../provisioning/default-schema.ts';
import type { Surroundings } from '../surroundings.ts';
import type { EntraJob, EntraServicePrincipal } from '../tenant.ts';

const READ = ['Synchronization.Read.All', 'Synchronization.ReadWrite.All'];
const WRITE = ['Synchronization.ReadWrite.All'];
const JOBS = '/servicePrincipals/{id}/synchronization/jobs';

/** The service principal and the job that a path names. */
export function jobAt({
  tenant,
  ids: [principal = '', job],
}: Call): { readonly servicePrincipal: EntraServicePrincipal; readonly job: EntraJob } | undefined {
  const servicePrincipal = tenant.servicePrincipals.get(principal);
  const found = servicePrincipal?.jobs.find(({ id }) => id === job);
  return servicePrincipal === undefined || found === undefined ? undefined : { servicePrincipal, job: found };
}

/** "An app made by plain POST /applications has no sync template": azure.md 5.2. */
function templatesOf(call: Call, { appId }: EntraServicePrincipal): string[] {
  const application = call.tenant.applications.all().find((one) => one.appId === appId);
  return application?.applicationTemplateId == null ? [] : ['customappsso', 'scim'];
}

export function jobEndpoints(surroundings: Surroundings): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/servicePrincipals/{id}/synchronization/templates',
      scopes: READ,
      handle(call) {
        const [id = ''] = call.ids;
        const servicePrincipal = call.tenant.servicePrincipals.get(id);
        if (servicePrincipal === undefined) return notFound(id);
        const templates = templatesOf(call, servicePrincipal).map((template) => ({ id: template }));
        return page(call, `/servicePrincipals/${id}/synchronization/templates`, templates);
      },
    },
    {
      method: 'GET',
      path: JOBS,
      scopes: READ,
      handle(call) {
        const [id = ''] = call.ids;
        const servicePrincipal = call.tenant.servicePrincipals.get(id);
        if (servicePrincipal === undefined) return notFound(id);
        return page(call, `/servicePrincipals/${id}/synchronization/jobs`, servicePrincipal.jobs.map(shown));
      },
    },
    { method: 'POST', path: JOBS, scopes: WRITE, handle: (call) => create(call) },
    {
      method: 'GET',
      path: `${JOBS}/{job}`,
      scopes: READ,
      handle(call) {
        const found = jobAt(call);
        return found === undefined ? notFound(call.ids[1] ?? '') : ok(shown(found.job));
      },
    },
    {
      method: 'POST',
      path: `${JOBS}/{job}/validateCredentials`,
      scopes: WRITE,
      async handle(call) {
        const found = jobAt(call);
        if (found === undefined) return notFound(call.ids[1] ?? '');
        if (call.body?.useSavedCredentials !== true && !Array.isArray(call.body?.credentials)) {
          return refusal(
            400,
            'RequestMissingRequiredParameter',
            'credentials or useSavedCredentials is required.',
          );
        }
        const client = scimClientOf(found.servicePrincipal, surroundings);
        const fault = client === undefined ? 'No credentials are saved.' : await connectionFault(client);
        return fault === undefined
          ? noContent
          : refusal(
              400,
              'CredentialValidationUnavailable',
              `We received this unexpected response from your application: ${fault}`,
            );
      },
    },
    {
      method: 'POST',
      path: `${JOBS}/{job}/start`,
      scopes: WRITE,
      handle(call) {
        const found = jobAt(call);
        if (found === undefined) return notFound(call.ids[1] ?? '');
        const { servicePrincipal, job } = found;
        job.schedule.state = 'Active';
        job.status = { ...job.status, code: 'NotRun', quarantine: null };
        surroundings.inBackground(() => runCycle(call.tenant, servicePrincipal, job, surroundings));
        return noContent;
      },
    },
  ];
}

/** A job is paused when it is made: azure.md section 11. Ids begin with the template's: entra.md 8.4. */
function create(call: Call): Reply {
  const [id = ''] = call.ids;
  const servicePrincipal = call.tenant.servicePrincipals.get(id);
  if (servicePrincipal === undefined) return notFound(id);
  const { templateId } = call.body ?? {};
  if (!templatesOf(call, servicePrincipal).includes(templateId)) {
    return badRequest(`There is no template ${templateId} for this application.`);
  }
  const job: EntraJob = {
    id: `${templateId}.${crypto.randomUUID().replaceAll('-', '')}.${crypto.randomUUID()}`,
    templateId,
    schema: defaultSchema(),
    schedule: { state: 'Disabled' },
    status: { code: 'Paused', lastExecution: null, quarantine: null, synchronizedEntryCountByType: [] },
    links: new Map(),
  };
  servicePrincipal.jobs.push(job);
  return created(shown(job));
}

function shown({ id, templateId, schedule, status }: EntraJob): object {
  return { id, templateId, schedule, status };
}
