// Which attributes Entra must send, as data. What is not named here is left as it is.

export interface WantedMapping {
  readonly target: string;
  /** In Entra's language of expressions; an attribute is written in brackets. */
  readonly expression: string;
  readonly why: string;
}

export interface WantedMappings {
  readonly mapped: readonly WantedMapping[];
  /** Must be mapped, from whatever. */
  readonly present: readonly string[];
  /** Must not be mapped. */
  readonly dropped: readonly { readonly target: RegExp; readonly why: string }[];
  /** Of the attribute by which Entra finds what is there already. */
  readonly matching: string;
}

export const ROLES = 'roles';

const NOT_NEEDED = 'not needed here';

export const USER_MAPPINGS: WantedMappings = {
  mapped: [
    { target: 'userName', expression: '[userPrincipalName]', why: 'people sign in with it' },
    {
      target: 'externalId',
      expression: '[objectId]',
      why: 'it is unique and never changes',
    },
    {
      target: 'displayName',
      expression: 'Join(" ", [givenName], [surname])',
      why: 'the name as a person writes it',
    },
    {
      // The other two role expressions send one role only, or never take one away.
      target: ROLES,
      expression: 'AssertiveAppRoleAssignmentsComplex([appRoleAssignments])',
      why: 'all roles, and the ones that were taken away',
    },
  ],
  present: ['active', 'name.givenName', 'name.familyName', 'emails[type eq "work"].value'],
  dropped: [
    { target: /^preferredLanguage$/, why: NOT_NEEDED },
    { target: /^addresses\b/, why: NOT_NEEDED },
    { target: /^phoneNumbers\b/, why: NOT_NEEDED },
    { target: /^roles\[/, why: 'two mappings of roles undo each other' },
  ],
  matching: 'userName',
};

export const GROUP_MAPPINGS: WantedMappings = {
  mapped: [
    { target: 'displayName', expression: '[displayName]', why: 'workspaces are found by it' },
    { target: 'externalId', expression: '[objectId]', why: 'the object id stays when the name changes' },
    { target: 'members', expression: '[members]', why: 'who has access' },
  ],
  present: [],
  dropped: [],
  matching: 'displayName',
};

/** An attribute that the template's list of target attributes lacks: a multi-valued one for all roles. */
export const ROLES_ATTRIBUTE = {
  name: ROLES,
  type: 'String',
  anchor: false,
  required: false,
  multivalued: true,
  caseExact: false,
  mutability: 'ReadWrite',
  flowNullValues: false,
  defaultValue: null,
  metadata: [],
  apiExpressions: [],
  referencedObjects: [],
} as const;
