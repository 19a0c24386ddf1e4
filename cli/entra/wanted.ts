// What a connection is to be like: the options of `rollcall entra ...`, checked and completed once, for all steps.

import { CommandError, type Options, type Values } from '../command.ts';
import type { Effects } from '../effects.ts';
import { AUTHENTICATIONS, type Authentication, isAuthentication } from './authentication.ts';
import { CLOUDS, type Cloud } from './cloud.ts';
import { type AppRole, ORGANIZATION_ROLES } from './roles.ts';
import { GRAPH_COMMAND_LINE_TOOLS } from './sign-in.ts';

/** Options of every `rollcall entra ...`. */
export const TENANT_OPTIONS = {
  tenant: { value: 'tenant', required: true, says: 'Id or domain of the Entra tenant.' },
  name: { value: 'name', says: 'Name of the enterprise application, "Rollcall" if not given.' },
  'application-id': { value: 'id', says: 'Application (client) id, where the name is not enough.' },
  'client-id': {
    value: 'id',
    says: `The client to sign in with; Microsoft Graph Command Line Tools (${GRAPH_COMMAND_LINE_TOOLS}) if not given.`,
  },
  cloud: { value: 'cloud', says: `The cloud of the tenant: ${Object.keys(CLOUDS).join(', ')}.` },
  'dry-run': { says: 'Change nothing; say what would be done.' },
} as const satisfies Options;

/** What `setup` wants and `check` compares with. */
export const CONNECTION_OPTIONS = {
  'scim-url': {
    value: 'url',
    required: true,
    says: 'The SCIM URL of the service: scimUrl in the outputs of the deployment.',
  },
  'owner-role': {
    says: 'Have the organization role "owner" too (organizationRoles of the deployment must name it).',
  },
  group: {
    value: 'name[=role]',
    multiple: true,
    says: 'A group to assign, by its name; its role is "group" if not given.',
  },
  user: {
    value: 'upn[=role]',
    multiple: true,
    says: 'A user to assign, by user principal name; the role is "member" if not given.',
  },
  'no-console': { says: 'Leave out the application that people sign in to the console with.' },
} as const satisfies Options;

export const VAULT_OPTIONS = {
  vault: { value: 'name', says: 'The key vault of the deployment: vaultName in its outputs.' },
  secret: { value: 'name', says: 'The secret that holds the token, "scim-token" if not given.' },
} as const satisfies Options;

export interface Tenant {
  readonly tenant: string;
  readonly cloud: Cloud;
  readonly clientId: string;
  readonly name: string;
  readonly applicationId: string | undefined;
}

export interface Assignment {
  readonly kind: 'group' | 'user';
  readonly name: string;
  readonly role: string;
}

/** What must be true of the connection, whoever made it. */
export interface Connection extends Tenant {
  /** Without a slash at the end, and without a query. */
  readonly scimUrl: string;
  readonly roles: readonly AppRole[];
  readonly assignments: readonly Assignment[];
  readonly console: 'wanted' | 'not wanted';
}

export function readTenant(
  values: Values<typeof TENANT_OPTIONS>,
  { clouds }: Pick<Effects, 'clouds'>,
): Tenant {
  const cloud = clouds[values.cloud ?? 'public'];
  if (cloud === undefined) {
    throw new CommandError(`--cloud must be one of ${Object.keys(clouds).join(', ')}.`, 2);
  }
  return {
    tenant: values.tenant,
    cloud,
    clientId: values['client-id'] ?? GRAPH_COMMAND_LINE_TOOLS,
    name: values.name ?? 'Rollcall',
    applicationId: values['application-id'],
  };
}

export function readConnection(
  values: Values<typeof TENANT_OPTIONS> & Values<typeof CONNECTION_OPTIONS>,
  effects: Pick<Effects, 'clouds'>,
): Connection {
  const { owner, ...others } = ORGANIZATION_ROLES;
  const roles = [...(values['owner-role'] ? [owner] : []), ...Object.values(others)];
  return {
    ...readTenant(values, effects),
    scimUrl: readScimUrl(values['scim-url']),
    roles,
    assignments: [
      ...values.group.map((text) => readAssignment('group', text, 'group', roles)),
      ...values.user.map((text) => readAssignment('user', text, 'member', roles)),
    ],
    console: values['no-console'] ? 'not wanted' : 'wanted',
  };
}

export function readAuthentication(text: string | undefined): Authentication {
  const name = text ?? 'secret-token';
  if (isAuthentication(name)) return name;
  throw new CommandError(`--authentication must be one of ${Object.keys(AUTHENTICATIONS).join(', ')}.`, 2);
}

/** `https://host/scim/v2`, whatever follows it in what was pasted. */
export function readScimUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost';
  if (url === undefined || (url.protocol !== 'https:' && !isLocal)) {
    throw new CommandError(`--scim-url must be https://<host>/scim/v2, not ${text}`, 2);
  }
  const path = url.pathname.replace(/\/+$/, '');
  if (!path.endsWith('/scim/v2')) {
    throw new CommandError(`--scim-url must end with /scim/v2, not ${text}`, 2);
  }
  return `${url.origin}${path}`;
}

/** The last `=` separates: a group's name may hold one. */
function readAssignment(
  kind: Assignment['kind'],
  text: string,
  usual: string,
  roles: readonly AppRole[],
): Assignment {
  const values = roles.map(({ value }) => value);
  const at = text.lastIndexOf('=');
  if (at < 0) return { kind, name: text, role: usual };
  const role = text.slice(at + 1);
  if (values.includes(role)) return { kind, name: text.slice(0, at), role };
  throw new CommandError(`--${kind} ${text}: the role must be one of ${values.join(', ')}.`, 2);
}
