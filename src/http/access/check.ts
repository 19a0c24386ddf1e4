// "May this user do what needs this role in this workspace?", and why.
import * as z from 'zod';
import {
  type AccessQuestion,
  checkAccess,
  type ExplainedAccess,
  explainAccess,
} from '../../directory/ask-access.ts';
import type { CheckResult } from '../../directory/check.ts';
import type { ExplainedPath } from '../../directory/explain.ts';
import { mappingId } from '../../directory/mapping-id.ts';
import type { UserReference } from '../../directory/named-user.ts';
import type { GroupRecord, Origin } from '../../directory/store.ts';
import { operation } from './operation.ts';
import { Check, type CheckBody, Explanation, type ExplanationBody, REASONS, Role } from './schemas.ts';
import { workspaceBody } from './views.ts';

const parameters = z.strictObject({
  user_id: z.string().optional(),
  user_name: z.string().optional().describe('Without regard to case'),
  external_id: z.string().optional(),
  email: z.string().optional(),
  workspace: z.string().trim().min(1, 'must be an id, a slug or a name').describe('An id, a slug or a name'),
  role: Role.default('member').describe('The role that it takes at least'),
});

type Question = z.output<typeof parameters>;

const question = parameters.refine(
  (query) => referencesIn(query).length === 1,
  'Give one of user_id, user_name, external_id and email',
);

const check = operation({
  method: 'GET',
  path: 'check',
  scope: 'read',
  name: 'check',
  summary: 'Whether a user has at least a role in a workspace, and why in one word',
  query: question,
  answers: { 200: Check },
  problems: [400],
  handle: async ({ store, query }) => ({ body: checkBody(await checkAccess(store, asked(query))) }),
});

const explain = operation({
  method: 'GET',
  path: 'explain',
  scope: 'read',
  name: 'explain',
  summary: 'Every path by which a user has a role in a workspace, and which of them decides',
  query: question,
  answers: { 200: Explanation },
  problems: [400],
  handle: async ({ store, query }) => ({ body: explanationBody(await explainAccess(store, asked(query))) }),
});

export const checkOperations = [check, explain];

function referencesIn(query: Partial<Question>): UserReference[] {
  const { user_id, user_name, external_id, email } = query;
  const given = { id: user_id, userName: user_name, externalId: external_id, email };
  return Object.entries(given).flatMap(([by, value]) =>
    value === undefined ? [] : [{ by: by as UserReference['by'], value }],
  );
}

function asked(query: Question): AccessQuestion {
  const [user = { by: 'id', value: '' } as const] = referencesIn(query);
  return { user, workspace: query.workspace, needed: query.role };
}

function checkBody({ allowed, role, reason }: CheckResult): CheckBody {
  return { allowed, role: role ?? null, reason: REASONS[reason] };
}

export function explanationBody(explained: ExplainedAccess): ExplanationBody {
  const { result, user, standing, workspace, status, paths, organizationRoleDecides } = explained;
  return {
    ...checkBody(result),
    user:
      user === undefined || standing === undefined
        ? null
        : {
            id: user.id,
            user_name: String(user.attributes.userName),
            active: standing.active,
            role: standing.organizationRole,
          },
    workspace:
      workspace === undefined
        ? null
        : workspaceBody({ ...workspace, status: status === 'active' ? 'active' : 'archived' }),
    organization_role_decides: organizationRoleDecides,
    overlap: paths.length > 1,
    paths: paths.map((path) => pathBody(path, explained.groups)),
  };
}

function pathBody(
  { membership, mapping, decides }: ExplainedPath,
  groups: ReadonlyMap<string, GroupRecord>,
): ExplanationBody['paths'][number] {
  const group = membership.group;
  return {
    group_id: group,
    group_name: String(groups.get(group)?.attributes.displayName),
    role: mapping.role,
    decides,
    membership: madeBody(membership),
    mapping: {
      id: mappingId({ source: mapping.source, group, workspace: mapping.workspace }),
      source: mapping.source,
      ...madeBody(mapping),
    },
  };
}

function madeBody({ since, credential, request }: Origin & { readonly since: string }) {
  return { since, credential, request };
}
