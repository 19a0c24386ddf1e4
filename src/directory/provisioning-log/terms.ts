// What an entry is found by: its outcome, the users and groups whom it touched, and what somebody is called who was asked for
// or was to be created, since who never came into the directory has no id to be found by.
import { isObject } from '../../scim/json.ts';
import type { Change } from '../changes.ts';
import { isGroupId, isUserId } from '../ids.ts';
import { memberIds } from './deeds.ts';
import { INDEXED_OUTCOMES, type IndexTerm, type LogEntry, type Outcome } from './entry.ts';
import type { Mask } from './mask.ts';
import { userName } from './names.ts';
import type { ObservedRequest } from './observed.ts';
import { touchedBy } from './touched.ts';

/** Members that a refused request names. */
const REFUSED_MEMBERS = 20;
/** Ways in which one request calls somebody. */
const NAMES = 6;

export function termsOf(
  entry: LogEntry,
  request: ObservedRequest,
  changes: readonly Change[],
  mask: Mask,
): IndexTerm[] {
  const about = [entry.user?.id, entry.group?.id, ...refusedMembers(entry, request)];
  return [
    ...outcomeTerms(entry.outcome),
    ...subjectTerms(
      changes,
      about.filter((id) => id !== undefined),
    ),
    ...namesAsked(request).map((value): IndexTerm => ({ by: 'name', value: mask.text(value) })),
  ];
}

export function outcomeTerms(outcome: Outcome): IndexTerm[] {
  return INDEXED_OUTCOMES.has(outcome) ? [{ by: 'outcome', value: outcome }] : [];
}

/** A term for each user and group whom the changes touched, with what happened to them, and for those `about` too. */
export function subjectTerms(changes: readonly Change[], about: readonly string[]): IndexTerm[] {
  const subjects = new Map<string, Change[]>(about.map((id) => [id, []]));
  for (const change of changes) {
    for (const id of subjectIds(change)) {
      const own = subjects.get(id);
      if (own === undefined) subjects.set(id, [change]);
      else own.push(change);
    }
  }
  return [...subjects].map(([value, own]) => ({ by: 'subject', value, changes: own }));
}

/** Whose access or attributes a change may have touched. */
function subjectIds(change: Change): string[] {
  if ('member' in change) return [change.member, change.group];
  if ('user' in change) return [change.user];
  if (!('group' in change)) return [];
  if (typeof change.group === 'string') return [change.group];
  return 'id' in change.group ? [change.group.id] : [];
}

/** Why somebody is not in a group is asked of them, and not of the group. */
function refusedMembers({ outcome, group }: LogEntry, { body }: ObservedRequest): string[] {
  if (outcome !== 'refused' || group === undefined) return [];
  const members = touchedBy(body).filter(({ attribute }) => attribute.toLowerCase() === 'members');
  const ids = memberIds(members, body).filter((id) => isUserId(id) || isGroupId(id));
  return ids.slice(0, REFUSED_MEMBERS);
}

const FILTERED_NAME =
  /(?:userName|externalId|displayName|emails\S*(?: eq "work"\]\.value)?) eq "((?:[^"\\]|\\.)*)"$/i;

/** What a user who may not be there is called, in a request to create or to find one. */
function namesAsked({ body, method, route, url }: ObservedRequest): string[] {
  if (method === 'POST' && route === 'scim/v2/Users' && body !== undefined) {
    const emails = Array.isArray(body.emails) ? body.emails.filter(isObject).map(({ value }) => value) : [];
    const called = [body.userName, userName(body), body.externalId, ...emails];
    const names = called.filter((name) => typeof name === 'string' && name !== '').map(String);
    return [...new Set(names)].slice(0, NAMES);
  }
  if (method !== 'GET' || route !== 'scim/v2/Users') return [];
  const asked = FILTERED_NAME.exec((url.searchParams.get('filter') ?? '').trim())?.[1];
  return asked === undefined || asked === '' ? [] : [asked];
}
