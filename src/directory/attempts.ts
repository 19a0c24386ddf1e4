// A write of something that was read before is conditional on nobody having changed it since. Who loses such a race reads
// again and decides anew, so that concurrent PATCHes all take effect; only a client that sent If-Match is told, because its
// condition then fails.
import { StoreUnavailable } from './store.ts';

/** Enough for 30 writers of one resource at a time. */
const ATTEMPTS = 40;
const LONGEST_PAUSE_MS = 40;

/** Calls `attempt` until it gives something else than 'changed'. Throws StoreUnavailable when others always win. */
export async function untilSettled<T>(attempt: () => Promise<T | 'changed'>): Promise<T> {
  for (let tried = 0; tried < ATTEMPTS; tried += 1) {
    const result = await attempt();
    if (result !== 'changed') return result;
    const pause = Math.random() * Math.min(LONGEST_PAUSE_MS, 2 ** tried);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  throw new StoreUnavailable('Too many requests change this resource at the same time.', 1);
}
