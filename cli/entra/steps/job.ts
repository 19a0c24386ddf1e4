// The provisioning job. It is made paused.
import * as z from 'zod';
import { CommandError } from '../../command.ts';
import { read } from '../graph-types.ts';
import { JOB_TEMPLATE, listJobs, theJob } from '../look.ts';
import { makeUnlessThere } from '../make.ts';
import { defineStep } from '../step.ts';

const TEMPLATES = z.array(z.object({ id: z.string() }));

export const jobStep = defineStep({
  title: 'Provisioning job',
  async look({ graph, known }) {
    const { servicePrincipal } = known;
    const job = servicePrincipal && theJob(await listJobs(graph, servicePrincipal.id));
    if (job !== undefined) known.job = job;
    return { job };
  },
  decide: ({ job }) => (job === undefined ? [{ says: 'create the provisioning job' }] : []),
  async apply(_deeds, _seen, { graph, known, effects }) {
    const base = `/servicePrincipals/${known.servicePrincipal?.id}/synchronization`;
    const templates = read(
      TEMPLATES,
      await graph.list(`${base}/templates`),
      'templates of provisioning jobs',
    );
    if (!templates.some(({ id }) => id === JOB_TEMPLATE)) {
      throw new CommandError(`Entra offers no job of the kind "${JOB_TEMPLATE}" for this application.`);
    }
    await makeUnlessThere(
      async () => theJob(await listJobs(graph, known.servicePrincipal?.id ?? '')),
      () => graph.send({ method: 'POST', path: `${base}/jobs`, body: { templateId: JOB_TEMPLATE } }),
      effects,
    );
  },
  found: ({ job }) => (job === undefined ? 'none yet' : job.id),
});
