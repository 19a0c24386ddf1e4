// What a request leaves to be done after its answer (the members of a deleted group, a change of the settings carried through)
// happens in many small transactions. The log tells it as one entry, so that who lost access finds out by what.
import type { Change } from '../changes.ts';
import { nameOf } from './deed.ts';
import type { LogRecord } from './entry.ts';
import type { Names } from './names.ts';
import { subjectTerms } from './terms.ts';
import { counted } from './text.ts';

export interface FollowUp {
  readonly directory: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Of the request that made it necessary. */
  readonly credential: string;
  readonly requestId: string;
  readonly client: string;
  readonly changes: readonly Change[];
}

/** Changes that an entry shows; all of them are found by their subjects. */
const SHOWN_CHANGES = 50;

/** `number` sets it apart from others that follow the same request. */
export function followUpRecord(followUp: FollowUp, names: Names, number: number): LogRecord {
  const { changes, directory, time, credential, requestId, client } = followUp;
  return {
    key: `${requestId}.${number}`,
    directory,
    entry: {
      time: new Date(time).toISOString(),
      outcome: 'applied',
      sentence: `What ${client} asked for has been carried through: ${summary(changes, names)}.`,
      method: '',
      path: '',
      status: 0,
      kind: undefined,
      scimType: undefined,
      detail: undefined,
      user: undefined,
      group: undefined,
      credential,
      client,
      dialects: [],
      skippedPaths: [],
      unknownMembers: [],
      requestId,
      durationMs: 0,
      request: undefined,
      response: undefined,
      changes: changes.slice(0, SHOWN_CHANGES),
    },
    terms: subjectTerms(changes, []),
  };
}

const WORDS: readonly (readonly [Change['type'], noun: string, rest: string])[] = [
  ['member.removed', 'membership', 'ended'],
  ['member.added', 'membership', 'began'],
  ['mapping.created', 'mapping', 'made'],
  ['mapping.deleted', 'mapping', 'ended'],
  ['user.updated', 'user', 'read anew'],
  ['group.deleted', 'group', 'deleted'],
];

function summary(changes: readonly Change[], names: Names): string {
  const groups = [...new Set(changes.flatMap((change) => ('member' in change ? [change.group] : [])))];
  const where = groups.length === 1 ? ` in the group ${nameOf(names, groups[0] ?? '')}` : '';
  const parts = WORDS.flatMap(([type, noun, rest]) => {
    const count = changes.filter((change) => change.type === type).length;
    return count === 0 ? [] : [`${counted(count, noun)} ${rest}`];
  });
  return parts.length === 0 ? `${counted(changes.length, 'change')}` : `${parts.join(', ')}${where}`;
}
