// Microsoft Entra: a non-gallery application with automatic provisioning. The names of pages and fields are those of the Entra
// admin center.
import type { Guide } from './guide.ts';

export const ENTRA: Guide = {
  id: 'entra',
  title: 'Microsoft Entra',
  steps: ({ scimUrl, prefix, separator, organizationRoles }) => [
    {
      id: 'application',
      title: 'Create the application',
      text: 'Entra admin center, Enterprise applications, New application, Create your own application: choose "Integrate any other application you don\'t find in the gallery". An application that was made under App registrations cannot provision.',
      values: [{ label: 'Name', value: 'Rollcall' }],
    },
    {
      id: 'app-roles',
      title: 'Create the app roles',
      text: 'App registrations, All applications, the application, App roles, Create app role. Allow users and groups for each. "Group" only lets a group be assigned; it gives no role.',
      values: [
        ...organizationRoles.map((role) => ({ label: `Value of the role "${capital(role)}"`, value: role })),
        { label: 'Value of the role "Group"', value: 'group' },
      ],
    },
    {
      id: 'connectivity',
      title: 'Connect',
      text: 'The enterprise application, Provisioning, New configuration. Paste the Tenant URL with the flag behind it, which makes Entra speak standard SCIM, and as Secret token one that you generate above. Then Test connection.',
      values: [{ label: 'Tenant URL', value: `${scimUrl}?aadOptscim062020` }],
      proof: 'test-connection',
    },
    {
      id: 'roles',
      title: 'Send the roles',
      text: 'Provisioning, Attribute mapping, Provision Microsoft Entra ID Users. Show advanced options, Edit attribute list: add the attribute "roles", type String, multi-value. Delete the mapping of appRoleAssignments that is there, if any. Then Add new mapping of type Expression. It works with the scope "Sync only assigned users and groups", which is the default.',
      values: [
        { label: 'Expression', value: 'AssertiveAppRoleAssignmentsComplex([appRoleAssignments])' },
        { label: 'Target attribute', value: 'roles' },
      ],
      proof: 'roles',
    },
    {
      id: 'display-name',
      title: 'Send the whole name',
      text: 'In the same list edit the mapping of displayName: type Expression.',
      values: [
        { label: 'Expression', value: 'Join(" ", [givenName], [surname])' },
        { label: 'Target attribute', value: 'displayName' },
      ],
      proof: 'display-name',
    },
    {
      id: 'external-id',
      title: 'Send an id that never changes',
      text: 'Edit the mapping of externalId: its source is mailNickname, which is not unique and may change. Choose objectId, before people are provisioned.',
      values: [
        { label: 'Source attribute', value: 'objectId' },
        { label: 'Target attribute', value: 'externalId' },
      ],
      proof: 'object-id',
    },
    {
      id: 'unsupported',
      title: 'Delete what nobody needs',
      text: 'Delete the mappings of preferredLanguage and of all addresses[...] and phoneNumbers[...]: personal data that no role comes of. Delete those of attributes that are not known here, too; this step turns green when users arrive and none of theirs is unknown.',
      proof: 'user',
      without: 'unknown-attribute',
    },
    {
      id: 'groups',
      title: 'Name the groups',
      text: `A group that is called by this pattern makes its members ${'admin, manager or member'} of a workspace. Any other group can be mapped on the Groups page.`,
      values: [
        { label: 'Pattern', value: `${prefix}{workspace}${separator}{admin|manager|member}` },
        { label: 'For example', value: `${prefix}Sales${separator}manager` },
      ],
      proof: 'group-by-pattern',
    },
    {
      id: 'assign',
      title: 'Assign people and groups',
      text: 'The enterprise application, Users and groups, Add user/group: the groups with the role "Group", administrators also with the role "Admin". Only direct members of a group count.',
      proof: 'membership',
    },
    {
      id: 'start',
      title: 'Start provisioning',
      text: 'Provisioning, Overview, Start provisioning. The first cycle begins within minutes, later ones every 40 minutes; "Provision on demand" sends one person at once.',
      proof: 'user',
    },
    {
      id: 'deactivation',
      title: 'See that somebody can be shut out',
      text: 'Take somebody out of the assignment. The next cycle deactivates them here, and with that all their access ends.',
      proof: 'deactivation',
    },
  ],
};

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
