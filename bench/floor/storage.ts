// What a floor needs of Table Storage. Two make it: the Azure SDK, and requests signed by hand.

export type Columns = Readonly<Record<string, string | number>>;

export interface FloorRow {
  readonly key: string;
  readonly etag: string;
  readonly columns: Readonly<Record<string, unknown>>;
}

export interface FloorAction {
  readonly do: 'insert' | 'merge' | 'replace' | 'upsert';
  readonly key: string;
  readonly columns: Columns;
  /** Of what is merged or replaced; `*` where any will do. */
  readonly etag?: string;
}

export interface FloorTable {
  readonly create: () => Promise<void>;
  readonly get: (key: string) => Promise<FloorRow | undefined>;
  /** The first `rows` of the range, in one request. */
  readonly range: (from: string, before: string, rows: number) => Promise<FloorRow[]>;
  /** One transaction. Gives the new ETags in order. */
  readonly write: (actions: readonly FloorAction[]) => Promise<readonly string[]>;
}

/** Opens a table of this name; all rows lie in one partition, as those of a directory do. */
export type OpenFloorTable = (tableName: string) => FloorTable;

export const PARTITION = 'default';
