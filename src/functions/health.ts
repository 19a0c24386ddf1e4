// Whether this deployment works, for its operator and for monitors: without a token, and without anything worth knowing.
import { app } from '@azure/functions';
import { COMMIT, VERSION } from '../build-info.ts';
import { ConfigError } from '../config.ts';
import { createHealth } from '../http/health.ts';
import { theService } from '../service.ts';

const health = createHealth({ version: VERSION, commit: COMMIT }, async () => {
  try {
    return (await theService()).checks;
  } catch (error) {
    const { cause } = error as Error;
    if (cause instanceof ConfigError) return { problem: cause.message };
    throw error;
  }
});

app.http('health', { route: 'health', methods: ['GET', 'HEAD'], authLevel: 'anonymous', handler: health });
