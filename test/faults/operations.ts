// Every kind of write, as a SCIM client asks for it: what is there before, what must be there afterwards whatever happened on
// the way to storage, what the change log then says, and what the client is told that sends it again.
import { anyVersion, type DirectoryContext } from '../../src/directory/context.ts';
import { createGroup, deleteGroup, patchGroup, replaceGroup } from '../../src/directory/groups.ts';
import { newUserId } from '../../src/directory/ids.ts';
import { createUser, deleteUser, patchUser } from '../../src/directory/users.ts';
import type { ScimErrorKind } from '../../src/scim/errors.ts';
import type { JsonValue } from '../../src/scim/json.ts';
import { PATCH_SCHEMA, parsePatch } from '../../src/scim/patch/parse.ts';
import { type Beginning, type Names, type State, stateOf } from '../support/state.ts';

export interface Operation {
  readonly name: string;
  readonly isOneTransaction: boolean;
  readonly beginning: Beginning;
  readonly act: (context: DirectoryContext, names: Names) => Promise<unknown>;
  readonly end: State;
  /** In any order: the lines of `changesSince`. */
  readonly changes: readonly string[];
  /** What the client is told that does it again although it was done. */
  readonly again: 'done' | ScimErrorKind;
}

type Draft = {
  users: Record<string, { revision: number; title?: string; groups: string[] }>;
  groups: Record<string, { revision: number; members: string[] }>;
};

const ONE_TRANSACTION = new Set([
  'create a user',
  'rename a user',
  'delete a user with two groups',
  'rename a group',
  'add a member',
]);

function operation(
  name: string,
  beginning: Beginning,
  act: Operation['act'],
  change: (draft: Draft) => void,
  changes: readonly string[],
  again: Operation['again'] = 'done',
): Operation {
  const end = structuredClone(stateOf(beginning)) as Draft;
  change(end);
  return { name, isOneTransaction: ONE_TRANSACTION.has(name), beginning, act, end, changes, again };
}

interface Patch {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path?: string;
  readonly value?: JsonValue;
}

const patch = (...operations: readonly Patch[]) =>
  parsePatch({ schemas: [PATCH_SCHEMA], Operations: operations.map((one) => ({ ...one })) });
const members = (ids: readonly string[]) => ids.map((value) => ({ value }));
const body = (displayName: string, ids: readonly string[] = []) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
  displayName,
  members: members(ids),
});

/** Two groups, a member of both, a member of one. */
const SMALL: Beginning = { users: ['ada', 'bob', 'cyd'], groups: { Crew: ['ada', 'bob'], Team: ['ada'] } };

const people = (count: number) => Array.from({ length: count }, (_, n) => `p${String(n).padStart(2, '0')}`);
/** One more than a transaction adds; one more than a transaction removes. */
const MANY = people(34);
const MORE = people(50);
/** More than are deleted with their user at once. */
const CLUBS = Array.from({ length: 22 }, (_, n) => `Club ${String(n).padStart(2, '0')}`);

export const OPERATIONS: readonly Operation[] = [
  operation(
    'create a user',
    SMALL,
    (context) =>
      createUser(context, {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: 'dan',
        externalId: 'x-dan',
        emails: [{ value: 'dan@atlas.example' }],
      }),
    (draft) => {
      draft.users.dan = { revision: 1, groups: [] };
    },
    ['user.created dan 1'],
    'uniqueness',
  ),
  operation(
    'change a user',
    SMALL,
    (context, { id }) =>
      patchUser(context, id('ada'), patch({ op: 'replace', path: 'title', value: 'Analyst' }), anyVersion),
    (draft) => {
      draft.users.ada = { revision: 2, title: 'Analyst', groups: ['Crew', 'Team'] };
    },
    ['user.updated ada 2'],
  ),
  operation(
    'rename a user',
    SMALL,
    (context, { id }) =>
      patchUser(context, id('bob'), patch({ op: 'replace', path: 'userName', value: 'rob' }), anyVersion),
    (draft) => {
      draft.users = { ...draft.users, rob: { revision: 2, groups: ['Crew'] } };
      delete draft.users.bob;
      draft.groups.Crew = { revision: 1, members: ['ada', 'rob'] };
    },
    ['user.updated rob 2'],
  ),
  operation(
    'rename a user to a name that is taken',
    SMALL,
    (context, { id }) =>
      patchUser(
        context,
        id('bob'),
        patch({ op: 'replace', path: 'userName', value: 'ADA' }),
        anyVersion,
      ).then(
        () => Promise.reject(new Error('two users have one name')),
        (error: unknown) => {
          if ((error as { kind?: unknown }).kind !== 'uniqueness') throw error;
        },
      ),
    () => undefined,
    [],
  ),
  operation(
    'delete a user with two groups',
    SMALL,
    (context, { id }) => deleteUser(context, id('ada'), anyVersion),
    (draft) => {
      delete draft.users.ada;
      draft.groups.Crew = { revision: 1, members: ['bob'] };
      draft.groups.Team = { revision: 1, members: [] };
    },
    ['user.deleted ada 2'],
    'notFound',
  ),
  operation(
    'delete a user with more groups than a transaction takes',
    { users: ['ada', 'bob'], groups: Object.fromEntries(CLUBS.map((club) => [club, ['ada']])) },
    (context, { id }) => deleteUser(context, id('ada'), anyVersion),
    (draft) => {
      delete draft.users.ada;
      for (const club of CLUBS) draft.groups[club] = { revision: 1, members: [] };
    },
    ['user.deleted ada 2', ...CLUBS.map((club) => `member.removed ada ${club}`)],
    'notFound',
  ),
  operation(
    'create a group of two members and one whom nobody is',
    SMALL,
    (context, { id }) =>
      createGroup(context, body('ws-Sales-role-admin', [id('ada'), newUserId(), id('cyd')])),
    (draft) => {
      draft.groups['ws-Sales-role-admin'] = { revision: 1, members: ['ada', 'cyd'] };
      draft.users.ada?.groups.push('ws-Sales-role-admin');
      draft.users.cyd?.groups.push('ws-Sales-role-admin');
    },
    [
      'group.created ws-Sales-role-admin 1',
      'mapping.created',
      'workspace.changed',
      'member.added ada ws-Sales-role-admin',
      'member.added cyd ws-Sales-role-admin',
    ],
    'uniqueness',
  ),
  operation(
    'rename a group',
    SMALL,
    (context, { id }) =>
      patchGroup(
        context,
        id('Crew'),
        patch({ op: 'replace', path: 'displayName', value: 'Deck' }),
        undefined,
      ),
    (draft) => {
      draft.groups = {
        Team: { revision: 1, members: ['ada'] },
        Deck: { revision: 2, members: ['ada', 'bob'] },
      };
      draft.users.ada = { revision: 1, groups: ['Deck', 'Team'] };
      draft.users.bob = { revision: 1, groups: ['Deck'] };
    },
    ['group.renamed Deck 2'],
  ),
  operation(
    'delete a group',
    SMALL,
    (context, { id }) => deleteGroup(context, id('Crew'), anyVersion),
    (draft) => {
      delete draft.groups.Crew;
      draft.users.ada = { revision: 1, groups: ['Team'] };
      draft.users.bob = { revision: 1, groups: [] };
    },
    ['group.deleted Crew 2', 'member.removed ada Crew', 'member.removed bob Crew'],
    'notFound',
  ),
  operation(
    'delete a group of more members than a transaction takes',
    { users: MORE, groups: { Crew: MORE, Team: ['p00'] } },
    (context, { id }) => deleteGroup(context, id('Crew'), anyVersion),
    (draft) => {
      delete draft.groups.Crew;
      for (const name of MORE) draft.users[name] = { revision: 1, groups: name === 'p00' ? ['Team'] : [] };
    },
    ['group.deleted Crew 2', ...MORE.map((name) => `member.removed ${name} Crew`)],
    'notFound',
  ),
  operation(
    'add a member',
    SMALL,
    (context, { id }) =>
      patchGroup(
        context,
        id('Team'),
        patch({ op: 'add', path: 'members', value: members([id('cyd')]) }),
        undefined,
      ),
    (draft) => {
      draft.groups.Team?.members.push('cyd');
      draft.users.cyd?.groups.push('Team');
    },
    ['member.added cyd Team'],
  ),
  operation(
    'add members, of whom one is there and one is nobody',
    SMALL,
    (context, { id }) => {
      const value = members([id('ada'), newUserId(), id('bob'), id('cyd')]);
      return patchGroup(context, id('Team'), patch({ op: 'add', path: 'members', value }), undefined);
    },
    (draft) => {
      draft.groups.Team?.members.push('bob', 'cyd');
      draft.users.bob?.groups.push('Team');
      draft.users.cyd?.groups.push('Team');
    },
    ['member.added bob Team', 'member.added cyd Team'],
  ),
  operation(
    'add more members than a transaction takes',
    { users: MANY, groups: { Crew: ['p33'], Team: [] } },
    (context, { id }) =>
      patchGroup(
        context,
        id('Team'),
        patch({ op: 'add', path: 'members', value: members(MANY.map(id)) }),
        undefined,
      ),
    (draft) => {
      draft.groups.Team?.members.push(...MANY);
      for (const name of MANY) draft.users[name]?.groups.push('Team');
    },
    MANY.map((name) => `member.added ${name} Team`),
  ),
  operation(
    'remove a member, and one who is none',
    SMALL,
    (context, { id }) =>
      patchGroup(
        context,
        id('Crew'),
        patch({ op: 'remove', path: 'members', value: members([id('ada'), id('cyd')]) }),
        undefined,
      ),
    (draft) => {
      draft.groups.Crew = { revision: 1, members: ['bob'] };
      draft.users.ada = { revision: 1, groups: ['Team'] };
    },
    ['member.removed ada Crew'],
  ),
  operation(
    'remove more members than a transaction takes',
    { users: MORE, groups: { Crew: MORE, Team: ['p00'] } },
    (context, { id }) =>
      patchGroup(
        context,
        id('Crew'),
        patch({ op: 'remove', path: 'members', value: members(MORE.map(id)) }),
        undefined,
      ),
    (draft) => {
      draft.groups.Crew = { revision: 1, members: [] };
      for (const name of MORE) draft.users[name] = { revision: 1, groups: name === 'p00' ? ['Team'] : [] };
    },
    MORE.map((name) => `member.removed ${name} Crew`),
  ),
  operation(
    'replace the members',
    SMALL,
    (context, { id }) => replaceGroup(context, id('Crew'), body('Crew', [id('bob'), id('cyd')]), anyVersion),
    (draft) => {
      draft.groups.Crew = { revision: 1, members: ['bob', 'cyd'] };
      draft.users.ada = { revision: 1, groups: ['Team'] };
      draft.users.cyd = { revision: 1, groups: ['Crew'] };
    },
    ['member.added cyd Crew', 'member.removed ada Crew'],
  ),
  operation(
    'rename a group, add a member and remove one, in one request',
    SMALL,
    (context, { id }) =>
      patchGroup(
        context,
        id('Crew'),
        patch(
          { op: 'replace', path: 'displayName', value: 'Deck' },
          { op: 'add', path: 'members', value: members([id('cyd')]) },
          { op: 'remove', path: `members[value eq "${id('ada')}"]` },
        ),
        undefined,
      ),
    (draft) => {
      draft.groups = {
        Team: { revision: 1, members: ['ada'] },
        Deck: { revision: 2, members: ['bob', 'cyd'] },
      };
      draft.users.ada = { revision: 1, groups: ['Team'] };
      draft.users.bob = { revision: 1, groups: ['Deck'] };
      draft.users.cyd = { revision: 1, groups: ['Deck'] };
    },
    ['group.renamed Deck 2', 'member.added cyd Deck', 'member.removed ada Deck'],
  ),
];
