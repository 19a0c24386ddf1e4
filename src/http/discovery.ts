// What the service can do and what its resources look like (RFC 7644 section 4), all from the schema registry.
import {
  type Capabilities,
  resourceType,
  resourceTypes,
  schema,
  schemas,
  serviceProviderConfig,
} from '../scim/discovery.ts';
import { ScimError } from '../scim/errors.ts';
import type { JsonObject } from '../scim/json.ts';
import type { SchemaRegistry } from '../scim/schema/registry.ts';
import type { FrontDoor, ScimHandler, ScimRequest } from './endpoint.ts';
import type { Route } from './router.ts';

export interface DiscoveryService extends FrontDoor {
  readonly registry: SchemaRegistry;
  readonly capabilities: Capabilities;
}

type Handler = ScimHandler<DiscoveryService>;
type Answer = (service: DiscoveryService, request: ScimRequest, id: string) => JsonObject | undefined;

function discover(answer: Answer): Handler {
  return async (request, service) => {
    if (request.query.has('filter')) {
      throw new ScimError('forbidden', 'This address takes no filter (RFC 7644 section 4). Leave it out.');
    }
    const { id = '' } = request.params;
    const body = answer(service, request, id);
    if (body === undefined) {
      throw new ScimError(
        'notFound',
        `There is nothing called ${JSON.stringify(id)} here. Ask without it for the list.`,
      );
    }
    return { status: 200, body };
  };
}

export const serviceProviderConfigRoutes: readonly Route<Handler>[] = [
  {
    method: 'GET',
    path: '',
    handler: discover(({ capabilities }, { baseUrl }) => serviceProviderConfig(capabilities, baseUrl)),
  },
];

export const resourceTypeRoutes: readonly Route<Handler>[] = [
  {
    method: 'GET',
    path: '',
    handler: discover(({ registry }, { baseUrl }) => resourceTypes(registry, baseUrl)),
  },
  {
    method: 'GET',
    path: '{id}',
    handler: discover(({ registry }, { baseUrl }, id) => resourceType(registry, id, baseUrl)),
  },
];

export const schemaRoutes: readonly Route<Handler>[] = [
  { method: 'GET', path: '', handler: discover(({ registry }, { baseUrl }) => schemas(registry, baseUrl)) },
  {
    method: 'GET',
    path: '{id}',
    handler: discover(({ registry }, { baseUrl }, id) => schema(registry, id, baseUrl)),
  },
];
