// Connecting an identity provider: values to paste, and steps that turn green while one looks.
import { expect, test } from 'vitest';
import { useConsole } from '../support/browser.ts';
import { userBody } from '../support/company.ts';

const console = useConsole();

test('the SCIM URL is copied by a click', async () => {
  const page = await console().open('/connect');
  await page.getByRole('button', { name: 'Copy SCIM URL' }).click();
  await page.getByRole('button', { name: 'Copied SCIM URL' }).waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(console().service.scimUrl);
});

test('the guides hold the exact values of this deployment', async () => {
  const page = await console().open('/connect');
  const { scimUrl } = console().service;
  const steps = page.getByRole('region', { name: 'Step by step' });
  for (const value of [
    `${scimUrl}?aadOptscim062020`,
    'AssertiveAppRoleAssignmentsComplex([appRoleAssignments])',
    'Join(" ", [givenName], [surname])',
    'ws-{workspace}-role-{admin|manager|member}',
  ]) {
    await steps.getByText(value, { exact: true }).waitFor();
  }
  await page.getByRole('link', { name: 'Okta' }).click();
  await steps.getByText(scimUrl, { exact: true }).waitFor();
  expect(page.url()).toContain('guide=okta');
});

test('a step turns green when the first request arrives that shows it, without a reload', async () => {
  const { service } = console();
  const page = await console().open('/connect');
  const step = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: /^Send the roles/ }) });
  await step.getByRole('heading', { name: 'Send the roles', exact: true }).waitFor();
  const path = '/Users?aadOptscim062020';
  const { status } = await service.request(
    'POST',
    path,
    userBody('nadia.okafor', 'Nadia', 'Okafor', 'admin'),
  );
  expect(status).toBe(201);
  await step
    .getByRole('heading', { name: /^Send the roles \(done\) seen just now/ })
    .waitFor({ timeout: 20_000 });
  // Whoever is reading a step goes on reading it.
  await step.getByText('AssertiveAppRoleAssignmentsComplex([appRoleAssignments])').waitFor();
  await page.reload();
  await step.getByRole('button', { name: /^Send the roles/, expanded: false }).click();
  await step.getByText('AssertiveAppRoleAssignmentsComplex([appRoleAssignments])').waitFor();
});
