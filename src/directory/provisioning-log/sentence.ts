// The meaning of a request in one sentence, which is what the log shows first: "Entra deactivated Nadia Okafor." Whoever
// looks something up knows people and groups, not methods and status codes.
import type { Change } from '../changes.ts';
import { type Deed, nameOf, PAST, type Told } from './deed.ts';
import { deedsOf } from './deeds.ts';
import type { Outcome } from './entry.ts';
import type { ObservedRequest } from './observed.ts';
import { counted, firstSentence, toWellFormedStart } from './text.ts';

const LONGEST = 600;

/** @param who the subject, as client.ts tells it */
export function sentenceOf(told: Told, outcome: Outcome, who: string): string {
  return toWellFormedStart(`${mainClause(told, outcome, who)}${remarks(told.request)}`, LONGEST);
}

function mainClause(told: Told, outcome: Outcome, who: string): string {
  const { request } = told;
  const deeds = deedsOf(told);
  const detail = firstSentence(request.error?.detail ?? '');
  switch (outcome) {
    case 'applied':
      return `${who} ${past(deeds)}${effects(told)}${bulkResult(request)}.`;
    case 'unchanged':
      return `${who} asked to ${infinitive(deeds)}: all was so already.`;
    case 'read':
      return `${who} ${past(deeds)}${found(request)}.`;
    case 'refused':
      return `Refused: ${who} wanted to ${infinitive(deeds)}. ${detail}`;
    case 'rejected_credential':
      return `Rejected a request to ${request.url.pathname}${token(request)}: ${detail}`;
    case 'failed':
      return `Failed: ${who} wanted to ${infinitive(deeds)}. ${detail}`;
  }
}

function past(deeds: readonly Deed[]): string {
  return deeds.map(({ verb, object }) => `${PAST[verb]} ${object}`).join(' and ');
}

function infinitive(deeds: readonly Deed[]): string {
  return deeds.map(({ verb, object }) => `${verb} ${object}`).join(' and ');
}

/** What a group's name or its end did to workspaces; in the console that is the deed itself. */
function effects({ changes, names, request }: Told): string {
  if (request.route?.startsWith('scim/') !== true) return '';
  const clauses = changes.flatMap((change) => {
    const clause = effectOf(change, (id) => nameOf(names, id));
    return clause === undefined ? [] : [clause];
  });
  return clauses.length === 0 ? '' : `, which ${[...new Set(clauses)].slice(0, 3).join(' and ')}`;
}

function effectOf(change: Change, name: (id: string) => string): string | undefined {
  if (change.type === 'mapping.created') return `gives ${change.role} in ${name(change.workspace)}`;
  if (change.type === 'mapping.deleted') return `ends ${change.role} in ${name(change.workspace)}`;
  return undefined;
}

function bulkResult({ notes }: ObservedRequest): string {
  const failures = Number(notes.bulkFailures ?? 0);
  return failures === 0 ? '' : `, of which ${failures} failed`;
}

/** Nothing more to say where one resource was read. */
function found({ answer }: ObservedRequest): string {
  const total = answer?.totalResults;
  if (typeof total === 'number') return total === 0 ? ': nobody was found' : `: ${total} found`;
  return Array.isArray(answer?.Resources)
    ? `: ${counted(answer.Resources.length, 'resource')} on this page`
    : '';
}

function token({ tokenHint }: ObservedRequest): string {
  return tokenHint === undefined ? '' : ` with a token that begins with ${tokenHint}`;
}

/** What was passed over although the request was carried out. */
function remarks({ notes }: ObservedRequest): string {
  const unknown = Array.isArray(notes.unknownMembers) ? notes.unknownMembers.length : 0;
  const skipped = Array.isArray(notes.skippedPaths) ? notes.skippedPaths.map(String) : [];
  return [
    ...(unknown > 0
      ? [` ${counted(unknown, 'member')} that nobody is ${unknown === 1 ? 'was' : 'were'} passed over.`]
      : []),
    ...(skipped.length > 0 ? [` No schema knows ${skipped.slice(0, 3).join(', ')}: passed over.`] : []),
  ].join('');
}
