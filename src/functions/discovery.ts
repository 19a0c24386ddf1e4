// What the service can do and what its resources look like (RFC 7644 section 4), all from the schema registry.
import type { ScimRequest } from '../http/endpoint.ts';
import type { ScimReply } from '../http/reply.ts';
import { resourceType, resourceTypes, schema, schemas, serviceProviderConfig } from '../scim/discovery.ts';
import { ScimError } from '../scim/errors.ts';
import type { JsonObject } from '../scim/json.ts';
import type { Service } from '../service.ts';
import { registerScimFunction } from './register.ts';

type Answer = (service: Service, request: ScimRequest, id: string) => JsonObject | undefined;

function discover(answer: Answer) {
  return async (request: ScimRequest, service: Service): Promise<ScimReply> => {
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

registerScimFunction('ServiceProviderConfig', [
  {
    method: 'GET',
    path: '',
    handler: discover(({ capabilities }, { baseUrl }) => serviceProviderConfig(capabilities, baseUrl)),
  },
]);

registerScimFunction('ResourceTypes', [
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
]);

registerScimFunction('Schemas', [
  { method: 'GET', path: '', handler: discover(({ registry }, { baseUrl }) => schemas(registry, baseUrl)) },
  {
    method: 'GET',
    path: '{id}',
    handler: discover(({ registry }, { baseUrl }, id) => schema(registry, id, baseUrl)),
  },
]);
