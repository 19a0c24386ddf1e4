// A set-up that breaks off anywhere is finished by running it again, and leaves nothing twice: every request that changes
// something is cut after it was done, and some of all before.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Company, setupWords, startCompany } from '../../support/entra-story.ts';
import { type GraphDouble, startGraph } from '../../support/graph/graph.ts';
import { addGroup, addUser } from '../../support/graph/tenant.ts';

let company: Company;

beforeAll(async () => {
  company = await startCompany();
});
afterAll(() => company.stop());

/** A tenant of its own, with the administrator in it; the service and its vault are shared. */
async function emptyTenant(): Promise<{ graph: GraphDouble; setup: () => ReturnType<Company['rollcall']> }> {
  const graph = await startGraph({ entra: company.graph.entra });
  const { id } = addUser(graph.tenant, 'ada.admin@atlas.example');
  for (const name of ['ws-Sales-role-admin', 'ws-Engineering-role-member']) addGroup(graph.tenant, name, []);
  const signIn = () => graph.credentialOf({ ...company.administrator, id });
  const clouds = { public: { ...company.cloud, graph: graph.url } };
  return { graph, setup: () => company.rollcall(setupWords(company), { signIn, clouds }) };
}

/** What a finished set-up leaves, counted. */
function left({ tenant }: GraphDouble) {
  const [first, second] = [...tenant.applications.all()].sort(
    (a, b) => a.displayName.length - b.displayName.length,
  );
  const principals = tenant.servicePrincipals.all();
  const jobs = principals.flatMap((one) => one.jobs);
  return {
    applications: [first?.displayName, second?.displayName],
    count: tenant.applications.all().length,
    principals: principals.length,
    roles: first?.appRoles.map(({ value }) => value),
    console: second?.appRoles.map(({ value }) => value),
    assigned: principals.map(({ assignments }) => assignments.length),
    jobs: jobs.map(({ schedule }) => schedule.state),
    users: jobs[0]?.schema.synchronizationRules[0]?.objectMappings[0]?.attributeMappings.length,
    secrets: principals.map(({ secrets }) => secrets.size),
    notes: first?.notes,
  };
}

const WHOLE = {
  applications: ['Rollcall', 'Rollcall console'],
  count: 2,
  principals: 2,
  roles: [null, null, 'admin', 'member', 'group'],
  console: ['Rollcall.Admin', 'Rollcall.Reader'],
  assigned: [2, 1],
  jobs: ['Active'],
  users: 13,
  secrets: [4, 0],
  notes: expect.stringMatching(/^Rollcall: http.*\/scim\/v2 \(secret-token\)$/),
};

/** The numbers of the requests of an undisturbed run, by what they do. */
async function requestsOf() {
  const { graph, setup } = await emptyTenant();
  expect((await setup()).exitCode).toBe(0);
  await graph.stop();
  expect(left(graph)).toEqual(WHOLE);
  const numbered = graph.requests.map((line, at) => ({ line, nth: at + 1 }));
  return {
    writes: numbered.filter(({ line }) => !line.startsWith('GET')),
    some: numbered.filter(({ nth }) => nth % 7 === 0),
  };
}

test('a set-up cut at any request is finished by the next', { timeout: 120_000 }, async () => {
  const { writes, some } = await requestsOf();
  expect(writes.length).toBeGreaterThan(12);
  const cuts = [
    ...writes.map(({ line, nth }) => ({ line, nth, how: 'cut after' as const })),
    ...some.map(({ line, nth }) => ({ line, nth, how: 'cut' as const })),
  ];
  for (const { line, nth, how } of cuts) {
    const { graph, setup } = await emptyTenant();
    graph.failOnce(nth, how);
    const broken = await setup();
    expect(broken.told.at(-1), line).toContain('Run the same command again afterwards');
    expect((await setup()).exitCode, line).toBe(0);
    await graph.stop();
    expect(left(graph), `${line} ${how}`).toEqual(WHOLE);
  }
});

test('throttled at every other request it only takes longer', async () => {
  const { graph, setup } = await emptyTenant();
  for (const nth of [3, 9, 17, 24])
    graph.failOnce(nth, { status: 429, headers: { 'retry-after': '0' }, body: {} });
  expect((await setup()).exitCode).toBe(0);
  await graph.stop();
  expect(left(graph)).toEqual(WHOLE);
});
