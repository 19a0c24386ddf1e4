// What `setup` refuses, adopts and says beforehand.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Company, setupWords, startCompany } from '../../support/entra-story.ts';
import { type GraphDouble, startGraph } from '../../support/graph/graph.ts';
import { addGroup } from '../../support/graph/tenant.ts';
import { startVault } from '../../support/vault.ts';

let company: Company;
beforeAll(async () => {
  company = await startCompany({ graph: { late: 0 } });
});
// One service for all, and a tenant of its own for each test.
let graph: GraphDouble;
beforeEach(async () => {
  graph = await startGraph({ late: 0, entra: company.graph.entra });
  graph.tenant.users.push(...company.graph.tenant.users);
  graph.tenant.groups.push(...company.graph.tenant.groups);
});
afterEach(() => graph.stop());
afterAll(() => company.stop());

const setup = (...more: string[]) =>
  company.rollcall(setupWords(company, ...more), {
    clouds: { public: { ...company.cloud, graph: graph.url } },
    signIn: () => graph.credentialOf(company.administrator),
  });

const writes = () => graph.requests.filter((line) => !line.startsWith('GET'));

test('--dry-run names everything that would be done, and does nothing', async () => {
  const asked = company.vault.requests.length;
  const { exitCode, printed } = await setup('--dry-run', '--test-user', 'nadia.okafor@atlas.example');
  expect(exitCode).toBe(0);
  expect(printed).toEqual([
    'Enterprise application: would create the application "Rollcall"',
    'App roles: would add the app role admin ("Admin")',
    'App roles: would add the app role member ("Member")',
    'App roles: would add the app role group ("Group")',
    'Application of the console: would create the application "Rollcall console"',
    'Assigned users and groups: would assign the group "ws-Sales-role-admin" as group',
    'Assigned users and groups: would assign the group "ws-Engineering-role-member" as group',
    'Provisioning job: would create the provisioning job',
    expect.stringMatching(/^Credentials: would give Entra .*aadOptscim062020 and the token of the key vault/),
    'Test of the connection: would let Entra test the connection',
    'One user on demand: would provision nadia.okafor@atlas.example',
    'Provisioning: would start provisioning',
  ]);
  expect(writes()).toEqual([]);
  expect(company.vault.requests).toHaveLength(asked);
});

test('an application that somebody made in the portal is adopted, with its roles and their ids', async () => {
  const id = crypto.randomUUID();
  const made = await setup('--no-console');
  expect(made.exitCode).toBe(0);
  const [application] = graph.tenant.applications.all();
  if (application === undefined) throw new Error('There is no application.');
  // As if the roles had been typed there, the title of one another, and no note written.
  application.notes = 'Ask Ada before changing this.';
  application.appRoles = application.appRoles.map((role) =>
    role.value === 'group' ? { ...role, id, displayName: 'Workspace group' } : role,
  );
  expect((await setup('--no-console')).exitCode).toBe(0);
  expect(application.appRoles.find(({ value }) => value === 'group')).toMatchObject({
    id,
    displayName: 'Group',
  });
  expect(application.notes).toMatch(/^Ask Ada before changing this\.\nRollcall: http/);
  expect(graph.tenant.applications.all()).toHaveLength(1);
});

test('with --owner-role there is a role above admin', async () => {
  expect((await setup('--owner-role', '--user', 'ada.admin@atlas.example=owner')).exitCode).toBe(0);
  await graph.settled();
  const roles = graph.tenant.applications.all()[0]?.appRoles.map(({ value }) => value);
  expect(roles).toEqual([null, null, 'owner', 'admin', 'member', 'group']);
});

describe('is refused, with what to do', () => {
  test.each<[string, () => string[], RegExp]>([
    [
      'a group that is not there',
      () => ['--group', 'ws-Nowhere-role-admin'],
      /There is no group called "ws-Nowhere/,
    ],
    ['a user who is not there', () => ['--user', 'nobody@atlas.example'], /There is no user called "nobody@/],
    [
      'a test user who is not there',
      () => ['--test-user', 'nobody@atlas.example'],
      /no user called "nobody@/,
    ],
    [
      'a role that is none',
      () => ['--group', 'ws-Sales-role-admin=boss'],
      /the role must be one of admin, member, group/,
    ],
    [
      'an address without /scim/v2',
      () => ['--scim-url', 'https://scim.example.com'],
      /must end with \/scim\/v2/,
    ],
    ['an address in the clear', () => ['--scim-url', 'http://scim.example.com/scim/v2'], /must be https/],
    ['a cloud that is none', () => ['--cloud', 'mars'], /--cloud must be one of/],
    [
      'an id that is none',
      () => ['--application-id', crypto.randomUUID()],
      /There is no application with the id/,
    ],
    [
      'a vault without the secret',
      () => ['--secret', 'scim-token-nowhere'],
      /no version of scim-token-nowhere/,
    ],
  ])('%s', async (_name, words, why) => {
    const { exitCode, told } = await setup(...words());
    expect(exitCode).not.toBe(0);
    expect(told.at(-1)).toMatch(why);
  });

  test('two groups of one name, and one that is no security group', async () => {
    addGroup(graph.tenant, 'Twins', []);
    addGroup(graph.tenant, 'Twins', []);
    addGroup(graph.tenant, 'A mailing list', [], false);
    expect((await setup('--group', 'Twins')).told.at(-1)).toContain('There are 2 groups called "Twins"');
    expect((await setup('--group', 'A mailing list')).told.at(-1)).toContain('is no security group');
  });

  test('a token that the service does not accept, before Entra is given it', async () => {
    const other = await startVault();
    other.set('scim-token', 'a-token-of-another-deployment');
    const { exitCode, told } = await setup('--vault', other.url);
    await other.stop();
    expect(exitCode).toBe(1);
    expect(told.at(-1)).toMatch(
      /^rollcall: Credentials: The service does not accept the token of the key vault \(401\)/,
    );
    expect(writes().join('\n')).not.toContain('synchronization/secrets');
  });

  test('an application of this name that was made by an app registration', async () => {
    const { tenant } = graph;
    tenant.applications.add('made-by-hand', {
      id: 'made-by-hand',
      appId: crypto.randomUUID(),
      displayName: 'Rollcall',
      notes: null,
      applicationTemplateId: null,
      signInAudience: 'AzureADMyOrg',
      identifierUris: [],
      appRoles: [],
      api: {},
      spa: { redirectUris: [] },
    });
    const { exitCode, told } = await setup();
    expect([exitCode, told.at(-1)]).toEqual([
      1,
      expect.stringMatching(/cannot be provisioned\. Choose another --name/),
    ]);
    expect(writes()).toEqual([]);
  });

  test('an application that provisions another service, unless it is said to have moved', async () => {
    expect((await setup()).exitCode).toBe(0);
    const [application] = graph.tenant.applications.all();
    const old = 'https://old.example.com/scim/v2';
    if (application !== undefined) application.notes = `Rollcall: ${old} (secret-token)`;

    const { exitCode, told } = await setup();
    expect(exitCode).toBe(1);
    expect(told.at(-1)).toContain(`provisions ${old}. Choose another --name`);

    expect((await setup('--move-from', old)).exitCode).toBe(0);
    expect(application?.notes).toContain(company.service.scimUrl);
  });
});
