// The forms of what the access API gives and takes. Everything else follows from them: what a request may hold, the types of
// the handlers, and `/access/v1/openapi.json`.
import * as z from 'zod';
import { WORKSPACE_ROLES } from '../../directory/workspace-role.ts';

/** Gives a schema a name of its own in the OpenAPI document. */
function named<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  return schema.meta({ ...schema.meta(), id });
}

const orNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullable();
const time = z.iso.datetime().describe('RFC 3339, UTC');
const userId = z.uuid().describe('The id of the user, as in SCIM');
const groupId = z.uuid().describe('The id of the group, as in SCIM');
const workspaceId = z.uuid().describe('The id of the workspace; an archived one returns with the same');

export const Role = named('WorkspaceRole', z.enum(WORKSPACE_ROLES).describe('Strongest first'));

const inherited = z
  .boolean()
  .describe('Whether it comes with the organization role, so that no group can take it away');

const UserWorkspace = named(
  'UserWorkspace',
  z.object({
    id: workspaceId,
    slug: z.string(),
    name: z.string(),
    role: Role,
    inherited,
  }),
);

export const User = named(
  'User',
  z.object({
    object: z.literal('user'),
    id: userId,
    user_name: z.string(),
    external_id: orNull(z.string()).describe('The id that the identity provider gave'),
    email: orNull(z.string()).describe('The primary address, else the one for work, else the first'),
    first_name: orNull(z.string()),
    last_name: orNull(z.string()),
    active: z.boolean().describe('An inactive user has no access at all'),
    role: z.string().describe('The organization role'),
    all_workspaces: orNull(z.literal('admin')).describe(
      'Admin of every workspace, by organization role: those not listed too',
    ),
    workspaces: z
      .array(UserWorkspace)
      .describe(
        'In order of id. Of who is admin of every workspace a user read by id lists up to 1,000 of them; lists and the feed list none',
      ),
    created_at: time,
    last_updated_at: time,
  }),
);
export type UserBody = z.infer<typeof User>;

export const Workspace = named(
  'Workspace',
  z.object({
    object: z.literal('workspace'),
    id: workspaceId,
    slug: z.string().describe('For addresses that people read; does not change'),
    name: z.string(),
    status: z.enum(['active', 'archived']).describe('Archived: no group is mapped to it'),
  }),
);
export type WorkspaceBody = z.infer<typeof Workspace>;

export const WorkspaceUser = named(
  'WorkspaceUser',
  z.object({
    object: z.literal('workspace-user'),
    id: userId,
    role: Role,
    inherited,
    org_role: z.string().describe('The organization role'),
    user_name: z.string(),
    external_id: orNull(z.string()),
    email: orNull(z.string()),
    first_name: orNull(z.string()),
    last_name: orNull(z.string()),
  }),
);
export type WorkspaceUserBody = z.infer<typeof WorkspaceUser>;

export const Mapping = named(
  'Mapping',
  z.object({
    object: z.literal('mapping'),
    id: z
      .string()
      .describe('Made of what is mapped; one that waited for a group has another once it is there'),
    group_id: groupId.optional().describe('Missing where the group is not there yet'),
    group_name: z.string().describe('As the group is called now, or will be'),
    workspace: workspaceId,
    workspace_slug: z.string(),
    workspace_name: z.string(),
    role: Role,
    source: z.enum(['pattern', 'explicit']).describe("Made by the group's name, or by somebody"),
  }),
);
export type MappingBody = z.infer<typeof Mapping>;

export const REASONS = {
  granted: 'granted',
  inherited: 'inherited',
  unknownUser: 'unknown_user',
  inactive: 'inactive',
  unknownWorkspace: 'unknown_workspace',
  archived: 'archived',
  noMapping: 'no_mapping',
  roleTooLow: 'role_too_low',
} as const;

const Reason = named('Reason', z.enum(Object.values(REASONS)));

export const Check = named(
  'Check',
  z.object({
    allowed: z.boolean(),
    role: orNull(Role).describe('The role in the workspace, also where it is too low'),
    reason: Reason,
  }),
);
export type CheckBody = z.infer<typeof Check>;

const Made = z.object({
  since: time,
  credential: z.string().describe('Of who asked for it: a name, never a secret'),
  request: z.string().describe('The id of the request: it is in the log'),
});

const Path = named(
  'Path',
  z.object({
    group_id: groupId,
    group_name: z.string(),
    role: Role,
    decides: z.boolean().describe('It alone gives the role that the user has'),
    membership: Made,
    mapping: Made.extend({ id: z.string(), source: z.enum(['pattern', 'explicit']) }),
  }),
);

export const Explanation = named(
  'Explanation',
  Check.extend({
    user: orNull(z.object({ id: userId, user_name: z.string(), active: z.boolean(), role: z.string() })),
    workspace: orNull(Workspace),
    organization_role_decides: z.boolean().describe('The organization role gives the access by itself'),
    overlap: z.boolean().describe('More than one path leads to the workspace'),
    paths: z.array(Path).describe('Strongest first'),
  }),
);
export type ExplanationBody = z.infer<typeof Explanation>;

export const Settings = named(
  'Settings',
  z.object({
    object: z.literal('settings'),
    version: z.int(),
    name_pattern: z.object({
      prefix: z.string(),
      separator: z.string().describe('Between workspace and role; the last one in a name counts'),
    }),
    organization_roles: z
      .array(z.string())
      .describe('Strongest first; "admin" and above rule every workspace'),
    reevaluation: orNull(
      z.object({
        since: time,
        examined: z.int().describe('Groups and users that were looked at'),
        changed: z.int().describe('Those of them for which it made a difference'),
      }),
    ).describe('How far the last change has been carried through; null when it has'),
  }),
);
export type SettingsBody = z.infer<typeof Settings>;

export const Event = named(
  'Event',
  z
    .object({
      specversion: z.literal('1.0'),
      id: z.string().describe('No other event of this service has it'),
      source: z.url(),
      type: z.string(),
      subject: z.string(),
      time,
      datacontenttype: z.literal('application/json'),
      credential: z.string().describe('Who asked for the change'),
      requestid: z.string().describe('In which request'),
      data: z.record(z.string(), z.unknown()),
    })
    .describe('CloudEvents 1.0. docs/access.md lists the types with their data'),
);
export type EventBody = z.infer<typeof Event>;

export const Problem = named(
  'Problem',
  z
    .object({
      type: z.literal('about:blank'),
      title: z.string(),
      status: z.int(),
      code: z.string(),
      detail: z.string().describe('For a person: what is wrong and what to do'),
      request_id: z.string().describe('It is in the log of the service'),
    })
    .describe('RFC 9457'),
);

export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    object: z.literal('list'),
    data: z.array(item),
    next_cursor: orNull(z.string()).describe('For the next page; null on the last'),
  });
}

export const DEFAULT_PAGE_SIZE = 100;
export const MAX_PAGE_SIZE = 1_000;

const wholeNumber = (most: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(1, 'must be at least 1').max(most, `must be at most ${most}`));

export const cursor = z.string().optional().describe('next_cursor of the page before');

/** The parameters of every list. A page may be shorter than asked for, and yet not the last. */
export const page = {
  cursor,
  page_size: wholeNumber(MAX_PAGE_SIZE)
    .default(DEFAULT_PAGE_SIZE)
    .describe(`At most, 1 to ${MAX_PAGE_SIZE}; ${DEFAULT_PAGE_SIZE} if not given`),
};

export const count = wholeNumber(1_000).default(100).describe('Changes to read, at most, 1 to 1,000');
