// What a SCIMMY peer keeps its resources in. Two make it: memory, and Table Storage as one would begin with it.

export interface StoredResource extends Record<string, unknown> {
  id?: string;
  meta?: object;
}

export interface ResourceStore {
  readonly get: (id: string) => Promise<StoredResource | undefined>;
  readonly all: () => Promise<StoredResource[]>;
  readonly put: (id: string, resource: StoredResource) => Promise<void>;
}
