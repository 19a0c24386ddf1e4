// Rotating the token: Entra always holds one that the service accepts, old versions go only after the new one is proved, and
// a rotation that broke off is finished by the next.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { TENANT } from '../../support/entra.ts';
import { type Company, setupWords, startCompany } from '../../support/entra-story.ts';

let company: Company;
beforeAll(async () => {
  // The service looks into the vault every half minute: the command's waiting moves the clock of both.
  vi.useFakeTimers({ toFake: ['Date'] });
  company = await startCompany({ graph: { late: 0 } });
  expect((await company.rollcall(setupWords(company))).exitCode).toBe(0);
  await company.graph.settled();
});
afterAll(async () => {
  vi.useRealTimers();
  await company.stop();
});

const rotate = (...more: string[]) =>
  company.rollcall(['entra', 'rotate-token', '--tenant', TENANT, '--vault', company.vault.url, ...more], {
    wait: async (time) => {
      vi.setSystemTime(Date.now() + time);
    },
  });
const held = () =>
  company.graph.tenant.servicePrincipals
    .all()
    .find(({ jobs }) => jobs.length > 0)
    ?.secrets.get('SecretToken') ?? '';
const status = async (token: string) =>
  (await company.service.request('GET', '/Users?count=1', undefined, { authorization: `Bearer ${token}` }))
    .status;
const versions = () => company.vault.versions('scim-token');

test('--dry-run says what would be done and does nothing', async () => {
  const { exitCode, printed } = await rotate('--dry-run');
  expect(exitCode).toBe(0);
  expect(printed).toEqual([
    'would make a new version of scim-token',
    'would hand it to Entra and let Entra test the connection',
    expect.stringMatching(/^would disable version /),
  ]);
  expect(held()).toBe(company.token);
  expect(versions()).toHaveLength(1);
});

test('a new version is handed over, proved, and the old one disabled; provisioning goes on', async () => {
  const { exitCode, printed, told } = await rotate();
  expect([exitCode, ...printed]).toEqual([
    0,
    expect.stringMatching(/^Entra uses version .* expires 20\d\d-/),
  ]);
  const token = held();
  expect(token).toMatch(/^rollcall_/);
  expect(token).not.toBe(company.token);
  expect(await status(token)).toBe(200);
  expect(versions().map(({ enabled }) => enabled)).toEqual([false, true]);
  expect(versions().at(-1)?.tags).toEqual({});
  expect([...printed, ...told].join('\n')).not.toContain(token);

  company.nadia.surname = 'Okafor-Lind';
  await company.graph.cycle();
  const job = company.graph.tenant.servicePrincipals.all().flatMap(({ jobs }) => jobs)[0];
  expect(job?.status).toMatchObject({ code: 'Active', lastExecution: { state: 'Succeeded' } });
});

test('broken off before Entra had it, it is finished with the same version', async () => {
  const before = held();
  // The two looks for the application and its job pass, the handing over does not.
  const write = company.graph.requests.length;
  company.graph.failOnce(4, 'cut');
  const broken = await rotate();
  expect(broken.exitCode).toBe(1);
  expect(company.graph.requests.slice(write).some((line) => line.startsWith('PUT'))).toBe(false);
  expect(held()).toBe(before);
  expect(await status(before)).toBe(200);
  expect(versions()).toHaveLength(3);
  expect(versions().at(-1)?.tags).toEqual({ 'rollcall-rotation': 'not handed to Entra yet' });

  expect((await rotate()).exitCode).toBe(0);
  expect(versions().map(({ enabled }) => enabled)).toEqual([false, false, true]);
  expect(held()).not.toBe(before);
});

test('--keep-old leaves the old version for others who use it', async () => {
  const before = held();
  expect((await rotate('--keep-old')).exitCode).toBe(0);
  expect(versions().map(({ enabled }) => enabled)).toEqual([false, false, true, true]);
  expect(await status(before)).toBe(200);
});

test('tags that say whose directory it is are kept', async () => {
  company.vault.set('scim-token-okta', 'an-older-token-of-okta', {
    tags: { directory: 'default', label: 'Okta' },
  });
  expect((await rotate('--secret', 'scim-token-okta')).exitCode).toBe(0);
  expect(company.vault.versions('scim-token-okta').at(-1)?.tags).toEqual({
    directory: 'default',
    label: 'Okta',
  });
});

test('without a set-up there is nothing to rotate, and without the secret neither', async () => {
  const nothing = await rotate('--name', 'Another');
  expect([nothing.exitCode, nothing.told.at(-1)]).toEqual([
    1,
    expect.stringMatching(/Run rollcall entra setup first/),
  ]);
  company.vault.refuseWith(403);
  const forbidden = await rotate();
  company.vault.refuseWith(undefined);
  expect([forbidden.exitCode, forbidden.told.at(-1)]).toEqual([
    1,
    expect.stringMatching(/You may not use the secret scim-token.*Key Vault Secrets Officer/),
  ]);
});
