// How a directory reads names and roles. A change is carried through to all groups and users, and tells how far it is.
import * as z from 'zod';
import type { SettingsRecord } from '../../directory/access-store.ts';
import { changeSettings } from '../../directory/change-settings.ts';
import { operation } from './operation.ts';
import { Settings, type SettingsBody } from './schemas.ts';

const read = operation({
  method: 'GET',
  path: 'settings',
  scope: 'read',
  name: 'readSettings',
  summary: 'How names of groups and organization roles are read, and how far the last change is',
  answers: { 200: Settings },
  handle: async ({ store }) => ({ body: settingsBody(await store.readSettings()) }),
});

const change = operation({
  method: 'PATCH',
  path: 'settings',
  scope: 'manage',
  name: 'changeSettings',
  summary: 'Changes what is given; groups and users that are there follow',
  body: z.strictObject({
    name_pattern: z
      .strictObject({ prefix: z.string().max(100), separator: z.string().max(100) })
      .partial()
      .optional(),
    organization_roles: z.array(z.string().trim().max(100)).max(50).optional(),
  }),
  answers: { 200: Settings },
  problems: [400],
  async handle(asked) {
    const { name_pattern, organization_roles } = asked.body;
    const settings = await changeSettings(asked, ({ pattern, organizationRoles }) => ({
      pattern: {
        prefix: name_pattern?.prefix ?? pattern.prefix,
        separator: name_pattern?.separator ?? pattern.separator,
      },
      organizationRoles: organization_roles ?? organizationRoles,
    }));
    return { body: settingsBody(settings) };
  },
});

export const settingsOperations = [read, change];

function settingsBody({ version, pattern, organizationRoles, reevaluation }: SettingsRecord): SettingsBody {
  return {
    object: 'settings',
    version,
    name_pattern: { prefix: pattern.prefix, separator: pattern.separator },
    organization_roles: [...organizationRoles],
    reevaluation: reevaluation ?? null,
  };
}
