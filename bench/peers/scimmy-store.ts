// What a SCIMMY peer keeps its resources in. Two make it: memory, and Table Storage as one would begin with it.

export interface StoredResource extends Record<string, unknown> {
  id?: string;
  meta?: object;
}

export interface ResourceStore {
  readonly get: (id: string) => Promise<StoredResource | undefined>;
  /** By userName or displayName, without case. */
  readonly find: (name: string) => Promise<StoredResource[]>;
  readonly all: () => Promise<StoredResource[]>;
  readonly put: (id: string, resource: StoredResource) => Promise<void>;
}

/** The name that a resource is found by. */
export function nameOf({ userName, displayName }: StoredResource): string {
  return String(userName ?? displayName).toLowerCase();
}
