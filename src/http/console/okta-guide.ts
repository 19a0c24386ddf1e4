// Okta: a SAML application with SCIM provisioning and a token in the header. The names of pages and fields are those of the
// Okta admin console.
import type { Guide } from './guide.ts';

export const OKTA: Guide = {
  id: 'okta',
  title: 'Okta',
  steps: ({ scimUrl, prefix, separator, organizationRoles }) => [
    {
      id: 'application',
      title: 'Create the application',
      text: 'Applications, Create App Integration: SAML 2.0 (an OIDC application cannot send a token in the header). Then General, App Settings, Edit: Provisioning is SCIM.',
      values: [{ label: 'App name', value: 'Rollcall' }],
    },
    {
      id: 'connection',
      title: 'Connect',
      text: 'Provisioning, Integration, Edit. Tick Import New Users and Profile Updates, Push New Users, Push Profile Updates and Push Groups; leave Import Groups out. As Authorization paste a token that you generate above, without the word Bearer. Then Test Connector Configuration.',
      values: [
        { label: 'SCIM connector base URL', value: scimUrl },
        { label: 'Unique identifier field for users', value: 'userName' },
        { label: 'Authentication Mode', value: 'HTTP Header' },
      ],
      proof: 'request',
    },
    {
      id: 'to-app',
      title: 'Allow changes',
      text: 'Provisioning, To App, Edit: enable Create Users, Update User Attributes and Deactivate Users.',
      proof: 'user',
    },
    {
      id: 'roles',
      title: 'Send the roles',
      text: `Directory, Profile Editor, the application's user profile, Add Attribute. Define an enumerated list of the roles ${organizationRoles.join(', ')}. Then set it when you assign people or groups.`,
      values: [
        { label: 'Data type', value: 'string array' },
        { label: 'Variable name', value: 'roles' },
        { label: 'External name', value: 'roles' },
        { label: 'External namespace', value: 'urn:ietf:params:scim:schemas:core:2.0:User' },
      ],
      proof: 'roles',
    },
    {
      id: 'assign',
      title: 'Assign people',
      text: 'Assignments, Assign to People or to Groups. Who is assigned is sent at once.',
      proof: 'user',
    },
    {
      id: 'push-groups',
      title: 'Push the groups',
      text: 'Push Groups, Find groups by rule, for names that begin with the prefix. A group that is called by this pattern makes its members admin, manager or member of a workspace; any other can be mapped on the Groups page.',
      values: [
        { label: 'Prefix', value: prefix },
        { label: 'Pattern', value: `${prefix}{workspace}${separator}{admin|manager|member}` },
        { label: 'For example', value: `${prefix}Sales${separator}manager` },
      ],
      proof: 'group-by-pattern',
    },
    {
      id: 'members',
      title: 'See that members follow',
      text: 'Put somebody who is assigned into a pushed group. Okta pushes only members who are assigned to the application, too.',
      proof: 'membership',
    },
    {
      id: 'deactivation',
      title: 'See that somebody can be shut out',
      text: 'Take somebody out of the assignment. They are deactivated here at once, and with that all their access ends.',
      proof: 'deactivation',
    },
  ],
};
