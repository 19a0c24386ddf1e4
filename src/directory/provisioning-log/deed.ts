// The parts of a sentence about a request: verbs with their objects, and what names are made of.
import type { Change } from '../changes.ts';
import type { Names } from './names.ts';
import type { ObservedRequest } from './observed.ts';
import { toWellFormedStart } from './text.ts';

/** Verbs in the form that follows "to", and in the past. */
export const PAST = {
  activate: 'activated',
  add: 'added',
  change: 'changed',
  create: 'created',
  deactivate: 'deactivated',
  delete: 'deleted',
  end: 'ended',
  'look for': 'looked for',
  make: 'made',
  map: 'mapped',
  read: 'read',
  remove: 'removed',
  rename: 'renamed',
  replace: 'replaced',
  revoke: 'revoked',
  send: 'sent',
} as const;

export interface Deed {
  readonly verb: keyof typeof PAST;
  readonly object: string;
}

export interface Told {
  readonly request: ObservedRequest;
  readonly changes: readonly Change[];
  readonly names: Names;
}

/** Values that a client sent are quoted up to here. */
const QUOTED_LENGTH = 80;

/** What an id is called; ids say nothing, but less would say that nobody was meant. */
export function nameOf(names: Names, id: string): string {
  const name = names.get(id);
  return name === undefined ? quoted(id) : quotedName(name);
}

export function quotedName(name: string): string {
  return toWellFormedStart(name, QUOTED_LENGTH);
}

export function quoted(text: string): string {
  return toWellFormedStart(text, QUOTED_LENGTH * 2);
}
