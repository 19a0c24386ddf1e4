// What every operation on a directory is given: where it is kept, what its schemas are, who asks. No operation reads a
// clock, an environment or a connection by itself.
import type { SchemaRegistry } from '../scim/schema/registry.ts';
import type { ProvisioningRules } from './provisioning-rules.ts';
import type { DirectoryStore, Origin } from './store.ts';

export interface DirectoryContext {
  readonly store: DirectoryStore;
  readonly registry: SchemaRegistry;
  readonly origin: Origin;
  readonly rules: ProvisioningRules;
  /** Adds a field to the request's line in the log: ids and counts, no personal data. */
  readonly note: (name: string, value: string | number | readonly string[]) => void;
}

/**
 * Looks at the version (an entity tag) of what a write is about to change, and throws when the client's conditions (If-Match,
 * If-None-Match) do not hold. Asked again each time the resource has been read anew.
 */
export type CheckVersion = (version: string) => void;

/** For operations without conditions. */
export const anyVersion: CheckVersion = () => undefined;
