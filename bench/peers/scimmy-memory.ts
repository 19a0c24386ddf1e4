// The fastest store there is: a map in the process.
import type { ResourceStore, StoredResource } from './scimmy-store.ts';

export function createMemoryStore(): ResourceStore {
  const resources = new Map<string, StoredResource>();
  return {
    get: async (id) => resources.get(id),
    all: async () => [...resources.values()],
    put: async (id, resource) => {
      resources.set(id, resource);
    },
  };
}
