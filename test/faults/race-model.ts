// A directory of two users and two groups as if requests came one after another, the requests that race in it, and how each
// is made for real. What the real directory answers to many at a time must be explained by some order in this one.
import { anyVersion, type CheckVersion, type DirectoryContext } from '../../src/directory/context.ts';
import { createGroup, deleteGroup, patchGroup, readGroup } from '../../src/directory/groups.ts';
import { StoreUnavailable } from '../../src/directory/store.ts';
import { createUser, deleteUser, patchUser, readUser } from '../../src/directory/users.ts';
import { ScimError } from '../../src/scim/errors.ts';
import type { JsonValue } from '../../src/scim/json.ts';
import { PATCH_SCHEMA, parsePatch } from '../../src/scim/patch/parse.ts';
import type { Model } from '../support/linearizable.ts';
import type { Names, State } from '../support/state.ts';

/** Users are called by the name that they begin with, whatever they are called later. */
export type Request =
  | { readonly do: 'create user'; readonly as: string }
  | { readonly do: 'retitle user' | 'retitle user as first read'; readonly user: string; readonly as: string }
  | { readonly do: 'rename user'; readonly user: string; readonly as: string }
  | { readonly do: 'delete user' | 'delete user as first read' | 'read user'; readonly user: string }
  | { readonly do: 'create group'; readonly as: string; readonly member: string }
  | {
      readonly do: 'rename group' | 'rename group as first read';
      readonly group: string;
      readonly as: string;
    }
  | { readonly do: 'delete group' | 'delete group as first read'; readonly group: string }
  | { readonly do: 'read group' | 'read members'; readonly group: string }
  | { readonly do: 'add member' | 'remove member'; readonly group: string; readonly user: string }
  | { readonly do: 'replace members'; readonly group: string; readonly users: readonly string[] }
  /** What is there when all is over: see `everythingIn`. */
  | { readonly do: 'read everything' };

/** What the client is told: 'done', the kind of the refusal, or what it read. */
export type Answer = string;

interface ModelUser {
  readonly name: string;
  readonly title: string;
  readonly revision: number;
}

interface ModelGroup {
  readonly name: string;
  readonly members: readonly string[];
  /** Counts the changes of name and members. */
  readonly version: number;
}

export interface ModelState {
  readonly users: Readonly<Record<string, ModelUser>>;
  readonly groups: Readonly<Record<string, ModelGroup>>;
}

export const BEGINNING = { users: ['ada', 'bob'], groups: { Crew: ['ada'], Team: [] } } as const;

const INITIAL: ModelState = {
  users: {
    ada: { name: 'ada', title: '', revision: 1 },
    bob: { name: 'bob', title: '', revision: 1 },
  },
  groups: {
    Crew: { name: 'Crew', members: ['ada'], version: 1 },
    Team: { name: 'Team', members: [], version: 1 },
  },
};

export const DIRECTORY: Model<ModelState, Request, Answer> = {
  initial: INITIAL,
  step(state, request, answer) {
    const [told, next] = answerTo(state, request, answer);
    return answer === undefined || answer === told ? next : undefined;
  },
};

/** What an undisturbed directory answers in this state, and the state afterwards. */
function answerTo(state: ModelState, request: Request, seen: Answer | undefined): [Answer, ModelState] {
  switch (request.do) {
    case 'create user': {
      if (hasName(state.users, request.as)) return ['uniqueness', state];
      return ['done', withUser(state, request.as, { name: request.as, title: '', revision: 1 })];
    }
    case 'retitle user':
    case 'retitle user as first read':
    case 'rename user': {
      const user = state.users[request.user];
      if (user === undefined) return ['notFound', state];
      if (request.do === 'retitle user as first read' && user.revision > 1)
        return ['preconditionFailed', state];
      const key = request.do === 'rename user' ? 'name' : 'title';
      if (user[key] === request.as) return ['done', state];
      if (key === 'name' && hasName(state.users, request.as)) return ['uniqueness', state];
      const changed = { ...user, [key]: request.as, revision: user.revision + 1 };
      return ['done', withUser(state, request.user, changed)];
    }
    case 'delete user':
    case 'delete user as first read': {
      const user = state.users[request.user];
      if (user === undefined) return ['notFound', state];
      if (request.do === 'delete user as first read' && user.revision > 1)
        return ['preconditionFailed', state];
      const { [request.user]: _gone, ...users } = state.users;
      const groups = Object.keys(state.groups).reduce(
        (left, group) => withMember(left, group, request.user, false),
        state,
      ).groups;
      return ['done', { users, groups }];
    }
    case 'read user': {
      const user = state.users[request.user];
      if (user === undefined) return ['notFound', state];
      // Groups that are being swept may still be named; see `shown`.
      const groups = Object.entries(state.groups).filter(([, { members }]) => members.includes(request.user));
      return [shown([user.name, user.title, ...groups.map(([name]) => name).sort()], state, seen), state];
    }
    case 'create group': {
      if (hasName(state.groups, request.as)) return ['uniqueness', state];
      const members = state.users[request.member] === undefined ? [] : [request.member];
      const groups = { ...state.groups, [request.as]: { name: request.as, members, version: 1 } };
      return ['done', { ...state, groups }];
    }
    case 'rename group':
    case 'rename group as first read': {
      const group = state.groups[request.group];
      if (group === undefined) return ['notFound', state];
      if (request.do === 'rename group as first read' && group.version > 1)
        return ['preconditionFailed', state];
      if (group.name === request.as) return ['done', state];
      if (hasName(state.groups, request.as)) return ['uniqueness', state];
      const renamed = { ...group, name: request.as, version: group.version + 1 };
      return ['done', { ...state, groups: { ...state.groups, [request.group]: renamed } }];
    }
    case 'delete group':
    case 'delete group as first read': {
      const group = state.groups[request.group];
      if (group === undefined) return ['notFound', state];
      if (request.do === 'delete group as first read' && group.version > 1)
        return ['preconditionFailed', state];
      const { [request.group]: _gone, ...groups } = state.groups;
      return ['done', { ...state, groups }];
    }
    case 'read group': {
      const group = state.groups[request.group];
      return [group === undefined ? 'notFound' : group.name, state];
    }
    case 'read members': {
      const group = state.groups[request.group];
      // Nobody asks for the members of a group that is gone, and they are being swept.
      return [group === undefined ? (seen ?? '') : [...group.members].sort().join(), state];
    }
    case 'add member':
    case 'remove member': {
      if (state.groups[request.group] === undefined) return ['notFound', state];
      if (state.users[request.user] === undefined) return ['done', state];
      return ['done', withMember(state, request.group, request.user, request.do === 'add member')];
    }
    case 'read everything':
      return [everything(state), state];
    case 'replace members': {
      if (state.groups[request.group] === undefined) return ['notFound', state];
      const next = Object.keys(state.users).reduce(
        (left, user) => withMember(left, request.group, user, request.users.includes(user)),
        state,
      );
      return ['done', next];
    }
  }
}

function everything({ users, groups }: ModelState): Answer {
  const nameOf = (key: string) => users[key]?.name ?? key;
  return inOneForm({
    users: Object.values(users).map(({ name, title, revision }) => [name, title, revision].join()),
    groups: Object.values(groups).map(({ name, members }) => [name, ...members.map(nameOf).sort()].join()),
  });
}

/** The answer to 'read everything' of a real directory, as `readState` gives it. */
export function everythingIn(state: State): Answer {
  const users = Object.entries(state.users).filter(([name]) => !name.startsWith(UNSEEN));
  return inOneForm({
    users: users.map(([name, { title = '', revision }]) => [name, title, revision].join()),
    groups: Object.entries(state.groups).map(([name, { members }]) => [name, ...members].join()),
  });
}

/** Users that the model knows nothing of have names that begin so. */
export const UNSEEN = 'unseen';

function inOneForm({ users, groups }: { users: string[]; groups: string[] }): Answer {
  return JSON.stringify({ users: users.sort(), groups: groups.sort() });
}

/** What was read, without the groups that are gone in this state, if that is what was seen. */
function shown(parts: readonly string[], state: ModelState, seen: Answer | undefined): Answer {
  const read = seen?.split(',') ?? [];
  const known = read.filter((part, at) => at < 2 || state.groups[part] !== undefined);
  return known.join() === parts.join() && seen !== undefined ? seen : parts.join();
}

function hasName(resources: Readonly<Record<string, { readonly name: string }>>, name: string): boolean {
  return Object.values(resources).some((resource) => resource.name === name);
}

function withUser(state: ModelState, key: string, user: ModelUser): ModelState {
  return { ...state, users: { ...state.users, [key]: user } };
}

function withMember(state: ModelState, key: string, user: string, isMember: boolean): ModelState {
  const group = state.groups[key];
  if (group === undefined || group.members.includes(user) === isMember) return state;
  const others = group.members.filter((member) => member !== user);
  const members = isMember ? [...others, user].sort() : others;
  return { ...state, groups: { ...state.groups, [key]: { ...group, members, version: group.version + 1 } } };
}

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

/** Entity tags as they were before the race. */
export type Versions = Readonly<Record<string, string>>;

export async function readVersions(context: DirectoryContext, { id }: Names): Promise<Versions> {
  const [ada, bob, crew, team] = await Promise.all([
    readUser(context, id('ada')),
    readUser(context, id('bob')),
    readGroup(context, id('Crew')),
    readGroup(context, id('Team')),
  ]);
  return { ada: ada.version, bob: bob.version, Crew: crew.version, Team: team.version };
}

/** Sends a request to the real directory. Gives what a client is told; undefined where it is told to come back. */
export async function send(
  context: DirectoryContext,
  request: Request,
  names: Names,
  versions: Versions,
): Promise<Answer | undefined> {
  try {
    return (await perform(context, request, names, versions)) ?? 'done';
  } catch (error) {
    if (error instanceof ScimError) return error.kind;
    if (error instanceof StoreUnavailable) return undefined;
    throw error;
  }
}

async function perform(
  context: DirectoryContext,
  request: Request,
  { id, name, learn }: Names,
  versions: Versions,
): Promise<Answer | undefined> {
  const ifMatch = (key: string): CheckVersion => {
    return (version) => {
      if (version !== versions[key]) throw new ScimError('preconditionFailed', 'It has changed.');
    };
  };
  switch (request.do) {
    case 'create user': {
      const user = await createUser(context, { schemas: [USER], userName: request.as });
      learn(user.id, request.as);
      return undefined;
    }
    case 'retitle user':
    case 'retitle user as first read': {
      const check = request.do === 'retitle user' ? anyVersion : ifMatch(request.user);
      await patchUser(context, id(request.user), replace('title', request.as), check);
      return undefined;
    }
    case 'rename user':
      await patchUser(context, id(request.user), replace('userName', request.as), anyVersion);
      return undefined;
    case 'delete user':
    case 'delete user as first read': {
      const check = request.do === 'delete user' ? anyVersion : ifMatch(request.user);
      await deleteUser(context, id(request.user), check);
      return undefined;
    }
    case 'read user': {
      const { attributes, memberships } = await readUser(context, id(request.user));
      const groups = memberships.map(({ group }) => name(group)).sort();
      return [attributes.userName, attributes.title ?? '', ...groups].join();
    }
    case 'create group': {
      const members = [{ value: id(request.member) }];
      const created = await createGroup(context, { schemas: [GROUP], displayName: request.as, members });
      learn(created.record.id, request.as);
      return undefined;
    }
    case 'rename group':
    case 'rename group as first read': {
      const check = request.do === 'rename group' ? undefined : ifMatch(request.group);
      await patchGroup(context, id(request.group), replace('displayName', request.as), check);
      return undefined;
    }
    case 'delete group':
    case 'delete group as first read': {
      const check = request.do === 'delete group' ? anyVersion : ifMatch(request.group);
      await deleteGroup(context, id(request.group), check);
      return undefined;
    }
    case 'read group':
      return String((await readGroup(context, id(request.group))).attributes.displayName);
    case 'read members': {
      const { items } = await context.store.pageMembers(id(request.group), undefined, 100);
      return items.map(name).sort().join();
    }
    case 'add member':
    case 'remove member': {
      const value = [{ value: id(request.user) }];
      const op = request.do === 'add member' ? 'add' : 'remove';
      await patchGroup(context, id(request.group), patch(op, 'members', value), undefined);
      return undefined;
    }
    case 'replace members': {
      const members = request.users.map((user) => ({ value: id(user) }));
      await patchGroup(context, id(request.group), replace('members', members), undefined);
      return undefined;
    }
    case 'read everything':
      throw new Error('No client can read everything at one moment.');
  }
}

const patch = (op: string, path: string, value: JsonValue) =>
  parsePatch({ schemas: [PATCH_SCHEMA], Operations: [{ op, path, value }] });
const replace = (path: string, value: JsonValue) => patch('replace', path, value);
