// What the provisioning log keeps of a request: its meaning in one sentence first, then enough to find out why. It names
// people, because whoever reads it asks about a person; it holds no secret (mask.ts) and is dropped month by month.
import type { JsonValue } from '../../scim/json.ts';
import type { Change } from '../changes.ts';

export const OUTCOMES = ['applied', 'unchanged', 'read', 'refused', 'rejected_credential', 'failed'] as const;

/**
 * `applied`: something changed. `unchanged`: all was so already. `read`: nothing was asked to change. `refused`: the client
 * is to change something. `rejected_credential`: nobody was let in. `failed`: the fault is on this side.
 */
export type Outcome = (typeof OUTCOMES)[number];

/** Outcomes that are found by an index; the others are nearly all there is, and are found by reading on. */
export const INDEXED_OUTCOMES: ReadonlySet<Outcome> = new Set([
  'unchanged',
  'refused',
  'rejected_credential',
  'failed',
]);

/** Whom an entry is about, by the name of that moment. */
export interface Subject {
  readonly id: string | undefined;
  readonly name: string;
}

export interface LogEntry {
  /** RFC 3339, UTC: when the request came. */
  readonly time: string;
  readonly outcome: Outcome;
  readonly sentence: string;
  readonly method: string;
  /** As it was asked for, without what could be a secret. */
  readonly path: string;
  readonly status: number;
  /** The kind of a refusal (scim/errors.ts), for the advice. */
  readonly kind: string | undefined;
  readonly scimType: string | undefined;
  readonly detail: string | undefined;
  readonly user: Subject | undefined;
  readonly group: Subject | undefined;
  /** The credential's name, never the token; undefined where none was accepted. */
  readonly credential: string | undefined;
  /** Who is behind the credential, as people say it: `Entra`, `Okta`, a token's label. */
  readonly client: string;
  /** The dialect rules that fired. */
  readonly dialects: readonly string[];
  /** Paths of a PATCH that no schema knows, and ids of members that nobody has: both were passed over. */
  readonly skippedPaths: readonly string[];
  readonly unknownMembers: readonly string[];
  readonly requestId: string;
  readonly durationMs: number;
  readonly request: JsonValue | undefined;
  readonly response: JsonValue | undefined;
  /** What it changed, at most the first so many. */
  readonly changes: readonly Change[];
}

/** What an entry is found by, beside its time. */
export interface IndexTerm {
  /** `subject`: the id of a user or group. `name`: of a user who may not be there. */
  readonly by: 'subject' | 'name' | 'outcome';
  readonly value: string;
  /** What happened to this subject. */
  readonly changes?: readonly Change[];
}

export interface LogRecord {
  /** Sets it apart from others of the same millisecond: the request's id, or made of it. */
  readonly key: string;
  /** Undefined: of no directory, since no credential was accepted. */
  readonly directory: string | undefined;
  readonly entry: LogEntry;
  readonly terms: readonly IndexTerm[];
}
