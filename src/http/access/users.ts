// Users with their organization role and workspaces.
import * as z from 'zod';
import { eachAtOnce } from '../../directory/at-once.ts';
import { findNamedUser, findNamedUsers, type UserReference } from '../../directory/named-user.ts';
import { isOrganizationAdmin } from '../../directory/organization-role.ts';
import { standingOf } from '../../directory/standing.ts';
import type { DirectoryStore, Page, UserRecord } from '../../directory/store.ts';
import { createAccessReader, withEveryWorkspace } from '../../directory/user-access.ts';
import { ScimError } from '../../scim/errors.ts';
import { shown } from '../../scim/shown.ts';
import { operation } from './operation.ts';
import { listOf, page, User } from './schemas.ts';
import { shortUserBody, userBody } from './views.ts';

const read = operation({
  method: 'GET',
  path: 'users/{id}',
  scope: 'read',
  name: 'readUser',
  summary: 'A user with all workspaces',
  answers: { 200: User },
  problems: [404],
  async handle({ store, id }) {
    const user = await findNamedUser(store, { by: 'id', value: id });
    if (user === undefined) {
      throw new ScimError(
        'notFound',
        `There is no user with the id "${shown(id)}". By another name: /access/v1/users?user_name=`,
      );
    }
    const access = await createAccessReader(store).read(user);
    return { body: userBody(await withEveryWorkspace(store, access)) };
  },
});

const list = operation({
  method: 'GET',
  path: 'users',
  scope: 'read',
  name: 'listUsers',
  summary: 'Users in order of id; or those of a name, an external id or an e-mail address',
  query: z.strictObject({
    user_name: z.string().optional().describe('Without regard to case'),
    external_id: z.string().optional(),
    email: z.string().optional().describe('Any of the addresses, without regard to case'),
    role: z.string().optional().describe('Organization role'),
    ...page,
  }),
  answers: { 200: listOf(User) },
  problems: [400],
  async handle({ store, query, cursors }) {
    const { cursor, page_size: limit, role } = query;
    const from = await cursors.open(cursor);
    const after = typeof from?.after === 'string' ? from.after : undefined;
    const reference = referenceOf(query);
    const hasRole = await roleCondition(store, role);
    const found =
      reference === undefined
        ? await pageUsers(store, hasRole, after, limit)
        : { items: (await findNamedUsers(store, reference)).filter(hasRole.matches), next: undefined };
    const reader = createAccessReader(store);
    const data = (await eachAtOnce(found.items, reader.read)).map(shortUserBody);
    const next = found.next === undefined ? undefined : { after: found.next };
    return {
      body: { object: 'list', data, next_cursor: await cursors.seal(next) },
      tagged: [data, next],
    };
  },
});

export const userOperations = [list, read];

function referenceOf(query: {
  readonly user_name?: string | undefined;
  readonly external_id?: string | undefined;
  readonly email?: string | undefined;
}): UserReference | undefined {
  const given: UserReference[] = [];
  if (query.user_name !== undefined) given.push({ by: 'userName', value: query.user_name });
  if (query.external_id !== undefined) given.push({ by: 'externalId', value: query.external_id });
  if (query.email !== undefined) given.push({ by: 'email', value: query.email });
  if (given.length <= 1) return given[0];
  throw new ScimError('invalidValue', 'Give one of user_name, external_id and email, not several.');
}

interface RoleCondition {
  readonly matches: (user: UserRecord) => boolean;
  /** Who has such a role lies in an index of its own. */
  readonly isIndexed: boolean;
}

async function roleCondition(store: DirectoryStore, role: string | undefined): Promise<RoleCondition> {
  if (role === undefined) return { matches: () => true, isIndexed: false };
  const { organizationRoles: order } = await store.settings();
  const wanted = order.find((known) => known.toLowerCase() === role.trim().toLowerCase());
  if (wanted === undefined) {
    throw new ScimError(
      'invalidValue',
      `There is no organization role "${shown(role)}"; there are ${order.join(', ')}.`,
    );
  }
  return {
    matches: ({ attributes }) => standingOf(attributes, order).organizationRole === wanted,
    isIndexed: isOrganizationAdmin(wanted, order),
  };
}

/** Users that a page may look at before it ends early. */
const LOOKED_AT = 1_000;

async function pageUsers(
  store: DirectoryStore,
  { matches, isIndexed }: RoleCondition,
  after: string | undefined,
  limit: number,
): Promise<Page<UserRecord>> {
  const items: UserRecord[] = [];
  let next = after;
  for (let looked = 0; items.length < limit && looked < LOOKED_AT; ) {
    const size = limit - items.length;
    const read: Page<UserRecord> = isIndexed
      ? await pageAdmins(store, next, size)
      : await store.pageUsers(next, size);
    items.push(...read.items.filter(matches));
    looked += size;
    next = read.next;
    if (next === undefined) break;
  }
  return { items, next };
}

async function pageAdmins(
  store: DirectoryStore,
  after: string | undefined,
  limit: number,
): Promise<Page<UserRecord>> {
  const { items, next } = await store.pageAdmins(after, limit);
  const users = await eachAtOnce(items, (id) => store.readUser(id));
  return { items: users.filter((user) => user !== undefined), next };
}
