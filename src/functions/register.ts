// How a function is registered: one for each SCIM resource, with every method and every path below it, because the host
// answers what is not listed with an empty 404. The host tries functions in the alphabetical order of their names,
// whatever their routes: all of these begin with `scim-`, and `unknown`, which takes the rest under the prefix, comes after.
import { app, type HttpMethod } from '@azure/functions';
import { createEndpoint, type ScimHandler } from '../http/endpoint.ts';
import { SCIM } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { type Service, theService } from '../service.ts';

/** All that the library can hand over; it fails on TRACE and CONNECT before a function is asked. */
export const METHODS: HttpMethod[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

export type ScimRoutes = readonly Route<ScimHandler<Service>>[];

/**
 * Registers the function `scim-{resource}` for `/scim/v2/{resource}` and all below it. Functions are registered before the
 * settings are read: what a setting switches off answers as if it were not there.
 */
export function registerScimFunction(
  resource: string,
  routes: ScimRoutes,
  isServed?: (service: Service) => boolean,
): void {
  register(`scim-${resource}`, `scim/v2/${resource}`, routes, isServed);
}

/** Registers what is asked last: the base URL itself and every address that no other function takes. */
export function registerUnknown(routes: ScimRoutes): void {
  register('unknown', 'scim/v2', routes);
}

function register(
  name: string,
  path: string,
  routes: ScimRoutes,
  isServed?: (service: Service) => boolean,
): void {
  app.http(name, {
    route: `${path}/{*rest}`,
    methods: METHODS,
    authLevel: 'anonymous',
    handler: createEndpoint({ protocol: SCIM, path, scope: 'scim', routes, isServed, service: theService }),
  });
}
