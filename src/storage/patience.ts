// How long storage is waited for. It may ask to be left alone for a while, or not answer at all; a client waits for neither
// longer than it would for any answer.
import { StoreUnavailable } from '../directory/store.ts';

/** In milliseconds. */
export interface Patience {
  /** The pause before a request is tried again; doubled each further time. What Retry-After says comes first. */
  readonly pause: number;
  /** An answer to a write later than this is taken as none. */
  readonly answer: number;
  /** How long a write with an unknown outcome is asked after before the client is told to come back. */
  readonly certainty: number;
  /** How long a write waits for a free lane. */
  readonly lane: number;
}

export const LONGEST_PAUSE_MS = 2_000;
/** Seconds that a client is told to wait at least. */
const SHORTEST_RETRY_AFTER = 10;

/** Waits before the next try. Throws StoreUnavailable where that would come too late. */
export type Again = (failure: { readonly cause: unknown; readonly retryAfterMs: number }) => Promise<void>;

/** Pauses that double, for `certainty` from now on. */
export function patient({ pause, certainty }: Pick<Patience, 'pause' | 'certainty'>): Again {
  const deadline = Date.now() + certainty;
  let next = pause;
  return async ({ cause, retryAfterMs }) => {
    const wait = Math.max(next, retryAfterMs);
    if (Date.now() + wait > deadline) {
      const seconds = Math.max(SHORTEST_RETRY_AFTER, Math.ceil(retryAfterMs / 1000));
      throw new StoreUnavailable('The directory storage does not answer.', seconds, cause);
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
    next = Math.min(next * 2, LONGEST_PAUSE_MS);
  };
}
