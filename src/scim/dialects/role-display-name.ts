import { isObject } from '../json.ts';
import type { DialectRule } from './rule.ts';

/** Entra's AppRoleAssignmentsComplex calls a role's name `displayName` where the schema has `display`. */
export const roleDisplayName: DialectRule = {
  name: 'entra-role-display-name',
  value: ({ name }, value, { isElement }) => {
    if (name !== 'roles' || !isElement || !isObject(value)) return value;
    const { displayName, ...role } = value;
    return displayName === undefined || role.display !== undefined
      ? value
      : { ...role, display: displayName };
  },
  examples: [
    {
      resourceType: 'User',
      kind: 'resource',
      before: { userName: 'nadia', roles: [{ value: 'admin', displayName: 'Admin', primary: false }] },
      after: { userName: 'nadia', roles: [{ value: 'admin', primary: false, display: 'Admin' }] },
    },
  ],
};
