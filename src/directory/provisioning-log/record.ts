// A request that was answered becomes an entry of the log: what came of it, its meaning, whom it is about and by what it will
// be looked for. Pure: what it needs beside the request is given to it.
import type { JsonObject, JsonValue } from '../../scim/json.ts';
import type { Change } from '../changes.ts';
import { isGroupId, isUserId } from '../ids.ts';
import { isOutside } from './admin-deeds.ts';
import { type Client, clientName, dialectsOf } from './client.ts';
import type { LogEntry, LogRecord, Outcome, Subject } from './entry.ts';
import { createMask, type Mask } from './mask.ts';
import { groupName, type Names, userName } from './names.ts';
import { isRead, type ObservedRequest } from './observed.ts';
import { sentenceOf } from './sentence.ts';
import { termsOf } from './terms.ts';

/** Changes that an entry shows; all of them are found by their subjects. */
const SHOWN_CHANGES = 50;
const SHOWN_IDS = 20;
/** Of a masked body as JSON, in UTF-16 units. */
const LONGEST_BODY = 30_000;

export interface Known {
  readonly client: Client | undefined;
  readonly changes: readonly Change[];
  readonly names: Names;
}

export function recordOf(request: ObservedRequest, { client, changes, names }: Known): LogRecord {
  const mask = createMask(request);
  const outcome = outcomeOf(request, changes);
  const { caller, error } = request;
  const who = clientName(request, client);
  const sentence = mask.text(sentenceOf({ request, changes, names }, outcome, who));
  const { user, group } = subjectsOf(request, names, mask);
  const entry: LogEntry = {
    time: new Date(request.time).toISOString(),
    outcome,
    sentence,
    method: request.method,
    // Who is not let in is told of no more than the place: an address may name people.
    path: caller === undefined ? mask.text(request.url.pathname) : mask.address(request.url),
    status: request.status,
    kind: error?.kind,
    scimType: typeof request.answer?.scimType === 'string' ? request.answer.scimType : undefined,
    detail: error && mask.text(error.detail),
    user,
    group,
    credential: caller?.credential,
    client: who,
    dialects: dialectsOf(request.notes),
    skippedPaths: textsOf(request.notes.skippedPaths, mask),
    unknownMembers: textsOf(request.notes.unknownMembers, mask),
    requestId: request.requestId,
    durationMs: Math.round(request.durationMs),
    request: caller === undefined || request.body === undefined ? undefined : kept(mask.json(request.body)),
    response: shownAnswer(request, mask),
    changes: changes.slice(0, SHOWN_CHANGES),
  };
  return {
    key: request.requestId,
    directory: caller?.directory,
    entry,
    terms: termsOf(entry, request, changes, mask),
  };
}

function outcomeOf({ error, method, route, status }: ObservedRequest, changes: readonly Change[]): Outcome {
  if (error?.kind === 'unauthorized') return 'rejected_credential';
  if (status >= 500) return 'failed';
  if (error !== undefined || status >= 400) return 'refused';
  if (changes.length > 0) return 'applied';
  if (isRead({ method, route })) return 'read';
  return isOutside(route) ? 'applied' : 'unchanged';
}

/** A page of people is not kept: who is in the directory is not the log's business. */
function shownAnswer({ answer, method, route }: ObservedRequest, mask: Mask): JsonValue | undefined {
  if (answer === undefined) return undefined;
  if (!isRead({ method, route })) return kept(mask.json(answer));
  const { Resources: _left, ...counts } = answer;
  return 'totalResults' in answer || 'Resources' in answer ? mask.json(counts) : undefined;
}

/** A row of the log is far below what storage takes, whatever was sent. */
function kept(body: JsonValue): JsonValue {
  return JSON.stringify(body).length > LONGEST_BODY ? 'The body is too long to be kept.' : body;
}

function subjectsOf(
  request: ObservedRequest,
  names: Names,
  mask: Mask,
): { user: Subject | undefined; group: Subject | undefined } {
  const collection = /^scim\/v2\/(Users|Groups)(?:\/|$)/.exec(request.route ?? '')?.[1];
  const isSearch = isRead(request) && request.params.id === undefined;
  if (collection === undefined || isSearch) return { user: undefined, group: undefined };
  const subject = subjectOf(request, names, collection === 'Users' ? userName : groupName, mask);
  return collection === 'Users' ? { user: subject, group: undefined } : { user: undefined, group: subject };
}

function subjectOf(
  { answer, body, error, params, subject }: ObservedRequest,
  names: Names,
  nameIn: (attributes: JsonObject | undefined) => string | undefined,
  mask: Mask,
): Subject {
  const answered = error === undefined ? answer : undefined;
  const asked = params.id ?? (typeof answered?.id === 'string' ? answered.id : '');
  // Anything may be asked for in the place of an id; only one of ours is kept as such.
  const id = isUserId(asked) || isGroupId(asked) ? asked : undefined;
  const name = nameIn(answered) ?? subject?.name ?? names.get(id ?? '') ?? nameIn(body) ?? asked;
  return { id, name: mask.text(name) };
}

function textsOf(note: unknown, mask: Mask): string[] {
  return Array.isArray(note) ? note.slice(0, SHOWN_IDS).map((text) => mask.text(String(text))) : [];
}
