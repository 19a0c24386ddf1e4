// What the handlers of the directory's resources need of the service, and how a request becomes an operation on it.
import { anyVersion, type CheckVersion, type DirectoryContext } from '../directory/context.ts';
import type { ProvisioningRules } from '../directory/provisioning-rules.ts';
import type { DirectoryStore } from '../directory/store.ts';
import { resourceLocation } from '../scim/resource.ts';
import type { ResourceTypeName, SchemaRegistry } from '../scim/schema/registry.ts';
import { requirePreconditions } from './conditional.ts';
import type { CursorSeal } from './cursor.ts';
import type { FrontDoor, ScimHandler, ScimRequest } from './endpoint.ts';

export interface DirectoryService extends FrontDoor {
  readonly registry: SchemaRegistry;
  /** The directory of this name. A credential belongs to one directory and reaches no other. */
  readonly store: (directory: string) => DirectoryStore;
  readonly cursors: CursorSeal;
  readonly rules: ProvisioningRules;
  /** Whether SCIM may read and write users and groups now. */
  readonly provisioning: 'enabled' | 'paused';
}

export type DirectoryHandler = ScimHandler<DirectoryService>;

export function contextOf(request: ScimRequest, service: DirectoryService): DirectoryContext {
  return {
    store: service.store(request.caller.directory),
    registry: service.registry,
    rules: service.rules,
    origin: { credential: request.caller.credential, request: request.requestId },
    note: request.note,
  };
}

export function isConditional({ preconditions }: ScimRequest): boolean {
  return preconditions.ifMatch !== undefined || preconditions.ifNoneMatch !== undefined;
}

/** Throws 412 where the request's conditions do not hold for a version. */
export function versionCheck(request: ScimRequest): CheckVersion {
  if (!isConditional(request)) return anyVersion;
  return (version) => requirePreconditions(request.preconditions, version);
}

/** Where a resource is and in which version: RFC 7644 shows both with every answer about one. No version is an unknown one. */
export function resourceHeaders(
  { baseUrl }: ScimRequest,
  type: ResourceTypeName,
  { id, version = '' }: { readonly id: string; readonly version?: string | undefined },
): Record<string, string> {
  const location = resourceLocation(type, id, baseUrl);
  return version === '' ? { location } : { etag: version, location };
}
