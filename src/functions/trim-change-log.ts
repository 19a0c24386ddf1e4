// Keeps the change log as long as the feed promises: what is older is dropped. Every hour, because a lane that is being written
// in is left alone (storage/trim-change-log.ts).
import { app } from '@azure/functions';
import { theService } from '../service.ts';

app.timer('trim-change-log', {
  schedule: '0 7 * * * *',
  handler: async (_timer, context) => {
    const dropped = await (await theService()).trimChangeLogs();
    if (dropped > 0)
      context.info(JSON.stringify({ message: 'Dropped old entries of the change log', dropped }));
  },
});
