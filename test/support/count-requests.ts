// Counts storage requests and their sequential depth: how many had to wait for one another. Each request is held back for
// a few milliseconds, so that those sent together overlap and count as one step.
import type { PipelinePolicy } from '@azure/core-rest-pipeline';

export interface RequestCount {
  readonly requests: number;
  readonly depth: number;
}

const HOLD_MS = 4;

export function createRequestCounter() {
  let requests = 0;
  let depth = 0;
  let inFlight = 0;
  let counting = false;
  return {
    /** Counts a request that `send` sends. */
    async pass<Answer>(send: () => Promise<Answer>): Promise<Answer> {
      if (!counting) return await send();
      requests += 1;
      if (inFlight === 0) depth += 1;
      inFlight += 1;
      try {
        await new Promise((resolve) => setTimeout(resolve, HOLD_MS));
        return await send();
      } finally {
        inFlight -= 1;
      }
    },
    /** What is sent while `work` runs. */
    async count(work: () => Promise<unknown>): Promise<RequestCount> {
      requests = 0;
      depth = 0;
      counting = true;
      try {
        await work();
        return { requests, depth };
      } finally {
        counting = false;
      }
    },
  };
}

/** The counter as a policy under a storage client. */
export function countRequests() {
  const { pass, count } = createRequestCounter();
  const policy: PipelinePolicy = {
    name: 'countRequests',
    sendRequest: (request, next) => pass(() => next(request)),
  };
  return { policy, count };
}
