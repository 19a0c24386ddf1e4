// Which permission of Microsoft Graph each kind of request needs, as data: what is asked for when signing in, and what is
// said when a request is refused. Sources: the "Permissions" section of each page of the Graph reference.

export interface Permission {
  /** Matches the path of a request, without the version. */
  readonly path: RegExp;
  readonly read: string;
  readonly write: string;
  /** What it is needed for, to be read after "to". */
  readonly why: string;
  /** The least role in Entra of the person who signs in. */
  readonly role: string;
}

const APPLICATION_ADMINISTRATOR = 'Cloud Application Administrator';
const ANYBODY = 'none besides';

/** The first that matches counts. */
export const PERMISSIONS: readonly Permission[] = [
  {
    path: /^\/servicePrincipals\/[^/]+\/synchronization/,
    read: 'Synchronization.Read.All',
    write: 'Synchronization.ReadWrite.All',
    why: 'set up provisioning',
    role: APPLICATION_ADMINISTRATOR,
  },
  {
    path: /^\/servicePrincipals\/[^/]+\/appRoleAssignedTo/,
    read: 'Application.Read.All',
    write: 'AppRoleAssignment.ReadWrite.All',
    why: 'assign users and groups',
    role: APPLICATION_ADMINISTRATOR,
  },
  {
    path: /^\/(applications|servicePrincipals|applicationTemplates)/,
    read: 'Application.Read.All',
    write: 'Application.ReadWrite.All',
    why: 'create and change applications',
    role: APPLICATION_ADMINISTRATOR,
  },
  {
    path: /^\/groups/,
    read: 'Group.Read.All',
    write: 'Group.ReadWrite.All',
    why: 'find groups by their names',
    role: ANYBODY,
  },
  {
    path: /^\/users/,
    read: 'User.ReadBasic.All',
    write: 'User.ReadWrite.All',
    why: 'find users',
    role: ANYBODY,
  },
  {
    path: /^\/me\b/,
    read: 'User.Read',
    write: 'User.ReadWrite',
    why: 'know who has signed in',
    role: ANYBODY,
  },
];

export function permissionFor(path: string): Permission | undefined {
  return PERMISSIONS.find((permission) => permission.path.test(path));
}

/** What is asked for when signing in: by what a command does, not by what it might. */
export const SCOPES = {
  read: [
    'Application.Read.All',
    'Synchronization.Read.All',
    'Group.Read.All',
    'User.ReadBasic.All',
    'User.Read',
  ],
  setup: [
    'Application.ReadWrite.All',
    'Synchronization.ReadWrite.All',
    'AppRoleAssignment.ReadWrite.All',
    'Group.Read.All',
    'User.ReadBasic.All',
    'User.Read',
  ],
  rotate: ['Application.Read.All', 'Synchronization.ReadWrite.All'],
} as const;
