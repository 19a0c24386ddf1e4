// Every operation of the console's API. What the access API does already is done by it: mappings, the users of a workspace, why
// somebody has a role.
import { checkOperations } from '../access/check.ts';
import { mappingOperations } from '../access/mappings.ts';
import { type Operation, routesOf } from '../access/operation.ts';
import { settingsOperations } from '../access/settings.ts';
import { workspaceOperations } from '../access/workspaces.ts';
import { groupOperations } from './groups.ts';
import { guideOperations } from './guides.ts';
import { healthOperations } from './health.ts';
import { logOperations } from './log.ts';
import { meOperations } from './me.ts';
import { missingOperations } from './missing.ts';
import type { ConsoleService } from './service.ts';
import { tokenOperations } from './tokens.ts';
import { userOperations } from './users.ts';
import { workspaceSearch } from './workspaces.ts';

const OPERATIONS: readonly Operation<ConsoleService>[] = [
  ...meOperations,
  ...tokenOperations,
  ...guideOperations,
  ...userOperations,
  ...groupOperations,
  ...workspaceSearch,
  ...logOperations,
  ...missingOperations,
  ...healthOperations,
];

/** The console has searches of its own in the place of these. */
const REPLACED = new Set(OPERATIONS.map(placeOf));
const SHARED = [...workspaceOperations, ...mappingOperations, ...checkOperations, ...settingsOperations];

export const consoleRoutes = routesOf<ConsoleService>([
  ...OPERATIONS,
  ...SHARED.filter((operation) => !REPLACED.has(placeOf(operation))),
]);

function placeOf({ method, path }: Pick<Operation, 'method' | 'path'>): string {
  return `${method} ${path}`;
}
