// What a request did or would have done, as verbs with their objects. What it changed tells the truth; where it changed
// nothing (refused, or all was so already), its body tells what was meant.
import type { Change } from '../changes.ts';
import { ADMIN_DEEDS } from './admin-deeds.ts';
import { type Deed, nameOf, quoted, quotedName, type Told } from './deed.ts';
import { groupName, userName } from './names.ts';
import type { ObservedRequest } from './observed.ts';
import { counted, listed } from './text.ts';
import { attributeNames, type Touched, touchedBy, valueGiven } from './touched.ts';

/** By method and route. A route that is not here is told by its address. */
const DEEDS: Readonly<Record<string, (told: Told) => readonly Deed[]>> = {
  'POST scim/v2/Users': (told) => [{ verb: 'create', object: theUser(told) }],
  'GET scim/v2/Users': (told) => [search(told, 'a user', 'users')],
  'POST scim/v2/Users/.search': (told) => [search(told, 'a user', 'users')],
  'GET scim/v2/Users/{id}': (told) => [{ verb: 'read', object: theUser(told) }],
  'PUT scim/v2/Users/{id}': (told) => userDeeds(told, 'replace'),
  'PATCH scim/v2/Users/{id}': (told) => userDeeds(told, 'change'),
  'DELETE scim/v2/Users/{id}': (told) => [{ verb: 'delete', object: theUser(told) }],
  'POST scim/v2/Groups': (told) => [{ verb: 'create', object: `${theGroup(told)}${withMembers(told)}` }],
  'GET scim/v2/Groups': (told) => [search(told, 'a group', 'groups')],
  'POST scim/v2/Groups/.search': (told) => [search(told, 'a group', 'groups')],
  'GET scim/v2/Groups/{id}': (told) => [{ verb: 'read', object: theGroup(told) }],
  'PUT scim/v2/Groups/{id}': (told) => groupDeeds(told, 'replace'),
  'PATCH scim/v2/Groups/{id}': (told) => groupDeeds(told, 'change'),
  'DELETE scim/v2/Groups/{id}': (told) => [{ verb: 'delete', object: theGroup(told) }],
  'POST scim/v2/Bulk': (told) => [{ verb: 'send', object: bulk(told) }],
  'POST scim/v2/.search': (told) => [search(told, 'a user or group', 'users and groups')],
  'GET scim/v2': (told) => [search(told, 'a user or group', 'users and groups')],
  'GET scim/v2/Schemas': () => [{ verb: 'read', object: 'the schemas' }],
  'GET scim/v2/ResourceTypes': () => [{ verb: 'read', object: 'the resource types' }],
  ...ADMIN_DEEDS,
  'GET scim/v2/ServiceProviderConfig': () => [{ verb: 'read', object: 'what this service can do' }],
};

export function deedsOf(told: Told): readonly Deed[] {
  const { method, route, url } = told.request;
  const known = DEEDS[`${method === 'HEAD' ? 'GET' : method} ${route}`];
  return known?.(told) ?? [{ verb: 'send', object: `${method} ${quoted(url.pathname)}` }];
}

/** The user of the request; one who is named by an id only is "the user <id>". */
function theUser({ request, names }: Told): string {
  const { answer, body, params, subject } = request;
  const id = params.id ?? '';
  const isError = request.error !== undefined;
  const name =
    (isError ? undefined : userName(answer)) ??
    subject?.name ??
    names.get(id) ??
    (request.method === 'PATCH' ? undefined : userName(body));
  if (name !== undefined) return quotedName(name);
  return id === '' ? 'a user' : `the user ${quoted(id)}`;
}

function theGroup({ request, names }: Told): string {
  const { answer, body, params, subject } = request;
  const id = params.id ?? '';
  const name =
    (request.error === undefined ? groupName(answer) : undefined) ??
    subject?.name ??
    names.get(id) ??
    (request.method === 'PATCH' ? undefined : groupName(body));
  if (name === undefined && id === '') return 'a group';
  return `the group ${name === undefined ? quoted(id) : quotedName(name)}`;
}

function userDeeds(told: Told, otherwise: 'change' | 'replace'): readonly Deed[] {
  const user = theUser(told);
  const touched = touchedBy(told.request.body);
  const done = told.changes.flatMap((change): Deed[] => {
    if (!('user' in change)) return [];
    if (change.type === 'user.deactivated') return [{ verb: 'deactivate', object: user }];
    if (change.type === 'user.activated') return [{ verb: 'activate', object: user }];
    return change.type === 'user.updated' ? [{ verb: 'change', object: attributesOf(touched, user) }] : [];
  });
  return done.length > 0 ? done : [userIntent(touched, user, otherwise)];
}

function userIntent(touched: readonly Touched[], user: string, otherwise: 'change' | 'replace'): Deed {
  const active = String(valueGiven(touched, 'active') ?? '').toLowerCase();
  if (active === 'false') return { verb: 'deactivate', object: user };
  if (active === 'true' && attributeNames(touched).length === 1) return { verb: 'activate', object: user };
  return { verb: otherwise, object: otherwise === 'change' ? attributesOf(touched, user) : user };
}

function attributesOf(touched: readonly Touched[], whose: string): string {
  const names = attributeNames(touched).filter((name) => !/^(active|members)$/i.test(name));
  return names.length === 0 ? whose : `${listed(names)} of ${whose}`;
}

function groupDeeds(told: Told, otherwise: 'change' | 'replace'): readonly Deed[] {
  const group = theGroup(told);
  const touched = touchedBy(told.request.body);
  const done = told.changes.flatMap((change): Deed[] => {
    if (change.type === 'group.renamed')
      return [{ verb: 'rename', object: `a group to ${renamedTo(told, touched)}` }];
    return change.type === 'group.updated' ? [{ verb: 'change', object: attributesOf(touched, group) }] : [];
  });
  const members = memberDeeds(told, group);
  if (done.length + members.length > 0) return [...done, ...members];
  return [groupIntent(told, touched, group, otherwise)];
}

/** Who came and who went. */
function memberDeeds({ changes, names }: Told, group: string): Deed[] {
  const named = (type: Change['type']) =>
    changes.flatMap((change) =>
      'member' in change && change.type === type ? [nameOf(names, change.member)] : [],
    );
  const [added, removed] = [named('member.added'), named('member.removed')];
  return [
    ...(added.length > 0 ? [{ verb: 'add', object: `${listed(added)} to ${group}` } as const] : []),
    ...(removed.length > 0 ? [{ verb: 'remove', object: `${listed(removed)} from ${group}` } as const] : []),
  ];
}

function groupIntent(
  { request, names }: Told,
  touched: readonly Touched[],
  group: string,
  otherwise: 'change' | 'replace',
): Deed {
  if (otherwise === 'replace') return { verb: 'replace', object: group };
  const members = touched.filter(({ attribute }) => attribute.toLowerCase() === 'members');
  const [first] = members;
  if (first === undefined) return { verb: 'change', object: attributesOf(touched, group) };
  const ids = memberIds(members, request.body);
  const whom = ids.length === 0 ? 'members' : listed(ids.map((id) => nameOf(names, id)));
  return first.op === 'remove'
    ? { verb: 'remove', object: `${whom} from ${group}` }
    : { verb: 'add', object: `${whom} to ${group}` };
}

/** The ids that operations on members name, in a value or in the filter of a path. */
export function memberIds(members: readonly Touched[], body: ObservedRequest['body']): string[] {
  const inValues = members.flatMap(({ value }) =>
    (Array.isArray(value) ? value : [value]).flatMap((member) =>
      typeof member === 'object' && member !== null && 'value' in member ? [String(member.value)] : [],
    ),
  );
  const inPaths = [...JSON.stringify(body ?? {}).matchAll(/members\[value eq \\"([0-9a-f-]{36})\\"\]/gi)];
  return [...new Set([...inValues, ...inPaths.map(([, id = '']) => id)])];
}

function renamedTo({ request }: Told, touched: readonly Touched[]): string {
  const name = valueGiven(touched, 'displayname') ?? groupName(request.answer);
  return typeof name === 'string' ? quotedName(name) : 'another name';
}

function withMembers({ changes }: Told): string {
  const members = changes.filter(({ type }) => type === 'member.added').length;
  return members === 0 ? '' : ` with ${counted(members, 'member')}`;
}

function search({ request }: Told, one: string, all: string): Deed {
  const filter = request.url.searchParams.get('filter') ?? request.body?.filter;
  return typeof filter === 'string' && filter !== ''
    ? { verb: 'look for', object: `${one} with ${quoted(filter)}` }
    : { verb: 'read', object: `the list of ${all}` };
}

function bulk({ request }: Told): string {
  const operations = request.body?.Operations;
  const count = Array.isArray(operations) ? operations.length : 0;
  return `${counted(count, 'operation')} in one request`;
}
