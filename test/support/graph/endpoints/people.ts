// Users and groups, found by name. Sources: user-list, group-list, user-get of the Graph reference.
import { badRequest, type Call, type Endpoint, filtered, notFound, ok, page, type Reply } from '../call.ts';

export const peopleEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/users',
    scopes: ['User.ReadBasic.All', 'User.Read.All'],
    handle: (call) => listed(call, '/users', call.tenant.users),
  },
  {
    method: 'GET',
    path: '/groups',
    scopes: ['Group.Read.All', 'Group.ReadWrite.All'],
    handle: (call) => listed(call, '/groups', call.tenant.groups),
  },
  {
    method: 'GET',
    path: '/me',
    scopes: ['User.Read'],
    handle({ tenant, caller }) {
      const me = tenant.users.find(({ id }) => id === caller);
      return me === undefined ? notFound(caller) : ok(me);
    },
  },
];

function listed(call: Call, path: string, items: readonly object[]): Reply {
  const found = filtered(call.query, items);
  return found === undefined ? badRequest('Invalid filter clause') : page(call, path, found);
}
