// The whole way in one run: from a tenant that knows nothing of the service to "Nadia is admin of Sales", and on as people
// come, move and leave. The tenant provisions through the running service with the requests that Entra sends.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CommandResult } from '../../support/cli.ts';
import { type Company, setupWords, startCompany } from '../../support/entra-story.ts';

let company: Company;
let setup: CommandResult;

beforeAll(async () => {
  company = await startCompany({ graph: { throttleEvery: 40 } });
  setup = await company.rollcall(
    setupWords(
      company,
      '--user',
      'omar.lind@atlas.example=admin',
      '--test-user',
      'nadia.okafor@atlas.example',
    ),
  );
  await company.graph.settled();
});
afterAll(() => company.stop());

const access = async (path: string) => (await company.access(path)).body;
const mayDo = (user: string, workspace: string, role: string) =>
  access(`/check?user_name=${user}@atlas.example&workspace=${workspace}&role=${role}`);
const userCalled = async (name: string) => {
  const filter = encodeURIComponent(`userName eq "${name}@atlas.example"`);
  const { body } = await company.service.request('GET', `/Users?filter=${filter}`, undefined, {
    authorization: `Bearer ${company.token}`,
  });
  return body.Resources[0];
};

test('one command connects everything, tells each step, and shows the user that it provisioned', () => {
  expect([setup.exitCode, setup.told.filter((line) => line.startsWith('rollcall:'))]).toEqual([0, []]);
  expect(setup.told.filter((line) => line.startsWith('['))).toHaveLength(10);
  expect(setup.printed.join('\n')).toContain(
    "Export: Success. User 'nadia.okafor@atlas.example' was created in customappsso",
  );
  expect(setup.told.at(-1)).toContain('runs, every 40 minutes');
});

test('Nadia is admin of Sales and member of Engineering', async () => {
  expect(await mayDo('nadia.okafor', 'Sales', 'admin')).toMatchObject({ allowed: true, role: 'admin' });
  expect(await mayDo('nadia.okafor', 'Engineering', 'manager')).toMatchObject({
    allowed: false,
    role: 'member',
  });
});

test('Omar, who has the app role admin, is admin of the organization', async () => {
  const { data } = await access('/users?user_name=omar.lind@atlas.example');
  expect(data).toMatchObject([{ role: 'admin' }]);
  expect(await mayDo('omar.lind', 'Sales', 'admin')).toMatchObject({ allowed: true, role: 'admin' });
});

test('users arrive by the mappings of the set-up', async () => {
  const omar = await userCalled('omar.lind');
  expect(omar).toMatchObject({
    externalId: company.omar.id,
    displayName: 'Omar Lind',
    active: true,
    roles: [
      { value: 'group', display: 'Group', primary: false },
      { value: 'admin', display: 'Admin', primary: false },
    ],
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
      manager: { value: (await userCalled('nadia.okafor')).id },
    },
  });
  for (const dropped of ['preferredLanguage', 'addresses', 'phoneNumbers']) {
    expect(omar).not.toHaveProperty(dropped);
    expect(await userCalled('nadia.okafor')).not.toHaveProperty(dropped);
  }
});

test('no line shows the token', () => {
  expect([...setup.told, ...setup.printed].join('\n')).not.toContain(company.token);
});

test('run again it finds everything, writes nothing, and only tests the connection', async () => {
  const { requests } = company.graph;
  const before = requests.length;
  const again = await company.rollcall(setupWords(company, '--user', 'omar.lind@atlas.example=admin'));
  expect(again.exitCode).toBe(0);
  const writes = requests.slice(before).filter((line) => !line.startsWith('GET') && !line.endsWith(' 429'));
  expect(writes).toEqual([expect.stringMatching(/^POST .*\/validateCredentials 204$/)]);
});

test('status says that it runs, and how many are in sync', async () => {
  const { exitCode, printed } = await company.rollcall([
    'entra',
    'status',
    '--tenant',
    'atlas.example',
    '--vault',
    company.vault.url,
  ]);
  expect([exitCode, ...printed].join('\n')).toMatch(
    /^0\nApplication: "Rollcall" .*\nProvisions: .*\/scim\/v2, by secret-token\nAssigned: {4}1 users, 2 groups\nJob: {9}runs, every 40 minutes\nLast run: .*Succeeded, .* 0 refused\nIn sync: {5}2 × User .*, 2 × Group .*\nToken: .*never expires$/,
  );
});

test('a change in Entra arrives with the next cycle', async () => {
  const { tenant, cycle } = company.graph;
  const engineering = tenant.groups.find(({ displayName }) => displayName === 'ws-Engineering-role-member');
  if (engineering === undefined) throw new Error('There is no Engineering.');

  company.sales.members = [company.omar.id];
  await cycle();
  expect(await mayDo('nadia.okafor', 'Sales', 'member')).toMatchObject({
    allowed: false,
    reason: 'no_mapping',
  });
  expect(await mayDo('nadia.okafor', 'Engineering', 'member')).toMatchObject({ allowed: true });

  engineering.displayName = 'ws-Engineering-role-manager';
  company.nadia.surname = 'Okafor-Lind';
  await cycle();
  expect(await mayDo('nadia.okafor', 'Engineering', 'manager')).toMatchObject({ allowed: true });
  expect((await userCalled('nadia.okafor')).displayName).toBe('Nadia Okafor-Lind');

  company.nadia.accountEnabled = false;
  await cycle();
  expect(await mayDo('nadia.okafor', 'Engineering', 'member')).toMatchObject({
    allowed: false,
    reason: 'inactive',
  });

  company.nadia.accountEnabled = true;
  await cycle();
  expect(await mayDo('nadia.okafor', 'Engineering', 'manager')).toMatchObject({ allowed: true });

  company.nadia.state = 'deleted';
  await cycle();
  expect(await userCalled('nadia.okafor')).toBeUndefined();
});

test('somebody who loses the app role loses what came with it', async () => {
  const { tenant, cycle } = company.graph;
  const [servicePrincipal] = tenant.servicePrincipals.all().filter(({ jobs }) => jobs.length > 0);
  const admin = servicePrincipal?.appRoles.find(({ value }) => value === 'admin');
  const at = servicePrincipal?.assignments.findIndex(({ appRoleId }) => appRoleId === admin?.id) ?? -1;
  servicePrincipal?.assignments.splice(at, 1);
  await cycle();
  expect((await access('/users?user_name=omar.lind@atlas.example')).data).toMatchObject([{ role: 'member' }]);
});
