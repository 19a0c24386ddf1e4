// The provisioning log as the console shows it: meaning first, then what to do about it, then the request.
import * as z from 'zod';
import { isGroupId, isUserId } from '../../directory/ids.ts';
import { adviceOn } from '../../directory/provisioning-log/advice.ts';
import { OUTCOMES, type Subject } from '../../directory/provisioning-log/entry.ts';
import type { LogQuery, StoredEntry } from '../../directory/provisioning-log/store.ts';
import type { DirectoryStore } from '../../directory/store.ts';
import { page } from '../access/schemas.ts';
import type { LogEntryBody } from './bodies.ts';
import { consoleOperation } from './operation.ts';
import { findPeople, isCalled } from './people.ts';

const time = z.iso.datetime({ offset: true, error: 'must be a time such as 2026-01-31T09:30:00Z' });

const list = consoleOperation({
  method: 'GET',
  path: 'log',
  scope: 'read',
  name: 'listLog',
  summary: 'What was asked of this service, newest first',
  query: z.strictObject({
    outcome: z.enum(OUTCOMES, `must be one of ${OUTCOMES.join(', ')}`).optional(),
    user: z
      .string()
      .optional()
      .describe('An id, or the beginning of a userName, a name or an e-mail address'),
    from: time.optional(),
    to: time.optional(),
    ...page,
  }),
  async handle({ caller, cursors, query, service, store }) {
    const position = await cursors.open(query.cursor);
    const after = typeof position?.after === 'string' ? position.after : undefined;
    const { entries, next } = await service.log.page({
      directory: caller.directory,
      outcome: query.outcome,
      ...(await about(store, query.user)),
      from: query.from === undefined ? undefined : Date.parse(query.from),
      to: query.to === undefined ? undefined : Date.parse(query.to),
      after,
      limit: query.page_size,
    });
    const next_cursor = await cursors.seal(next === undefined ? undefined : { after: next });
    return { body: { object: 'list', data: entries.map(entryBody), next_cursor } };
  },
});

export const logOperations = [list];

/** A person who is there is found by id; one who is not, by what they were called when they were asked for. */
async function about(
  store: DirectoryStore,
  user: string | undefined,
): Promise<Pick<LogQuery, 'subject' | 'name'>> {
  const text = user?.trim() ?? '';
  if (text === '') return { subject: undefined, name: undefined };
  if (isUserId(text) || isGroupId(text)) return { subject: text, name: undefined };
  const found = await findPeople(store, text, MEANT);
  const person = found.find((user) => isCalled(user, text)) ?? (found.length === 1 ? found[0] : undefined);
  return person === undefined ? { subject: undefined, name: text } : { subject: person.id, name: undefined };
}

/** People among whom somebody may be meant. */
const MEANT = 5;

export function entryBody(entry: StoredEntry): LogEntryBody {
  return {
    object: 'log-entry',
    id: entry.id,
    time: entry.time,
    outcome: entry.outcome,
    sentence: entry.sentence,
    advice: adviceOn(entry) ?? null,
    method: entry.method,
    path: entry.path,
    status: entry.status,
    scim_type: entry.scimType ?? null,
    detail: entry.detail ?? null,
    user: subjectBody(entry.user),
    group: subjectBody(entry.group),
    credential: entry.credential ?? null,
    client: entry.client,
    dialects: entry.dialects,
    skipped_paths: entry.skippedPaths,
    unknown_members: entry.unknownMembers,
    request_id: entry.requestId,
    duration_ms: entry.durationMs,
    masked_request: entry.request ?? null,
    masked_response: entry.response ?? null,
  };
}

function subjectBody(subject: Subject | undefined) {
  return subject === undefined ? null : { id: subject.id ?? null, name: subject.name };
}
