// App roles, with ids that stay the same wherever and whenever they are made, so that a second run or a second tool finds
// them again.

export interface AppRole {
  readonly id: string;
  readonly value: string | null;
  readonly displayName: string;
  readonly description: string;
  readonly isEnabled: boolean;
  /** `User` stands for users and groups, `Application` for service principals. */
  readonly allowedMemberTypes: readonly string[];
}

function role(
  id: string,
  value: string,
  displayName: string,
  description: string,
  allowedMemberTypes: readonly string[] = ['User'],
): AppRole {
  return { id, value, displayName, description, isEnabled: true, allowedMemberTypes };
}

/** Of the application that provisions: their values arrive in the SCIM attribute `roles`. */
export const ORGANIZATION_ROLES = {
  owner: role('4b0f2f3e-7f0c-4d58-9c1b-8a5f4b1f6c01', 'owner', 'Owner', 'Owner of the organization'),
  admin: role('4b0f2f3e-7f0c-4d58-9c1b-8a5f4b1f6c02', 'admin', 'Admin', 'Administrator of all workspaces'),
  member: role('4b0f2f3e-7f0c-4d58-9c1b-8a5f4b1f6c03', 'member', 'Member', 'Member of the organization'),
  group: role(
    '4b0f2f3e-7f0c-4d58-9c1b-8a5f4b1f6c04',
    'group',
    'Group',
    'For groups whose members get access by workspace',
  ),
} as const;

/** Of the console's application: src/identity/entra-access-token.ts reads them from access tokens. */
export const CONSOLE_ROLES = {
  admin: role('4b0f2f3e-7f0c-4d58-9c1b-8a5f4b1f6c11', 'Rollcall.Admin', 'Administrator', 'Uses the console', [
    'User',
    'Application',
  ]),
  reader: role('4b0f2f3e-7f0c-4d58-9c1b-8a5f4b1f6c12', 'Rollcall.Reader', 'Reader', 'Reads the access API', [
    'User',
    'Application',
  ]),
} as const;

/** The permission that the console's page asks for on behalf of who uses it. */
export const CONSOLE_SCOPE = {
  id: '4b0f2f3e-7f0c-4d58-9c1b-8a5f4b1f6c21',
  value: 'access',
  type: 'User',
  isEnabled: true,
  adminConsentDisplayName: 'Use Rollcall',
  adminConsentDescription: 'Use the console of Rollcall with the roles that the person has there.',
  userConsentDisplayName: 'Use Rollcall',
  userConsentDescription: 'Use the console of Rollcall with the roles that you have there.',
} as const;

export interface RolesPlan {
  /** The whole collection, as a PATCH replaces it. */
  readonly roles: readonly AppRole[];
  /** Nothing where all is as wanted. */
  readonly changes: readonly string[];
}

/**
 * Which roles an application must have: those that it has, and the wanted ones. One of the same value is taken as it is,
 * whatever its id (people who have set it up by hand have assigned it); only what would make it unusable is changed.
 */
export function planRoles(present: readonly AppRole[], wanted: readonly AppRole[]): RolesPlan {
  const roles = [...present];
  const changes: string[] = [];
  for (const want of wanted) {
    const at = roles.findIndex(({ value, id }) => value === want.value || id === want.id);
    const have = roles[at];
    if (have === undefined) {
      roles.push(want);
      changes.push(`add the app role ${want.value} ("${want.displayName}")`);
      continue;
    }
    const members = [...new Set([...have.allowedMemberTypes, ...want.allowedMemberTypes])];
    const differs = {
      'its value': have.value !== want.value,
      'its title': have.displayName !== want.displayName,
      'that it is switched on': !have.isEnabled,
      'who may have it': members.length > have.allowedMemberTypes.length,
    };
    const wrong = Object.entries(differs).flatMap(([what, isWrong]) => (isWrong ? [what] : []));
    if (wrong.length === 0) continue;
    roles[at] = {
      ...have,
      value: want.value,
      displayName: want.displayName,
      isEnabled: true,
      allowedMemberTypes: members,
    };
    changes.push(`correct the app role ${want.value}: ${wrong.join(', ')}`);
  }
  return { roles, changes };
}
