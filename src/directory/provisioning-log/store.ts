// What the provisioning log needs of storage. Adding never waits and never throws, because the answer that an entry is about
// has been given already; what could not be kept is counted.
import type { LogEntry, LogRecord, Outcome } from './entry.ts';

export interface LogQuery {
  readonly directory: string;
  readonly outcome: Outcome | undefined;
  /** The id of a user or group. */
  readonly subject: string | undefined;
  /** The beginning of a name that was asked for or to be created, whether the user is there or not. */
  readonly name: string | undefined;
  /** Milliseconds since 1970, both included. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** The id of the last entry that was read. */
  readonly after: string | undefined;
  readonly limit: number;
}

export interface StoredEntry extends LogEntry {
  /** In the order of the ids, newer entries come first. */
  readonly id: string;
}

export interface LogPage {
  readonly entries: readonly StoredEntry[];
  /** The id after which the next page begins; undefined at the end. */
  readonly next: string | undefined;
}

export type OutcomeCounts = Readonly<Record<Outcome, number>>;

export interface ProvisioningLog {
  add(record: LogRecord): void;
  /** An entry could not even be made. */
  lose(): void;
  /** Newest first. */
  page(query: LogQuery): Promise<LogPage>;
  /** How many of each there were in the last `hours`, that which is running included. */
  counts(directory: string, hours: number): Promise<OutcomeCounts>;
  /** Entries of this process that could not be kept. */
  lost(): number;
  /** Resolves when all that was added is kept or given up. */
  settled(): Promise<void>;
  /** Drops the months of which nothing is to be kept any more. Gives their tables' names. */
  dropOld(): Promise<string[]>;
}

/** That something was seen, and when: first and, to the hour, last. */
export interface Sighting {
  readonly name: string;
  /** RFC 3339, UTC. */
  readonly first: string;
  readonly last: string;
}

export interface Sightings {
  /** Never waits and never throws. Written at most hourly for each name. */
  sighted(directory: string, name: string): void;
  all(directory: string): Promise<Sighting[]>;
}
