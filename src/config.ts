// The settings of a deployment, read once from the environment. Everything wrong is told in one message that names each
// setting and what to do, so that an operator does not mend them one start at a time; values are never repeated in it,
// because some are secrets.
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { DEFAULT_NAME_PATTERN, type NamePattern, namePatternProblem } from './directory/mapping-name.ts';
import {
  DEFAULT_ORGANIZATION_ROLES,
  type OrganizationRoleOrder,
  organizationRoleOrderProblem,
} from './directory/organization-role.ts';
import type { ProvisioningRules } from './directory/provisioning-rules.ts';
import { isLoopback } from './http/public-url.ts';
import type { EntraSettings } from './identity/identity.ts';
import { SHORTEST_SECRET } from './identity/seal.ts';
import { parseExtensionFile } from './scim/schema/extension-file.ts';
import { ExtensionFileError } from './scim/schema/extension-file-position.ts';
import type { SchemaExtension } from './scim/schema/registry.ts';

export interface Config {
  /** Table Storage: a connection string, or an account's address that is opened with the managed identity. */
  readonly tables: { readonly connectionString: string } | { readonly url: string };
  readonly tableName: string;
  /** Days that the provisioning log is kept. */
  readonly logDays: number;
  /** Where tokens and seal come from: a key vault, or the settings of a laptop. */
  readonly secrets:
    | { readonly vaultUrl: string }
    | { readonly token: string; readonly seal: string | undefined };
  /** The address that clients use, without a slash at the end; undefined on a laptop, where the Host header tells it. */
  readonly publicUrl: string | undefined;
  /** Decides how the service proves to Azure who it is. */
  readonly host: 'azure' | 'elsewhere';
  /** The client id of a user-assigned managed identity; undefined for the system-assigned one. */
  readonly managedIdentityClientId: string | undefined;
  /** What of Entra is trusted, for those who want no long-lived secret; undefined for nothing. */
  readonly entra: EntraSettings | undefined;
  /** Whether there is a token endpoint for client credentials. */
  readonly oauth: 'on' | 'off';
  /** How a group's name maps it to a workspace. */
  readonly pattern: NamePattern;
  readonly organizationRoles: OrganizationRoleOrder;
  readonly rules: ProvisioningRules;
  /** Whether identity providers may read and write users and groups now. */
  readonly provisioning: 'enabled' | 'paused';
  /** Whom a person turns to who reads an error; undefined for nobody. */
  readonly supportContact: string | undefined;
  /** Schemas that the operator adds. */
  readonly extensions: readonly SchemaExtension[];
  /** Whether memberships are resources of their own. */
  readonly groupMembers: 'on' | 'off';
}

/** One or more settings are missing or wrong; the message names them all. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

// An app setting left empty in the portal counts as not set.
const setting = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? undefined : value),
    schema.optional(),
  );

const trueFalse = setting(z.enum(['true', 'false'], 'must be true or false'));
const onOff = setting(z.enum(['on', 'off'], 'must be on or off'));
const entraId = setting(
  z
    .string()
    .trim()
    .toLowerCase()
    .regex(
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      'must be an id such as Entra shows it, with hyphens',
    ),
);

/** What Entra's provisioning service names as the audience for every custom application of the public cloud. */
const PROVISIONING_AUDIENCE = '8adf8e6e-67b2-4cf2-a259-e3dc5476c621';
/** Longer than it takes until somebody asks why a colleague lost access; a month's table stays up to a month longer. */
const DEFAULT_LOG_DAYS = 90;
const PUBLIC_CLOUD = 'https://login.microsoftonline.com';

const SETTINGS = z.object({
  ROLLCALL_TABLES: setting(
    z.string().refine(isConnectionString, 'must be a connection string of a storage account or of Azurite'),
  ),
  ROLLCALL_TABLES_URL: setting(
    z.string().refine((text) => isUrl(text, ['https:']), 'must be https://<account>.table.core.windows.net'),
  ),
  ROLLCALL_TABLE_NAME: setting(
    // The tables of the provisioning log have nine characters more, and a name has 63.
    z.string().regex(/^[a-z][a-z0-9]{2,53}$/i, 'must be 3 to 54 letters and digits, beginning with a letter'),
  ),
  ROLLCALL_LOG_DAYS: setting(z.coerce.number('must be a whole number of days').int().min(1).max(3_650)),
  ROLLCALL_VAULT_URL: setting(
    z
      .string()
      .refine(
        isServiceUrl,
        'must be https://<name>.vault.azure.net (http only for an address on this machine)',
      ),
  ),
  ROLLCALL_TOKEN: setting(
    z.string().regex(/^[\x21-\x7e]+$/, 'must be visible ASCII characters without blanks'),
  ),
  ROLLCALL_SEAL: setting(z.string().min(SHORTEST_SECRET, `must have at least ${SHORTEST_SECRET} characters`)),
  ROLLCALL_BASE_URL: setting(
    z
      .string()
      .refine(isPublicUrl, 'must be an http or https address without query, and without /scim/v2 at its end'),
  ),
  ROLLCALL_WORKSPACE_PREFIX: setting(z.string()),
  ROLLCALL_ROLE_SEPARATOR: setting(z.string()),
  ROLLCALL_ORGANIZATION_ROLES: setting(z.string()),
  ROLLCALL_ALLOWED_DOMAINS: setting(
    z
      .string()
      .refine(
        (text) => domains(text).every((domain) => DOMAIN.test(domain)),
        'must be domains without @, separated by commas, such as atlas.example,borealis.example',
      ),
  ),
  ROLLCALL_ALLOW_SUBDOMAINS: trueFalse,
  ROLLCALL_GROUP_BASED_USER_PROVISIONING: trueFalse,
  ROLLCALL_PROVISIONING: setting(z.enum(['enabled', 'paused'], 'must be enabled or paused')),
  ROLLCALL_SUPPORT_CONTACT: setting(
    z
      .string()
      .trim()
      .max(200, 'must be at most 200 characters')
      .regex(/^[^\u0000-\u001f]*$/, 'must be one line of text'),
  ),
  ROLLCALL_EXTENSIONS: setting(z.string().transform(readExtensions)),
  ROLLCALL_GROUP_MEMBERS: onOff,
  ROLLCALL_OAUTH: onOff,
  ROLLCALL_ENTRA_TENANT_ID: entraId,
  ROLLCALL_ENTRA_PROVISIONING_JWT: onOff,
  ROLLCALL_ENTRA_PROVISIONING_AUDIENCE: entraId,
  ROLLCALL_ENTRA_APPLICATION_ID: entraId,
  ROLLCALL_ENTRA_WORKLOAD_ID: entraId,
  ROLLCALL_ENTRA_WORKLOAD_SUBJECT: entraId,
  WEBSITE_HOSTNAME: setting(z.string()),
  AZURE_AUTHORITY_HOST: setting(
    z
      .string()
      .refine(
        isServiceUrl,
        `must be the sign-in address of the cloud, such as ${PUBLIC_CLOUD} (http only for an address on this machine)`,
      ),
  ),
  AZURE_CLIENT_ID: setting(z.string()),
});

type Settings = z.infer<typeof SETTINGS>;

/** Reads the settings, `process.env` as a rule. Throws ConfigError. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = SETTINGS.safeParse(environment);
  const problems = parsed.success
    ? contradictions(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  if (!parsed.success || problems.length > 0) {
    throw new ConfigError(`The settings are not usable: ${problems.join('; ')}.`);
  }
  const settings = parsed.data;
  return {
    tables:
      settings.ROLLCALL_TABLES === undefined
        ? { url: settings.ROLLCALL_TABLES_URL ?? '' }
        : { connectionString: settings.ROLLCALL_TABLES },
    tableName: settings.ROLLCALL_TABLE_NAME ?? 'rollcall',
    logDays: settings.ROLLCALL_LOG_DAYS ?? DEFAULT_LOG_DAYS,
    secrets:
      settings.ROLLCALL_VAULT_URL === undefined
        ? { token: settings.ROLLCALL_TOKEN ?? '', seal: settings.ROLLCALL_SEAL }
        : { vaultUrl: settings.ROLLCALL_VAULT_URL },
    publicUrl: publicUrl(settings),
    host: runsInAzure(settings) ? 'azure' : 'elsewhere',
    managedIdentityClientId: settings.AZURE_CLIENT_ID,
    entra: entra(settings),
    oauth: settings.ROLLCALL_OAUTH ?? 'off',
    pattern: pattern(settings),
    organizationRoles: organizationRoles(settings),
    rules: {
      allowedDomains: {
        domains: domains(settings.ROLLCALL_ALLOWED_DOMAINS ?? ''),
        subdomains: settings.ROLLCALL_ALLOW_SUBDOMAINS === 'true' ? 'allowed' : 'refused',
      },
      groupBasedUserProvisioning: settings.ROLLCALL_GROUP_BASED_USER_PROVISIONING === 'true' ? 'on' : 'off',
    },
    provisioning: settings.ROLLCALL_PROVISIONING ?? 'enabled',
    supportContact: settings.ROLLCALL_SUPPORT_CONTACT,
    extensions: settings.ROLLCALL_EXTENSIONS ?? [],
    groupMembers: settings.ROLLCALL_GROUP_MEMBERS ?? 'off',
  };
}

/** The schemas in the operator's file at this path. What is wrong with it is told with its line. */
function readExtensions(path: string, context: z.RefinementCtx): readonly SchemaExtension[] {
  try {
    return parseExtensionFile(readFileSync(path, 'utf8'));
  } catch (error) {
    const message =
      error instanceof ExtensionFileError
        ? `names a faulty file. ${error.message.replace(/\.$/, '')}`
        : `names a file that cannot be read (${(error as NodeJS.ErrnoException).code})`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
}

/** What is wrong between settings that are each well-formed. */
function contradictions(settings: Settings): string[] {
  const { ROLLCALL_TABLES, ROLLCALL_TABLES_URL, ROLLCALL_VAULT_URL, ROLLCALL_TOKEN } = settings;
  const rules: readonly [boolean, string][] = [
    [
      ROLLCALL_TABLES === undefined && ROLLCALL_TABLES_URL === undefined,
      'ROLLCALL_TABLES_URL (in Azure) or ROLLCALL_TABLES (a connection string) must be set',
    ],
    [
      ROLLCALL_TABLES !== undefined && ROLLCALL_TABLES_URL !== undefined,
      'ROLLCALL_TABLES and ROLLCALL_TABLES_URL exclude each other; remove one',
    ],
    [
      ROLLCALL_VAULT_URL === undefined && ROLLCALL_TOKEN === undefined,
      'ROLLCALL_VAULT_URL (in Azure) or ROLLCALL_TOKEN (on your own machine) must be set',
    ],
    [
      ROLLCALL_VAULT_URL !== undefined && ROLLCALL_TOKEN !== undefined,
      'ROLLCALL_VAULT_URL and ROLLCALL_TOKEN exclude each other; remove one',
    ],
    [
      ROLLCALL_TOKEN !== undefined && runsInAzure(settings),
      'ROLLCALL_TOKEN is only for your own machine; in Azure put the token into the key vault and set ROLLCALL_VAULT_URL',
    ],
    [
      settings.ROLLCALL_ENTRA_TENANT_ID === undefined && needsTenant(settings),
      'ROLLCALL_ENTRA_TENANT_ID must be set with any other ROLLCALL_ENTRA_... setting',
    ],
    [
      (settings.ROLLCALL_ENTRA_WORKLOAD_ID === undefined) !==
        (settings.ROLLCALL_ENTRA_WORKLOAD_SUBJECT === undefined),
      'ROLLCALL_ENTRA_WORKLOAD_ID and ROLLCALL_ENTRA_WORKLOAD_SUBJECT must be set together',
    ],
    [
      settings.ROLLCALL_ENTRA_WORKLOAD_ID !== undefined && settings.ROLLCALL_OAUTH !== 'on',
      'ROLLCALL_ENTRA_WORKLOAD_ID needs the token endpoint: set ROLLCALL_OAUTH to on',
    ],
  ];
  const patternProblem = namePatternProblem(pattern(settings));
  const rolesProblem = organizationRoleOrderProblem(organizationRoles(settings));
  return [
    ...rules.filter(([isBroken]) => isBroken).map(([, problem]) => problem),
    ...(patternProblem === undefined
      ? []
      : [`ROLLCALL_WORKSPACE_PREFIX and ROLLCALL_ROLE_SEPARATOR: ${patternProblem}`]),
    ...(rolesProblem === undefined ? [] : [`ROLLCALL_ORGANIZATION_ROLES: ${rolesProblem}`]),
  ];
}

function needsTenant(settings: Settings): boolean {
  return (
    settings.ROLLCALL_ENTRA_PROVISIONING_JWT === 'on' ||
    settings.ROLLCALL_ENTRA_APPLICATION_ID !== undefined ||
    settings.ROLLCALL_ENTRA_WORKLOAD_ID !== undefined
  );
}

function entra(settings: Settings): EntraSettings | undefined {
  const tenantId = settings.ROLLCALL_ENTRA_TENANT_ID;
  if (tenantId === undefined) return undefined;
  const { ROLLCALL_ENTRA_WORKLOAD_ID: clientId, ROLLCALL_ENTRA_WORKLOAD_SUBJECT: subject } = settings;
  return {
    tenantId,
    authority: (settings.AZURE_AUTHORITY_HOST ?? PUBLIC_CLOUD).replace(/\/+$/, ''),
    provisioningAudience:
      settings.ROLLCALL_ENTRA_PROVISIONING_JWT === 'on'
        ? (settings.ROLLCALL_ENTRA_PROVISIONING_AUDIENCE ?? PROVISIONING_AUDIENCE)
        : undefined,
    applicationId: settings.ROLLCALL_ENTRA_APPLICATION_ID,
    workload: clientId === undefined || subject === undefined ? undefined : { clientId, subject },
  };
}

/** Labels of letters and digits of any script, and hyphens inside. */
const DOMAIN =
  /^[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)+$/u;

function domains(text: string): string[] {
  return text
    .split(',')
    .map((domain) => domain.trim().toLowerCase())
    .filter((domain) => domain !== '');
}

function pattern(settings: Settings): NamePattern {
  return {
    prefix: settings.ROLLCALL_WORKSPACE_PREFIX ?? DEFAULT_NAME_PATTERN.prefix,
    separator: settings.ROLLCALL_ROLE_SEPARATOR ?? DEFAULT_NAME_PATTERN.separator,
  };
}

function organizationRoles(settings: Settings): OrganizationRoleOrder {
  return (
    settings.ROLLCALL_ORGANIZATION_ROLES?.split(',').map((role) => role.trim()) ?? DEFAULT_ORGANIZATION_ROLES
  );
}

/** Core Tools set WEBSITE_HOSTNAME too, to localhost. */
function runsInAzure({ WEBSITE_HOSTNAME }: Settings): boolean {
  return WEBSITE_HOSTNAME !== undefined && !isLoopback(WEBSITE_HOSTNAME);
}

function publicUrl(settings: Settings): string | undefined {
  if (settings.ROLLCALL_BASE_URL !== undefined) return settings.ROLLCALL_BASE_URL.replace(/\/+$/, '');
  return runsInAzure(settings) ? `https://${settings.WEBSITE_HOSTNAME}` : undefined;
}

function isUrl(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

function isServiceUrl(text: string): boolean {
  return isUrl(text, ['https:']) || (isUrl(text, ['http:']) && isLoopback(new URL(text).host));
}

function isPublicUrl(text: string): boolean {
  if (!isUrl(text, ['http:', 'https:'])) return false;
  const { search, hash, pathname, username } = new URL(text);
  return search === '' && hash === '' && username === '' && !/\/scim\/v2\/*$/i.test(pathname);
}

function isConnectionString(text: string): boolean {
  const names = new Set(text.split(';').map((part) => part.split('=')[0]?.trim().toLowerCase()));
  const has = (...wanted: string[]) => wanted.every((name) => names.has(name));
  return (
    has('usedevelopmentstorage') ||
    has('accountname', 'accountkey') ||
    has('tableendpoint', 'sharedaccesssignature')
  );
}
