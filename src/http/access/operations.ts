// Every operation of the access API.
import { changeOperations } from './changes.ts';
import { checkOperations } from './check.ts';
import { mappingOperations } from './mappings.ts';
import { type Operation, routesOf } from './operation.ts';
import { settingsOperations } from './settings.ts';
import { userOperations } from './users.ts';
import { workspaceOperations } from './workspaces.ts';

export const ACCESS_OPERATIONS: readonly Operation[] = [
  ...userOperations,
  ...workspaceOperations,
  ...checkOperations,
  ...mappingOperations,
  ...changeOperations,
  ...settingsOperations,
];

export const accessRoutes = routesOf(ACCESS_OPERATIONS);
