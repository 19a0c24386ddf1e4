// What Entra does to a directory, as it does it (the requests that its provisioning service sends), one function an operation.
import {
  addMembersBody,
  check,
  type Directory,
  groupBody,
  groupName,
  patchBody,
  userBody,
  userName,
} from './directory.ts';

/** Resolves when all its requests have been answered rightly. */
export type Operation = (directory: Directory) => Promise<unknown>;

/** The initial cycle: nobody is found, so somebody is created. */
export const lookupAndCreate: Operation = async (directory) => {
  const number = directory.next('user');
  await lookUpNobody(directory, userName(number));
  await postUser(directory, number);
};

export const createUser: Operation = (directory) => postUser(directory, directory.next('user'));

async function postUser({ send, users }: Directory, number: number): Promise<void> {
  const answer = await send('POST', '/Users', userBody(number));
  users[number] = idIn(check(answer, 201, (body) => body.includes(userName(number))));
}

/** Gives its id. */
export async function createGroup(directory: Directory): Promise<string> {
  const number = directory.next('group');
  const id = idIn(check(await directory.send('POST', '/Groups', groupBody(number)), 201));
  directory.groups[number] = id;
  return id;
}

export const lookUp: Operation = async (directory) => {
  const [number, id] = someUser(directory, 'lookup');
  check(await directory.send('GET', `/Users${filter('userName', userName(number))}`), 200, (body) =>
    body.includes(id),
  );
};

export const lookUpGroup: Operation = async (directory) => {
  const number = directory.next('group lookup') % Math.max(1, directory.groups.length - 1);
  const path = `/Groups${filter('displayName', groupName(number))}&excludedAttributes=members`;
  check(await directory.send('GET', path), 200, (body) => body.includes(directory.groups[number] ?? '?'));
};

/** The incremental cycle: attributes have changed. */
export const patchUser: Operation = async (directory) => {
  const [number, id] = someUser(directory, 'patch');
  const change = directory.next('change');
  const body = patchBody(
    { op: 'Replace', path: 'title', value: `Analyst ${change}` },
    { op: 'Replace', path: 'name.familyName', value: `Okafor ${number} ${change}` },
  );
  check(await directory.send('PATCH', `/Users/${id}`, body), 200, (text) => text.includes(id));
};

/** A group is filled up to so many members, each of whom was created before the first group. */
export const MEMBERS_EACH = 100;

export const addOne: Operation = async (directory) => {
  const at = directory.next('add one') % MEMBERS_EACH;
  await addMembers(directory, await groupToFill(directory, 'add one', at), [directory.users[at] ?? '']);
};

/** As many as Entra sends in one request. */
export const addTwenty: Operation = async (directory) => {
  const at = (directory.next('add twenty') * 20) % MEMBERS_EACH;
  const group = await groupToFill(directory, 'add twenty', at);
  await addMembers(directory, group, directory.users.slice(at, at + 20));
};

/** A new one for the first member. */
async function groupToFill(directory: Directory, what: string, at: number): Promise<string> {
  if (at === 0) directory.filling.set(what, createGroup(directory));
  return (await directory.filling.get(what)) ?? '';
}

/** Entra's traffic on a quiet day with some arrivals. */
const MIX: readonly (readonly [Operation, times: number])[] = [
  [lookUp, 10],
  [patchUser, 4],
  [lookupAndCreate, 2],
  [addOne, 2],
  [lookUpGroup, 2],
];
const MIXED = MIX.flatMap(([operation, times]) => Array.from({ length: times }, () => operation));

export const mix: Operation = async (directory) => {
  // 7 shares no divisor with 20: each kind comes as often as it should, in turn with the others.
  const operation = MIXED[(directory.next('mix') * 7) % MIXED.length] ?? lookUp;
  await operation(directory);
};

export async function addMembers(
  { send }: Directory,
  group: string,
  members: readonly string[],
): Promise<void> {
  const answer = await send('PATCH', `/Groups/${group}`, addMembersBody(members));
  // Rollcall answers as Microsoft asks; SCIMMY with the whole group.
  if (answer.status === 200) check(answer, 200, (body) => members.every((id) => body.includes(id)));
  else check(answer, 204);
}

export const readGroup: Operation = async ({ send, groups }) => {
  check(await send('GET', `/Groups/${groups[0]}?excludedAttributes=members`), 200, (body) =>
    body.includes(groups[0] ?? '?'),
  );
};

export async function lookUpNobody({ send }: Directory, name: string): Promise<void> {
  const answer = await send('GET', `/Users${filter('userName', name)}`);
  check(answer, 200, (body) => body.includes('"totalResults":0'));
}

function filter(attribute: string, value: string): string {
  return `?filter=${encodeURIComponent(`${attribute} eq "${value}"`)}`;
}

export function idIn(text: string): string {
  return String((JSON.parse(text) as { id: unknown }).id);
}

/** Number and id of one who is there, another one each time. */
function someUser({ users, next }: Directory, what: string): readonly [number, string] {
  const number = (next(what) * 7) % users.length;
  const id = users[number];
  return id === undefined ? [0, users[0] ?? ''] : [number, id];
}
