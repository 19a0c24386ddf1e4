// The fastest store there is: maps in the process, a second one for names.
import { nameOf, type ResourceStore, type StoredResource } from './scimmy-store.ts';

export function createMemoryStore(): ResourceStore {
  const byId = new Map<string, StoredResource>();
  const byName = new Map<string, StoredResource>();
  return {
    get: async (id) => byId.get(id),
    find: async (name) => [byName.get(name.toLowerCase())].filter((found) => found !== undefined),
    all: async () => [...byId.values()],
    put: async (id, resource) => {
      byId.set(id, resource);
      byName.set(nameOf(resource), resource);
    },
  };
}
