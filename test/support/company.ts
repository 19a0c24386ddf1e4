// A small company as Entra provisions it: people, groups whose names map them, groups that wait, somebody who has left, and
// requests that were refused. Everything goes in by SCIM, so that the provisioning log tells of it.
import { workspaceCalled } from '../../src/directory/workspace.ts';
import type { Answer } from './service.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTRA_GROUP = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** Markup that would run a script where it were not escaped. */
export const HOSTILE_NAME = '<img src=x onerror="document.title=\'hacked\'">';

export interface ScimClient {
  readonly request: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Pick<Answer, 'status' | 'body'>>;
}

export interface Company {
  /** Ids by user name. */
  readonly users: Readonly<Record<string, string>>;
  /** Ids by name. */
  readonly groups: Readonly<Record<string, string>>;
  /** Slugs by name. */
  readonly workspaces: Readonly<Record<string, string>>;
}

const PEOPLE: readonly (readonly [given: string, family: string, role?: string])[] = [
  ['Nadia', 'Okafor'],
  ['Ben', 'Krüger'],
  ['Mei', 'Tanaka', 'admin'],
  ['Tomás', 'Rivera'],
  ['Aleksandra', 'Wiśniewska'],
  ['Liam', 'O’Connor'],
  ['Fatima', 'al-Rashid'],
];

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'ws-Sales-role-admin': ['nadia.okafor'],
  'ws-Sales-role-member': ['nadia.okafor', 'ben.kruger', 'tomas.rivera', 'mei.tanaka'],
  'ws-Data Platform-role-manager': ['nadia.okafor', 'aleksandra.wisniewska'],
  'All employees': ['nadia.okafor', 'ben.kruger', 'tomas.rivera', 'liam.oconnor'],
  'ws-Sales-rle-admin': ['liam.oconnor'],
};

const SLUGS = Object.fromEntries(
  ['Sales', 'Data Platform'].map((name) => [name, workspaceCalled(name).slug]),
);

export function userNameOf(login: string): string {
  return `${login}@contoso.example`;
}

/** Fills the directory of `service`. */
export async function provisionCompany(service: ScimClient): Promise<Company> {
  const users: Record<string, string> = {};
  for (const [given, family, role] of PEOPLE) {
    const login = loginOf(`${given}.${family}`);
    users[login] = await create(service, '/Users', userBody(login, given, family, role));
  }
  const groups: Record<string, string> = {};
  for (const [name, members] of Object.entries(GROUPS)) {
    const body = { schemas: [GROUP, ENTRA_GROUP], externalId: `group ${name}`, displayName: name };
    groups[name] = await create(service, '/Groups', body);
    await patch(service, `/Groups/${groups[name]}`, [
      { op: 'Add', path: 'members', value: members.map((login) => ({ value: users[login] })) },
    ]);
  }
  await patch(service, `/Users/${users['tomas.rivera']}`, [
    { op: 'Replace', path: 'active', value: 'False' },
  ]);
  // Refused: the name is taken, and the token is none.
  await service.request('POST', '/Users', userBody('ben.kruger', 'Benjamin', 'Krüger'));
  await service.request('GET', '/Users', undefined, { authorization: 'Bearer rollcall_not-a-token' });
  return { users, groups, workspaces: SLUGS };
}

/** Puts somebody whose name is markup into a group of the company's. Gives their id. */
export async function addHostileUser(service: ScimClient, group: string): Promise<string> {
  const id = await create(service, '/Users', userBody('hostile', HOSTILE_NAME, 'Tables'));
  await patch(service, `/Groups/${group}`, [{ op: 'Add', path: 'members', value: [{ value: id }] }]);
  return id;
}

export function userBody(login: string, given: string, family: string, role?: string): object {
  return {
    schemas: [USER],
    externalId: `entra ${login}`,
    userName: userNameOf(login),
    active: true,
    displayName: `${given} ${family}`,
    name: { givenName: given, familyName: family },
    emails: [{ primary: true, type: 'work', value: userNameOf(login) }],
    ...(role === undefined ? {} : { roles: [{ value: role, primary: false }] }),
  };
}

export async function patch(service: ScimClient, path: string, operations: readonly object[]): Promise<void> {
  const { status, body } = await service.request('PATCH', path, { schemas: [PATCH], Operations: operations });
  if (status >= 300) throw new Error(`PATCH ${path}: ${status} ${JSON.stringify(body)}`);
}

async function create(service: ScimClient, path: string, body: object): Promise<string> {
  const answer = await service.request('POST', path, body);
  if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body.id;
}

function loginOf(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[^A-Za-z.-]/g, '')
    .toLowerCase();
}
