// What Graph answers, as far as it is read here. Source: Microsoft Graph reference v1.0.
import * as z from 'zod';
import { CommandError } from '../command.ts';

const ROLE = z.object({
  id: z.string(),
  value: z
    .string()
    .nullish()
    .transform((value) => value ?? null),
  displayName: z.string(),
  description: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  isEnabled: z.boolean(),
  allowedMemberTypes: z.array(z.string()),
});

export const APPLICATION = z.object({
  id: z.string(),
  appId: z.string(),
  displayName: z.string(),
  notes: z.string().nullish(),
  applicationTemplateId: z.string().nullish(),
  identifierUris: z.array(z.string()).default([]),
  appRoles: z.array(ROLE).default([]),
  api: z
    .looseObject({
      requestedAccessTokenVersion: z.number().nullish(),
      oauth2PermissionScopes: z
        .array(z.looseObject({ id: z.string(), value: z.string().nullish() }))
        .default([]),
      preAuthorizedApplications: z
        .array(z.looseObject({ appId: z.string(), delegatedPermissionIds: z.array(z.string()).default([]) }))
        .default([]),
    })
    .nullish(),
  spa: z.looseObject({ redirectUris: z.array(z.string()).default([]) }).nullish(),
});
export type Application = z.infer<typeof APPLICATION>;

export const SERVICE_PRINCIPAL = z.object({
  id: z.string(),
  appId: z.string(),
  appRoles: z.array(ROLE).default([]),
});
export type ServicePrincipal = z.infer<typeof SERVICE_PRINCIPAL>;

export const PRINCIPAL = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  securityEnabled: z.boolean().nullish(),
  userPrincipalName: z.string().nullish(),
});

export const ASSIGNMENT = z.object({
  principalId: z.string(),
  principalType: z.string().nullish(),
  appRoleId: z.string(),
});
export type AssignmentSeen = z.infer<typeof ASSIGNMENT>;

const EXECUTION = z
  .object({
    state: z.string().nullish(),
    timeEnded: z.string().nullish(),
    countExported: z.number().nullish(),
    countEscrowed: z.number().nullish(),
    error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
  })
  .nullish();

export const JOB = z.object({
  id: z.string(),
  templateId: z.string().nullish(),
  schedule: z.object({ state: z.string().nullish() }).nullish(),
  status: z
    .object({
      code: z.string().nullish(),
      lastExecution: EXECUTION,
      lastSuccessfulExecution: EXECUTION,
      quarantine: z
        .object({
          reason: z.string().nullish(),
          currentBegan: z.string().nullish(),
          error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
        })
        .nullish(),
      synchronizedEntryCountByType: z.array(z.object({ key: z.string(), value: z.number() })).nullish(),
    })
    .nullish(),
});
export type Job = z.infer<typeof JOB>;

/** Throws CommandError where Graph answers something else than documented. */
export function read<S extends z.ZodType>(schema: S, value: unknown, what: string): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CommandError(
    `Graph's answer about ${what} is not as documented: ${issue?.path.join('.')} ${issue?.message}`,
    1,
    parsed.error,
  );
}
