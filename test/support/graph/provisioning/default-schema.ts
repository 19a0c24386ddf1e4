// The mappings that a new job of a custom application has: entra.md section 9.
import { parseExpression } from './expressions.ts';
import type { AttributeMapping, MappingSource, SynchronizationSchema } from './schema.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTRA = 'Azure Active Directory';
const TARGET = 'customappsso';

const USER: readonly (readonly [expression: string, target: string])[] = [
  ['[userPrincipalName]', 'userName'],
  ['Switch([IsSoftDeleted], , "False", "True", "True", "False")', 'active'],
  ['[displayName]', 'displayName'],
  ['[jobTitle]', 'title'],
  ['[mail]', 'emails[type eq "work"].value'],
  ['[preferredLanguage]', 'preferredLanguage'],
  ['[givenName]', 'name.givenName'],
  ['[surname]', 'name.familyName'],
  ['Join(" ", [givenName], [surname])', 'name.formatted'],
  ['[physicalDeliveryOfficeName]', 'addresses[type eq "work"].formatted'],
  ['[streetAddress]', 'addresses[type eq "work"].streetAddress'],
  ['[city]', 'addresses[type eq "work"].locality'],
  ['[state]', 'addresses[type eq "work"].region'],
  ['[postalCode]', 'addresses[type eq "work"].postalCode'],
  ['[country]', 'addresses[type eq "work"].country'],
  ['[telephoneNumber]', 'phoneNumbers[type eq "work"].value'],
  ['[mobile]', 'phoneNumbers[type eq "mobile"].value'],
  ['[facsimileTelephoneNumber]', 'phoneNumbers[type eq "fax"].value'],
  ['[mailNickname]', 'externalId'],
  ['[employeeId]', `${ENTERPRISE}:employeeNumber`],
  ['[department]', `${ENTERPRISE}:department`],
  ['[manager]', `${ENTERPRISE}:manager`],
];

const GROUPS: typeof USER = [
  ['[displayName]', 'displayName'],
  ['[objectId]', 'externalId'],
  ['[members]', 'members'],
];

/** In the list of target attributes without being mapped; bare `roles` is not in it: entra.md 3.2. */
const UNMAPPED = [
  'id',
  'roles[primary eq "True"].value',
  'roles[primary eq "True"].display',
  'roles[primary eq "True"].type',
  'nickName',
];

export function defaultSchema(): SynchronizationSchema {
  return {
    directories: [
      { id: crypto.randomUUID(), name: ENTRA, objects: [] },
      {
        id: crypto.randomUUID(),
        name: TARGET,
        objects: [
          { name: ENTERPRISE, attributes: [...USER.map(([, target]) => target), ...UNMAPPED].map(attribute) },
          { name: GROUP, attributes: ['id', ...GROUPS.map(([, target]) => target)].map(attribute) },
        ],
      },
    ],
    synchronizationRules: [
      {
        id: crypto.randomUUID(),
        name: 'USER_OUTBOUND_USER',
        editable: true,
        priority: 1,
        sourceDirectoryName: ENTRA,
        targetDirectoryName: TARGET,
        objectMappings: [
          objectMapping('User', ENTERPRISE, USER, 'userName'),
          objectMapping('Group', GROUP, GROUPS, 'displayName'),
        ],
      },
    ],
  };
}

const attribute = (name: string) => ({
  name,
  type: 'String',
  anchor: name === 'id',
  required: false,
  multivalued: name === 'members',
  caseExact: false,
  mutability: 'ReadWrite',
});

function objectMapping(
  sourceObjectName: string,
  targetObjectName: string,
  rows: typeof USER,
  matching: string,
) {
  return {
    name: `Provision Microsoft Entra ID ${sourceObjectName}s`,
    enabled: true,
    flowTypes: 'Add, Update, Delete',
    scope: null,
    sourceObjectName,
    targetObjectName,
    attributeMappings: rows.map(
      ([expression, targetAttributeName]): AttributeMapping => ({
        targetAttributeName,
        source: parseExpression(expression) as MappingSource,
        matchingPriority: targetAttributeName === matching ? 1 : 0,
        flowType: 'Always',
        flowBehavior: 'FlowWhenChanged',
        defaultValue: null,
        exportMissingReferences: false,
      }),
    ),
  };
}
