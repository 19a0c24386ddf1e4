// The console as in Azure: MSAL signs a person in with Entra, the page sends their access token, and the service looks at it
// itself.
import { afterAll, beforeEach, expect, test } from 'vitest';
import { useConsole } from '../support/browser.ts';
import { APPLICATION, TENANT } from '../support/entra.ts';
import { type EntraSignIn, missingOpenssl, startEntraSignIn } from '../support/entra-sign-in.ts';
import { startServiceProcess } from '../support/service.ts';

let entra: EntraSignIn;
const console = useConsole({
  settings: async () => {
    entra = await startEntraSignIn();
    return {
      ROLLCALL_ENTRA_TENANT_ID: TENANT,
      ROLLCALL_ENTRA_APPLICATION_ID: APPLICATION,
      AZURE_AUTHORITY_HOST: entra.authority,
      // The service is a process of its own, because Node reads this when it starts.
      NODE_EXTRA_CA_CERTS: entra.certificate,
    };
  },
  start: startServiceProcess,
  missing: missingOpenssl(),
  neighbour: () => entra.authority,
  fill: async (service) => {
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
    await service.request('POST', '/Groups', { schemas, displayName: 'Finance' });
  },
});
afterAll(() => entra?.stop());
beforeEach(() => entra?.become({ name: 'Ana Lopez', roles: ['Rollcall.Admin'] }));

test('who opens the page is sent to Entra, comes back signed in, and asks with an access token', async () => {
  const page = await console().visit('/console#/health');
  await page.getByRole('heading', { level: 1, name: 'Health' }).waitFor();
  expect(await page.getByRole('banner').textContent()).toContain('Ana Lopez');
  expect(entra.requests).toContain(`GET /${TENANT}/oauth2/v2.0/authorize`);
  const request = page.waitForRequest(/\/console\/api\/users/);
  await page.getByRole('link', { name: 'Users' }).click();
  expect((await (await request).allHeaders()).authorization).toMatch(/^Bearer eyJ/);
  expect(await page.context().cookies(console().service.url)).toEqual([]);
  expect(page.url()).not.toContain('code=');
});

test('an administrator changes something', async () => {
  const page = await console().visit('/console#/groups');
  await page.getByRole('button', { name: 'Map Finance' }).first().click();
  await page.getByRole('combobox', { name: 'Workspace' }).fill('Ledger');
  await page.getByRole('button', { name: 'Save mapping' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Provisioning log' }).click();
  // The log is written behind the answers.
  const entry = page.getByRole('button', { name: /Ana Lopez mapped the group Finance to Ledger as member/ });
  const isThere = async () => {
    await page.getByRole('button', { name: 'Refresh' }).click();
    return await entry.count();
  };
  await expect.poll(isThere, { timeout: 12_000, interval: 500 }).toBe(1);
});

test('who may only read sees everything and is offered no change', async () => {
  entra.become({ name: 'Rui Costa', roles: ['Rollcall.Reader'] });
  const page = await console().visit('/console#/groups');
  await page.getByRole('link', { name: 'Finance' }).first().waitFor();
  expect(await page.getByRole('banner').textContent()).toContain('Rui Costa, may look only');
  expect(await page.getByRole('button', { name: /^Map/ }).count()).toBe(0);
  await page.getByRole('link', { name: 'Finance' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Finance' }).waitFor();
  expect(await page.getByRole('button', { name: /^Map|^Remove/ }).count()).toBe(0);
  await page.getByRole('link', { name: 'Connect' }).click();
  await page.getByRole('heading', { name: 'Tokens' }).waitFor();
  expect(await page.getByRole('button', { name: 'Generate token' }).isDisabled()).toBe(true);
});

test('who has no role is told so, and not sent to sign in over and over', async () => {
  entra.become({ name: 'Nobody', roles: [] });
  const page = await console().visit('/console');
  await page.getByRole('heading', { level: 1, name: 'You are not signed in' }).waitFor();
  expect(await page.getByRole('main').textContent()).toContain('the app role Rollcall.Admin');
  const asked = entra.requests.length;
  await page.waitForTimeout(1_500);
  expect(entra.requests).toHaveLength(asked);
});
