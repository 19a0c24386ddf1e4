// Users: searched as one types, paged, and each with all that their access comes of.
import * as z from 'zod';
import { eachAtOnce } from '../../directory/at-once.ts';
import { explainEvery } from '../../directory/explain-every.ts';
import { userResource } from '../../directory/listings.ts';
import type { UserRecord } from '../../directory/store.ts';
import { createAccessReader, withEveryWorkspace } from '../../directory/user-access.ts';
import { readUser } from '../../directory/users.ts';
import { project } from '../../scim/projection.ts';
import { explanationBody } from '../access/check.ts';
import { page } from '../access/schemas.ts';
import { shortUserBody, userBody } from '../access/views.ts';
import type { UserDetailBody, UserItemBody } from './bodies.ts';
import { scimUrlOf } from './me.ts';
import { consoleOperation } from './operation.ts';
import { findPeople } from './people.ts';

/** Of a search: who is not among them is found by typing on. */
const FOUND = 20;
/** Workspaces whose explanation is given with a user. */
const EXPLAINED = 50;

const list = consoleOperation({
  method: 'GET',
  path: 'users',
  scope: 'read',
  name: 'searchUsers',
  summary: 'Users in order of id; or those whose names begin with what is searched for',
  query: z.strictObject({ search: z.string().max(200).optional(), ...page }),
  async handle({ store, query, cursors }) {
    const from = await cursors.open(query.cursor);
    const after = typeof from?.after === 'string' ? from.after : undefined;
    const search = query.search?.trim() ?? '';
    const { items, next } =
      search === ''
        ? await store.pageUsers(after, query.page_size)
        : { items: await findPeople(store, search, FOUND), next: undefined };
    const reader = createAccessReader(store);
    const data = (await eachAtOnce(items, reader.read)).map(
      (access): UserItemBody => ({ ...shortUserBody(access), display_name: displayName(access.user) }),
    );
    const next_cursor = await cursors.seal(next === undefined ? undefined : { after: next });
    return { body: { object: 'list', data, next_cursor }, tagged: [data, next] };
  },
});

const read = consoleOperation({
  method: 'GET',
  path: 'users/{id}',
  scope: 'read',
  name: 'readUserDetail',
  summary: 'A user with attributes, groups, and why they have the access that they have',
  async handle({ store, id, service, baseUrl }) {
    const user = await readUser({ store }, id);
    const access = await withEveryWorkspace(store, await createAccessReader(store).read(user));
    const [groups, { organizationRoles }] = await Promise.all([
      eachAtOnce(user.memberships, ({ group }) => store.readGroup(group)),
      store.settings(),
    ]);
    const there = groups.filter((group) => group !== undefined);
    const type = service.registry.resourceType('User');
    return {
      body: {
        user: userBody(access),
        display_name: displayName(user),
        attributes: project(type, userResource(type, user, scimUrlOf(baseUrl)), {}),
        groups: user.memberships.flatMap(({ group, ...made }, at) => {
          const found = groups[at];
          if (found === undefined) return [];
          return [{ id: group, display_name: String(found.attributes.displayName), ...made }];
        }),
        access: explainEvery(user, there, organizationRoles).slice(0, EXPLAINED).map(explanationBody),
      } satisfies UserDetailBody,
    };
  },
});

export const userOperations = [list, read];

export function displayName({ attributes }: UserRecord): string | null {
  return typeof attributes.displayName === 'string' ? attributes.displayName : null;
}
