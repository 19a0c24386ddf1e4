// Keeps the promise of the provisioning log: what is too old is dropped, once a day, and what still waits to be written when
// an instance ends is written first.
import { app } from '@azure/functions';
import { startedService, theService } from '../service.ts';

/** An instance is given some seconds to end. */
const LAST_WRITES_MS = 5_000;

app.timer('drop-old-logs', {
  schedule: '0 17 3 * * *',
  handler: async (_timer, context) => {
    const dropped = await (await theService()).log.dropOld();
    if (dropped.length > 0)
      context.info(JSON.stringify({ message: 'Dropped old provisioning logs', dropped }));
  },
});

app.hook.appTerminate(async () => {
  const service = await startedService();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LAST_WRITES_MS);
  });
  await Promise.race([service?.writeLog(), limit]);
  clearTimeout(timer);
});
