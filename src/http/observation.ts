// What the front door tells of each request once it is answered, for the provisioning log. It holds what was sent as it was
// sent, so it is handed on and not kept here.
import type { HttpRequest } from '@azure/functions';
import type { ObservedRequest } from '../directory/provisioning-log/observed.ts';
import type { ScimError } from '../scim/errors.ts';
import { isObject, type JsonObject } from '../scim/json.ts';
import type { Caller } from './caller.ts';
import type { ScimReply } from './reply.ts';

export type SeenRequest = Omit<ObservedRequest, 'tokenHint'>;

/** Called when a request begins, and what it gives when the request has been answered. Both return at once. */
export type Observe = (requestId: string) => (seen: SeenRequest) => void;

/** What is learned of a request while it is answered. */
export interface Observation {
  caller?: Caller;
  route?: string;
  params?: Readonly<Record<string, string>>;
  body?: JsonObject;
  subject?: { readonly id: string; readonly name: string };
  error?: ScimError;
  /** From the service, once it is there. */
  end?: (seen: SeenRequest) => void;
}

export function endObservation(
  observation: Observation,
  request: HttpRequest,
  requestId: string,
  reply: ScimReply,
  notes: Readonly<Record<string, unknown>>,
  durationMs: number,
): void {
  const { caller, end, error } = observation;
  end?.({
    time: Date.now() - durationMs,
    durationMs,
    method: request.method,
    url: new URL(request.url),
    route: observation.route,
    params: observation.params ?? {},
    body: observation.body,
    status: reply.status,
    error: error && { kind: error.kind, detail: error.message },
    answer: isObject(reply.body) ? reply.body : undefined,
    caller,
    requestId,
    userAgent: request.headers.get('user-agent'),
    notes,
    subject: observation.subject,
    authorization: request.headers.get('authorization'),
  });
}
