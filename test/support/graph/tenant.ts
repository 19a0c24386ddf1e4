// What an Entra tenant holds, as far as provisioning is concerned.
import type { AppRole } from '../../../cli/entra/roles.ts';
import type { Link } from './provisioning/link.ts';
import type { SynchronizationSchema } from './provisioning/schema.ts';
import { createReplicated, type Replicated } from './replicated.ts';

/** Attributes are named as Entra's mappings name them. */
export interface EntraUser {
  readonly id: string;
  userPrincipalName: string;
  displayName: string;
  givenName?: string;
  surname?: string;
  mail?: string;
  mailNickname?: string;
  jobTitle?: string;
  department?: string;
  preferredLanguage?: string;
  telephoneNumber?: string;
  city?: string;
  /** Object id. */
  manager?: string;
  accountEnabled: boolean;
  /** `deleted`: purged after the thirty days in which a deleted user can be restored. */
  state: 'there' | 'deleted';
}

export interface EntraGroup {
  readonly id: string;
  displayName: string;
  readonly securityEnabled: boolean;
  /** Object ids of users and groups. */
  members: string[];
}

export interface EntraApplication {
  readonly id: string;
  readonly appId: string;
  displayName: string;
  notes: string | null;
  readonly applicationTemplateId: string | null;
  readonly signInAudience: string;
  identifierUris: string[];
  appRoles: AppRole[];
  api: Record<string, unknown>;
  spa: { redirectUris: string[] };
}

export interface RoleAssignment {
  readonly id: string;
  readonly principalId: string;
  readonly principalType: 'User' | 'Group';
  readonly resourceId: string;
  readonly appRoleId: string;
}

export interface EntraJob {
  readonly id: string;
  readonly templateId: string;
  schema: SynchronizationSchema;
  schedule: { state: 'Active' | 'Disabled' };
  status: {
    code: 'NotRun' | 'Active' | 'Paused' | 'Quarantine';
    lastExecution: object | null;
    quarantine: object | null;
    synchronizedEntryCountByType: { key: string; value: number }[];
  };
  /** What is provisioned, by the object's id in Entra. */
  readonly links: Map<string, Link>;
}

export interface EntraServicePrincipal {
  readonly id: string;
  readonly appId: string;
  /** Follow the application's, after some looks. */
  appRoles: AppRole[];
  pendingRoles: { roles: AppRole[]; hidden: number } | undefined;
  readonly assignments: RoleAssignment[];
  readonly jobs: EntraJob[];
  /** Replaced as a whole by each PUT. */
  secrets: Map<string, string>;
  /** Of the newer way, which the beta path and the portal write. */
  connectivity: Map<string, string>;
}

export interface Tenant {
  readonly id: string;
  /** How many looks at something new do not find it. */
  readonly late: number;
  readonly users: EntraUser[];
  readonly groups: EntraGroup[];
  readonly applications: Replicated<EntraApplication>;
  readonly servicePrincipals: Replicated<EntraServicePrincipal>;
}

/** A tenant in which nothing is connected. */
export function createTenant(id: string, late: number): Tenant {
  return {
    id,
    late,
    users: [],
    groups: [],
    applications: createReplicated(late),
    servicePrincipals: createReplicated(late),
  };
}

export function addUser(tenant: Tenant, upn: string, attributes: Partial<EntraUser> = {}): EntraUser {
  const [givenName = '', surname = ''] = upn.split('@', 1)[0]?.split('.').map(capital) ?? [];
  const user: EntraUser = {
    id: crypto.randomUUID(),
    userPrincipalName: upn,
    displayName: `${surname}, ${givenName}`,
    givenName,
    surname,
    mail: upn,
    mailNickname: upn.split('@', 1)[0] ?? '',
    accountEnabled: true,
    state: 'there',
    ...attributes,
  };
  tenant.users.push(user);
  return user;
}

export function addGroup(
  tenant: Tenant,
  displayName: string,
  members: readonly EntraUser[],
  securityEnabled = true,
): EntraGroup {
  const group = {
    id: crypto.randomUUID(),
    displayName,
    securityEnabled,
    members: members.map(({ id }) => id),
  };
  tenant.groups.push(group);
  return group;
}

/** The service principal of an application, known or not yet. */
export function makeServicePrincipal(tenant: Tenant, application: EntraApplication): EntraServicePrincipal {
  const servicePrincipal: EntraServicePrincipal = {
    id: crypto.randomUUID(),
    appId: application.appId,
    appRoles: structuredClone(application.appRoles),
    pendingRoles: undefined,
    assignments: [],
    jobs: [],
    secrets: new Map(),
    connectivity: new Map(),
  };
  tenant.servicePrincipals.add(servicePrincipal.id, servicePrincipal);
  return servicePrincipal;
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
