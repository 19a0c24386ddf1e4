// Puts faults under the storage client, nearest the wire: a request is cut, refused, throttled, not answered in time, loses
// its answer after it was applied, or arrives late, when the client has long given it up and sent another.
import {
  createHttpHeaders,
  type PipelinePolicy,
  type PipelineRequest,
  type PipelineResponse,
  RestError,
} from '@azure/core-rest-pipeline';

type Send = () => Promise<PipelineResponse>;
type Misfortune = (request: PipelineRequest, send: Send, late: LateRequests) => Promise<PipelineResponse>;

/** What may happen to one request. */
export const FAULTS = {
  'connection reset before sending': async (request) => {
    throw connectionReset(request);
  },
  'no answer in time, nothing sent': async () => {
    throw timedOut();
  },
  '500': async (request) => answer(request, 500, 'InternalError'),
  '503': async (request) => answer(request, 503, 'ServerBusy'),
  '503 with Retry-After 0': async (request) => answer(request, 503, 'ServerBusy', '0'),
  '429 with Retry-After 0': async (request) => answer(request, 429, 'TooManyRequests', '0'),
  'answer lost': async (request, send) => {
    await send();
    throw connectionReset(request);
  },
  'applied, but answered 500': async (request, send) => {
    await send();
    return answer(request, 500, 'OperationTimedOut');
  },
  // The part that tells of the rows; of what is read, a connection that ends early leaves nothing.
  'answer cut short': async (request, send) => {
    const response = await send();
    if (request.method === 'GET') throw connectionReset(request);
    return { ...response, bodyAsText: '' };
  },
  'late, before the next request': async (request, send, late) => {
    late.add(send, 0);
    throw connectionReset(request);
  },
  'late, after the next request': async (_request, send, late) => {
    late.add(send, 1);
    throw timedOut();
  },
  'late, after the second next request': async (_request, send, late) => {
    late.add(send, 2);
    throw timedOut();
  },
  'late, after everything': async (_request, send, late) => {
    late.add(send, Number.POSITIVE_INFINITY);
    throw timedOut();
  },
} as const satisfies Record<string, Misfortune>;

export type Fault = keyof typeof FAULTS;

/** Whether it differs from the others only for a request that changes something. */
export const needsWrite = (fault: Fault) => /^(late|applied|answer)/.test(fault);

interface LateRequests {
  /** Sends after so many further requests have been answered. */
  add(send: Send, after: number): void;
}

export interface FaultPolicy {
  readonly policy: PipelinePolicy;
  /** Requests since the last `arm` or `disarm`, by their method; a transaction is a POST. */
  readonly requests: () => readonly string[];
  /** Gives these requests, counted from 1 (the next one), their fault. */
  arm(faults: Readonly<Record<number, Fault>>): void;
  /** Gives all requests from this one on the fault. */
  armFrom(number: number, fault: Fault): void;
  /** No more faults. */
  disarm(): void;
  /** Sends what is still late, now. */
  deliver(): Promise<void>;
}

export function createFaults(): FaultPolicy {
  let requests: string[] = [];
  let faultOf: (number: number) => Fault | undefined = () => undefined;
  let waiting: { send: Send; after: number }[] = [];

  async function deliverDue(): Promise<void> {
    const due = waiting.filter(({ after }) => after <= 0);
    waiting = waiting.filter(({ after }) => after > 0);
    for (const { send } of due) await send();
  }

  const late: LateRequests = { add: (send, after) => waiting.push({ send, after }) };
  return {
    policy: {
      name: 'faults',
      async sendRequest(request, next) {
        requests.push(request.method);
        const fault = faultOf(requests.length);
        await deliverDue();
        // The late copy is sent as it left the client; the client's own limit has nothing to say to it.
        const send: Send = () => next(withoutLimit(request));
        if (fault !== undefined) return await FAULTS[fault](request, send, late);
        try {
          return await next(request);
        } finally {
          waiting = waiting.map(({ after, ...rest }) => ({ ...rest, after: after - 1 }));
          await deliverDue();
        }
      },
    },
    requests: () => requests,
    arm(faults) {
      requests = [];
      faultOf = (number) => faults[number];
    },
    armFrom(from, fault) {
      requests = [];
      faultOf = (number) => (number >= from ? fault : undefined);
    },
    disarm() {
      requests = [];
      faultOf = () => undefined;
    },
    async deliver() {
      const left = waiting;
      waiting = [];
      for (const { send } of left) await send();
    },
  };
}

function withoutLimit(request: PipelineRequest): PipelineRequest {
  const { abortSignal: _limit, ...copy } = request;
  return { ...copy, headers: createHttpHeaders(request.headers.toJSON()) };
}

function connectionReset(request: PipelineRequest): RestError {
  return new RestError('read ECONNRESET', { code: 'ECONNRESET', request });
}

function timedOut(): Error {
  return Object.assign(new Error('The operation was aborted.'), { name: 'AbortError' });
}

function answer(
  request: PipelineRequest,
  status: number,
  code: string,
  retryAfter?: string,
): PipelineResponse {
  return {
    request,
    status,
    headers: createHttpHeaders(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
    bodyAsText: JSON.stringify({ 'odata.error': { code, message: { lang: 'en-US', value: code } } }),
  };
}
