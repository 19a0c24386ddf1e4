// Starts the job: from then on Entra provisions every 40 minutes.
import { listJobs, theJob } from '../look.ts';
import { defineStep } from '../step.ts';

export const startStep = defineStep({
  title: 'Provisioning',
  async look({ graph, known }) {
    const { servicePrincipal } = known;
    return { job: servicePrincipal && theJob(await listJobs(graph, servicePrincipal.id)) };
  },
  decide({ job }) {
    const { schedule, status } = job ?? {};
    if (status?.code === 'Quarantine') return [{ says: 'take the job out of quarantine' }];
    return schedule?.state === 'Active' ? [] : [{ says: 'start provisioning' }];
  },
  async apply(_deeds, _seen, { graph, known }) {
    await graph.send({
      method: 'POST',
      path: `/servicePrincipals/${known.servicePrincipal?.id}/synchronization/jobs/${known.job?.id}/start`,
    });
  },
  found: ({ job }) => (job?.schedule?.state === 'Active' ? 'runs, every 40 minutes' : 'does not run'),
});
