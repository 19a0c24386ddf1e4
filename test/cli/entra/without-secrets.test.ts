// The ways in which Entra needs no long-lived token, or none at all: each set up from an empty tenant, until somebody is
// provisioned by it, and what is said where the service does not accept it yet.
import { afterEach, expect, test } from 'vitest';
import { WORKLOAD } from '../../support/entra.ts';
import { type Company, setupWords, startCompany } from '../../support/entra-story.ts';

let company: Company | undefined;
afterEach(async () => {
  await company?.stop();
  company = undefined;
});

const start = async (settings: Record<string, string>) => {
  company = await startCompany({ graph: { late: 0 }, settings });
  return company;
};
const nadia = async ({ access, graph }: Company) => {
  await graph.settled();
  return (await access('/check?user_name=nadia.okafor@atlas.example&workspace=Sales&role=admin')).body;
};

/** As the portal saves it. */
function chooseWorkloadIdentity({ graph, service }: Company): void {
  const [principal] = graph.tenant.servicePrincipals.all();
  if (principal === undefined) throw new Error('There is no service principal.');
  principal.connectivity = new Map([
    ['authenticationType', 'WorkloadIdentityFederation'],
    ['baseAddress', `${service.scimUrl}?aadOptscim062020`],
    ['clientId', WORKLOAD.clientId],
    ['tokenEndpoint', `${service.url}/oauth2/token`],
  ]);
}

test('OAuth 2.0 client credentials', async () => {
  const here = await start({ ROLLCALL_OAUTH: 'on' });
  const { exitCode, told } = await here.rollcall(setupWords(here, '--authentication', 'oauth'));
  expect([exitCode, told.at(-1)]).toEqual([0, expect.stringContaining('runs')]);
  expect(await nadia(here)).toMatchObject({ allowed: true });
  expect(here.graph.requests.join('\n')).toContain('PATCH /beta/servicePrincipals/');
});

test('OAuth where the service has it switched off: what Entra saw is said', async () => {
  const here = await start({});
  const { exitCode, told } = await here.rollcall(setupWords(here, '--authentication', 'oauth'));
  expect(exitCode).toBe(1);
  expect(told.at(-1)).toMatch(/Test of the connection: Entra could not reach the service.*401/s);
  expect(here.graph.tenant.servicePrincipals.all()[0]?.jobs[0]?.schedule.state).toBe('Disabled');
});

test('tokens that Entra signs itself, with an empty secret', async () => {
  const here = await start({ ROLLCALL_ENTRA_PROVISIONING_JWT: 'on' });
  const words = setupWords(here, '--authentication', 'entra-jwt').filter(
    (word) => word !== here.vault.url && word !== '--vault',
  );
  expect((await here.rollcall(words)).exitCode).toBe(0);
  expect(await nadia(here)).toMatchObject({ allowed: true });
  const [principal] = here.graph.tenant.servicePrincipals.all();
  expect(principal?.secrets.get('SecretToken')).toBe('');
});

test('workload identity federation: the portal does its part, and the set-up goes on from there', async () => {
  const here = await start({
    ROLLCALL_OAUTH: 'on',
    ROLLCALL_ENTRA_WORKLOAD_ID: WORKLOAD.clientId,
    ROLLCALL_ENTRA_WORKLOAD_SUBJECT: WORKLOAD.subject,
  });
  const words = setupWords(here, '--authentication', 'workload-identity');
  const stopped = await here.rollcall(words);
  expect(stopped.exitCode).toBe(1);
  expect(stopped.told.at(-1)).toMatch(
    /can only be chosen in the portal:.*Token endpoint: http.*\/oauth2\/token\. SCIM URL: http.*\/scim\/v2\?aadOptscim062020.*Run the same command again/s,
  );

  chooseWorkloadIdentity(here);
  expect((await here.rollcall(words)).exitCode).toBe(0);
  expect(await nadia(here)).toMatchObject({ allowed: true });
});

/** Of the last refusal: the claims that were compared, and those that did not fit. */
function trace({ logged }: Company) {
  const line = logged.findLast((text) => text.includes('"trace"'));
  const { trace: compared } = JSON.parse(line ?? '{"trace":[]}') as {
    trace: { claim: string; equal: boolean }[];
  };
  return {
    compared: compared.map(({ claim }) => claim),
    wrong: compared.filter(({ equal }) => !equal).map(({ claim }) => claim),
  };
}

test('a token of Entra with a claim that does not fit: Entra says 401, the log says which claim', async () => {
  const here = await start({
    ROLLCALL_ENTRA_PROVISIONING_JWT: 'on',
    ROLLCALL_ENTRA_PROVISIONING_AUDIENCE: '99999999-9999-4999-8999-999999999999',
  });
  const { exitCode, told } = await here.rollcall(setupWords(here, '--authentication', 'entra-jwt'));
  expect([exitCode, told.at(-1)]).toEqual([1, expect.stringMatching(/Test of the connection: .*401/s)]);
  expect(trace(here)).toEqual({ compared: ['iss', 'aud', 'tid', 'appid'], wrong: ['aud'] });
});

test('an assertion with a claim that does not fit: no token is issued, the log says which claim', async () => {
  const here = await start({
    ROLLCALL_OAUTH: 'on',
    ROLLCALL_ENTRA_WORKLOAD_ID: WORKLOAD.clientId,
    ROLLCALL_ENTRA_WORKLOAD_SUBJECT: '99999999-9999-4999-8999-999999999999',
  });
  const words = setupWords(here, '--authentication', 'workload-identity');
  expect((await here.rollcall(words)).exitCode).toBe(1);
  chooseWorkloadIdentity(here);
  expect((await here.rollcall(words)).exitCode).toBe(1);
  expect(trace(here)).toEqual({ compared: ['iss', 'aud', 'sub', 'tid', 'appid'], wrong: ['sub'] });
});

test('a way that nobody knows, and one without the vault that it needs', async () => {
  const here = await start({});
  const unknown = await here.rollcall(setupWords(here, '--authentication', 'password'));
  expect([unknown.exitCode, unknown.told.at(-1)]).toEqual([
    2,
    expect.stringMatching(/secret-token, oauth, entra-jwt/),
  ]);
  const noVault = await here.rollcall(
    setupWords(here).filter((word) => word !== here.vault.url && word !== '--vault'),
  );
  expect([noVault.exitCode, noVault.told.at(-1)]).toEqual([
    2,
    expect.stringMatching(/^rollcall: --vault must be given/),
  ]);
});
