// Finding what is there, for the steps and for `status`: by name as people see it, or by the application's id.
import * as z from 'zod';
import { CommandError } from '../command.ts';
import { type Graph, literal } from './graph.ts';
import {
  APPLICATION,
  type Application,
  ASSIGNMENT,
  type AssignmentSeen,
  JOB,
  type Job,
  read,
  SERVICE_PRINCIPAL,
  type ServicePrincipal,
} from './graph-types.ts';
import type { Tenant } from './wanted.ts';

/** The newer of the two templates of a SCIM job. The older one is of 2018 and no longer supported. */
export const JOB_TEMPLATE = 'scim';

/** Applications of this name, or the one of this id. */
export async function findApplications(
  graph: Graph,
  by: { readonly displayName: string } | { readonly appId: string },
): Promise<Application[]> {
  const [[attribute, value] = ['', '']] = Object.entries(by);
  const found = await graph.list(`/applications?$filter=${attribute}%20eq%20${literal(String(value))}`);
  return read(z.array(APPLICATION), found, 'applications');
}

/**
 * The application that provisions; undefined where there is none. Throws CommandError where the name means several, or one
 * that cannot have a provisioning job.
 */
export async function findProvisioningApplication(
  graph: Graph,
  { name, applicationId, cloud }: Tenant,
): Promise<Application | undefined> {
  const found = await findApplications(
    graph,
    applicationId === undefined ? { displayName: name } : { appId: applicationId },
  );
  const [one, ...more] = found;
  if (more.length > 0) {
    const ids = found.map(({ appId }) => appId).join(', ');
    throw new CommandError(
      `There are ${found.length} applications called "${name}" (${ids}). Say which one with --application-id, or choose another --name.`,
    );
  }
  if (one === undefined && applicationId !== undefined) {
    throw new CommandError(`There is no application with the id ${applicationId}.`);
  }
  if (one !== undefined && one.applicationTemplateId !== cloud.template) {
    throw new CommandError(
      `The application "${one.displayName}" (${one.appId}) was made by an app registration, which cannot be provisioned. Choose another --name.`,
    );
  }
  return one;
}

export async function findServicePrincipal(
  graph: Graph,
  appId: string,
): Promise<ServicePrincipal | undefined> {
  const found = await graph.list(`/servicePrincipals?$filter=appId%20eq%20${literal(appId)}`);
  return read(z.array(SERVICE_PRINCIPAL), found, 'service principals')[0];
}

export async function listJobs(graph: Graph, servicePrincipal: string): Promise<Job[]> {
  const found = await graph.list(`/servicePrincipals/${servicePrincipal}/synchronization/jobs`);
  return read(z.array(JOB), found, 'provisioning jobs');
}

/** The provisioning job; undefined where there is none. Throws CommandError for one of 2018. */
export function theJob(jobs: readonly Job[]): Job | undefined {
  const job = jobs.find(({ templateId, id }) => (templateId ?? id.split('.', 1)[0]) === JOB_TEMPLATE);
  const [other] = jobs;
  if (job === undefined && other !== undefined) {
    throw new CommandError(
      `The application has a provisioning job of another kind (${other.templateId ?? other.id}). Delete it in the portal (Provisioning, Restart or delete) and run this again.`,
    );
  }
  return job;
}

export async function listAssignments(graph: Graph, servicePrincipal: string): Promise<AssignmentSeen[]> {
  const found = await graph.list(`/servicePrincipals/${servicePrincipal}/appRoleAssignedTo`);
  return read(z.array(ASSIGNMENT), found, 'assignments');
}
