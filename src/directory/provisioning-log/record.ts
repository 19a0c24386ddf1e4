// A request that was answered becomes an entry of the log: what came of it, its meaning, whom it is about and by what it will
// be looked for. Pure: what it needs beside the request is given to it.
import { isObject, type JsonObject, type JsonValue } from '../../scim/json.ts';
import type { Change } from '../changes.ts';
import { type Client, clientName, dialectsOf } from './client.ts';
import { memberIds } from './deeds.ts';
import type { IndexTerm, LogEntry, LogRecord, Outcome, Subject } from './entry.ts';
import { createMask, type Mask } from './mask.ts';
import { groupName, type Names, userName } from './names.ts';
import type { ObservedRequest } from './observed.ts';
import { sentenceOf } from './sentence.ts';
import { touchedBy } from './touched.ts';

/** Changes that an entry shows; all of them are found by their subjects. */
const SHOWN_CHANGES = 50;
const SHOWN_IDS = 20;

export interface Known {
  readonly client: Client | undefined;
  readonly changes: readonly Change[];
  readonly names: Names;
}

export function recordOf(request: ObservedRequest, { client, changes, names }: Known): LogRecord {
  const mask = createMask(request.body, request.authorization);
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
    request: caller === undefined || request.body === undefined ? undefined : mask.json(request.body),
    response: shownAnswer(request, mask),
    changes: changes.slice(0, SHOWN_CHANGES),
  };
  return { directory: caller?.directory, entry, terms: termsOf(entry, request, changes, mask) };
}

function outcomeOf({ error, method, route, status }: ObservedRequest, changes: readonly Change[]): Outcome {
  if (error?.kind === 'unauthorized') return 'rejected_credential';
  if (status >= 500) return 'failed';
  if (error !== undefined) return 'refused';
  if (changes.length > 0) return 'applied';
  if (isRead(method, route)) return 'read';
  return route?.startsWith('scim/') === true ? 'unchanged' : 'applied';
}

function isRead(method: string, route: string | undefined): boolean {
  return (
    method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || route?.endsWith('/.search') === true
  );
}

/** A page of people is not kept: who is in the directory is not the log's business. */
function shownAnswer({ answer, method, route }: ObservedRequest, mask: Mask): JsonValue | undefined {
  if (answer === undefined) return undefined;
  if (!isRead(method, route)) return mask.json(answer);
  const { Resources: _left, ...counts } = answer;
  return 'totalResults' in answer || 'Resources' in answer ? mask.json(counts) : undefined;
}

function subjectsOf(
  request: ObservedRequest,
  names: Names,
  mask: Mask,
): { user: Subject | undefined; group: Subject | undefined } {
  const collection = /^scim\/v2\/(Users|Groups)(?:\/|$)/.exec(request.route ?? '')?.[1];
  const isSearch = isRead(request.method, request.route) && request.params.id === undefined;
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
  const id = params.id ?? (typeof answered?.id === 'string' ? answered.id : undefined);
  const name = nameIn(answered) ?? subject?.name ?? names.get(id ?? '') ?? nameIn(body) ?? id ?? '';
  return { id, name: mask.text(name) };
}

function termsOf(
  entry: LogEntry,
  request: ObservedRequest,
  changes: readonly Change[],
  mask: Mask,
): IndexTerm[] {
  const subjects = new Map<string, Change[]>();
  const about = (id: string | undefined) => {
    if (id !== undefined && !subjects.has(id)) subjects.set(id, []);
  };
  about(entry.user?.id);
  about(entry.group?.id);
  for (const change of changes) {
    for (const id of subjectIds(change)) {
      about(id);
      subjects.get(id)?.push(change);
    }
  }
  // Members that a refused request names: why somebody is not in a group is asked of them.
  if (entry.outcome === 'refused' && entry.group !== undefined) {
    const members = touchedBy(request.body).filter(({ attribute }) => attribute.toLowerCase() === 'members');
    memberIds(members, request.body).slice(0, SHOWN_IDS).forEach(about);
  }
  return [
    { by: 'outcome', value: entry.outcome },
    ...[...subjects].map(([value, own]): IndexTerm => ({ by: 'subject', value, changes: own })),
    ...namesAsked(request).map((value): IndexTerm => ({ by: 'name', value: mask.text(value) })),
  ];
}

/** Whose access or attributes a change may have touched. */
function subjectIds(change: Change): string[] {
  if ('member' in change) return [change.member, change.group];
  if ('user' in change) return [change.user];
  if ('group' in change) {
    if (typeof change.group === 'string') return [change.group];
    return 'id' in change.group ? [change.group.id] : [];
  }
  return [];
}

/** What a user who may not be there is called, in a request to create or to find one. */
function namesAsked({ body, method, route, url }: ObservedRequest): string[] {
  if (method === 'POST' && route === 'scim/v2/Users' && body !== undefined) {
    const emails = Array.isArray(body.emails) ? body.emails.filter(isObject).map(({ value }) => value) : [];
    const named = [body.userName, userName(body), body.externalId, ...emails];
    return [...new Set(named.filter((name) => typeof name === 'string' && name !== '').map(String))].slice(
      0,
      6,
    );
  }
  if (method !== 'GET' || route !== 'scim/v2/Users') return [];
  const filter = url.searchParams.get('filter') ?? '';
  const quoted = /(?:userName|externalId|emails[^"]*value|emails) eq "((?:[^"\\]|\\.)*)"/i.exec(filter)?.[1];
  return quoted === undefined ? [] : [quoted];
}

function textsOf(note: unknown, mask: Mask): string[] {
  return Array.isArray(note) ? note.slice(0, SHOWN_IDS).map((text) => mask.text(String(text))) : [];
}
