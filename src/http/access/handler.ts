// What answers below `/access/v1`, as the handler of a function.
import type { HttpHandler } from '@azure/functions';
import type { DirectoryService } from '../directory-service.ts';
import { createEndpoint } from '../endpoint.ts';
import { accessRoutes } from './operations.ts';
import { ACCESS } from './problem.ts';

export function accessHandler(service: () => Promise<DirectoryService>, path: string): HttpHandler {
  return createEndpoint({ protocol: ACCESS, path, scope: 'read', routes: accessRoutes, service });
}
