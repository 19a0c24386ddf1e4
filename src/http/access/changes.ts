// The change feed: what happened, as CloudEvents, in an order in which nothing is ever added behind a reader. Polled: a
// request that finds nothing new costs one storage request.
import * as z from 'zod';
import type { ChangeLogCursor, ChangeLogEntry } from '../../directory/change-log.ts';
import type { Change } from '../../directory/changes.ts';
import { readFeed } from '../../directory/feed.ts';
import { isUserId } from '../../directory/ids.ts';
import { mappingId } from '../../directory/mapping-id.ts';
import type { UserAccess } from '../../directory/user-access.ts';
import { ScimError } from '../../scim/errors.ts';
import type { JsonObject } from '../../scim/json.ts';
import { operation } from './operation.ts';
import { count, Event, type EventBody, listOf } from './schemas.ts';
import { shortUserBody } from './views.ts';

/** Where somebody begins who reads a snapshot next. */
const NOW = 'now';

const list = operation({
  method: 'GET',
  path: 'changes',
  scope: 'read',
  name: 'listChanges',
  summary: 'What happened after the cursor; without one, from the oldest change that is kept (30 days)',
  query: z.strictObject({
    cursor: z
      .string()
      .optional()
      .describe('next_cursor of the request before; or "now": no changes, only the cursor of this moment'),
    count,
    include: z
      .enum(['access'], 'may only be "access"')
      .optional()
      .describe('access: with the present state of each user that a change names'),
  }),
  answers: { 200: listOf(Event) },
  problems: [400, 410],
  async handle({ store, query, cursors, baseUrl }) {
    if (query.cursor === NOW) {
      const next_cursor = await cursors.seal({ lanes: textOf(await store.changeLogEnd()) });
      return { body: { object: 'list', data: [], next_cursor } };
    }
    const from = await cursors.open(query.cursor);
    const cursor = from === undefined ? undefined : lanesOf(String(from.lanes));
    const include = query.include === undefined ? 'changes' : 'changes and access';
    const page = await readFeed(store, { cursor, count: query.count, include });
    if (page.kind === 'expired') throw expired();
    const data = page.entries.flatMap((entry) => eventsOf(entry, page.access, baseUrl));
    // Nothing new: the same cursor again, so that the answer is the same as before, entity tag and all.
    const isSame = page.entries.length === 0 && query.cursor !== undefined && query.cursor !== '';
    const lanes = textOf(page.cursor);
    const next_cursor = isSame ? query.cursor : await cursors.seal({ lanes });
    return { body: { object: 'list', data, next_cursor }, tagged: [data, isSame ? cursor : lanes] };
  },
});

export const changeOperations = [list];

function expired(): ScimError {
  return new ScimError(
    'expiredCursor',
    'What came after this cursor is not kept any more. Start over: take a cursor with /access/v1/changes?cursor=now, read all users with /access/v1/users, then follow the changes from that cursor.',
  );
}

/** As short as it can be: it goes into a URL. */
function textOf(cursor: ChangeLogCursor): string {
  return Object.entries(cursor)
    .map(([lane, number]) => `${lane}.${number.toString(36)}`)
    .join(' ');
}

function lanesOf(text: string): ChangeLogCursor {
  const lanes = text.split(' ').filter((part) => part !== '');
  return Object.fromEntries(
    lanes.map((part) => {
      const [lane = '', number = ''] = part.split('.');
      return [lane, Number.parseInt(number, 36)];
    }),
  );
}

type AccessByUser = ReadonlyMap<string, UserAccess | undefined>;

function eventsOf(entry: ChangeLogEntry, access: AccessByUser, baseUrl: string): EventBody[] {
  const { lane, number, time, credential, request } = entry;
  return entry.changes.map((change, at) => {
    const { subject, data } = contentOf(change, access);
    return {
      specversion: '1.0',
      id: `${lane}.${number}.${at}`,
      source: baseUrl,
      type: change.type,
      subject,
      time,
      datacontenttype: 'application/json',
      credential,
      requestid: request,
      data,
    };
  });
}

function contentOf(change: Change, access: AccessByUser): { subject: string; data: JsonObject } {
  if ('user' in change) {
    const { user, revision } = change;
    return { subject: user, data: { user_id: user, revision, ...stateOf(user, access) } };
  }
  if ('member' in change) {
    const { group, member } = change;
    const data = isUserId(member)
      ? { group_id: group, user_id: member, ...stateOf(member, access) }
      : { group_id: group, member_group_id: member };
    return { subject: group, data };
  }
  if ('workspace' in change) {
    const workspace_id = change.workspace;
    if (!('group' in change)) return { subject: workspace_id, data: { workspace_id } };
    const { group, workspace, role, source } = change;
    const reference =
      'id' in group
        ? ({ source, group: group.id, workspace } as const)
        : ({ source: 'explicit', groupName: group.name, workspace } as const);
    const mapping_id = mappingId(reference);
    const of = 'id' in group ? { group_id: group.id } : { group_name: group.name };
    return { subject: mapping_id, data: { mapping_id, ...of, workspace_id, role, source } };
  }
  if ('group' in change) {
    return { subject: change.group, data: { group_id: change.group, revision: change.revision } };
  }
  return { subject: 'settings', data: { version: change.version } };
}

/** The state of now, not of when it happened; null for a user who is gone. Left out where it was not asked for. */
function stateOf(user: string, access: AccessByUser): JsonObject {
  if (!access.has(user)) return {};
  const present = access.get(user);
  return { user: present === undefined ? null : (shortUserBody(present) satisfies JsonObject) };
}
