// Finishes what a stopped process left of large deletions: see storage/sweep.ts. Also when an instance starts, because what
// is left over is most often left by the one before it.
import { app } from '@azure/functions';
import { theService } from '../service.ts';

app.timer('resume-sweeps', {
  schedule: '0 */15 * * * *',
  runOnStartup: true,
  handler: async (_timer, context) => {
    const resumed = await (await theService()).resumeSweeps();
    if (resumed > 0)
      context.info(JSON.stringify({ message: 'Finished deletions that were left over', resumed }));
  },
});
