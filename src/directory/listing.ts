// How resources of one type are listed, whatever the type. A candidate is a record that may be in an answer: what it looks
// like to a filter and what of it is shown are asked for only when needed, because a group's members cost reads.
import type { CheckedFilter } from '../scim/filter/checked.ts';
import type { JsonObject } from '../scim/json.ts';
import type { Selection } from '../scim/projection.ts';
import type { ResourceTypeDefinition } from '../scim/schema/definition.ts';
import type { Page } from './store.ts';

export interface Candidate {
  readonly id: string;
  /** The resource as it is answered, with what the filter asks after; the whole without a filter. */
  seenBy(filter: CheckedFilter | undefined): Promise<JsonObject>;
  /** The resource as this answer shows it. */
  shown(selection: Selection): Promise<JsonObject>;
}

/** The ids of those whose indexed value equals `value`, or begins with it: the first `limit`. */
export type Finder = (match: 'equals' | 'startsWith', value: string, limit: number) => Promise<string[]>;

export interface Listing {
  readonly type: ResourceTypeDefinition;
  /** By the attribute, as the schemas write it, that storage has an index for. */
  readonly finders: Readonly<Record<string, Finder>>;
  /** The attributes whose exact value makes a query cheap: a client whose query is too much is told of them. */
  readonly narrowing: readonly string[];
  /** The listing of those alone that can match the filter, where the type has such listings. */
  readonly narrowed?: (filter: CheckedFilter) => Listing;
  read(id: string): Promise<Candidate | undefined>;
  /** The ids of those that have this member. */
  withMember(member: string): Promise<readonly string[]>;
  /** In the order of their ids. */
  page(after: string | undefined, limit: number): Promise<Page<Candidate>>;
  /** The id of the `count`th from the beginning; undefined where there are not that many. */
  skip(count: number): Promise<string | undefined>;
  total(): Promise<number>;
}

/** What a query asks of one type. */
export interface Source {
  readonly listing: Listing;
  readonly filter: CheckedFilter | undefined;
}
