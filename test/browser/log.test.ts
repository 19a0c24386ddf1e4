// The provisioning log: what happened in words, then how; what is looked for is found; what is secret is nowhere.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { faultsOf } from '../support/axe.ts';
import { useConsole } from '../support/browser.ts';
import { type Company, provisionCompany, userBody } from '../support/company.ts';

const PASSWORD = 'correct-horse-battery';

let company: Company;
const console = useConsole({
  fill: async (service) => {
    company = await provisionCompany(service);
    const zoe = userBody('zoe.adler', 'Zoë', 'Adler');
    await service.request('POST', '/Users', { ...zoe, password: PASSWORD });
  },
});

function sentences(page: Page): Promise<string[]> {
  return page.getByRole('region', { name: 'Requests' }).locator('button[aria-expanded]').allTextContents();
}

test('meaning comes first, newest on top, and an entry opens to what was sent and answered', async () => {
  const page = await console().open('/log');
  const deactivation = page.getByRole('button', { name: /Entra deactivated Tomás Rivera/ });
  await deactivation.click();
  const entry = page.getByRole('listitem').filter({ has: deactivation });
  const text = await entry.textContent();
  for (const part of [
    `PATCH /scim/v2/Users/${company.users['tomas.rivera']}`,
    'entra-boolean-strings',
    '"path": "active"',
    'laptop',
  ]) {
    expect(text).toContain(part);
  }
  expect(await faultsOf(page)).toEqual([]);
  await entry.getByRole('link', { name: 'Tomás Rivera' }).click();
  await page.getByRole('heading', { level: 1, name: 'Tomás Rivera' }).waitFor();
});

test('a refusal says what to do', async () => {
  const page = await console().open('/log?outcome=refused');
  await page.getByRole('button', { name: /^Refused: .*Benjamin Krüger/ }).click();
  await page.getByText('let the identity provider match on userName').waitFor();
  await page.getByText('409 uniqueness').waitFor();
});

test('a rejected credential is told with its reason, and with no more of the token than a few characters', async () => {
  const page = await console().open('/log');
  await page.getByRole('combobox', { name: 'Outcome' }).selectOption({ label: 'Credential rejected' });
  await expect.poll(async () => (await sentences(page)).length).toBe(1);
  expect(await sentences(page)).toEqual([
    expect.stringMatching(/Rejected a request to \/scim\/v2\/Users with a token that begins with roll…/),
  ]);
  expect(await page.content()).not.toContain('not-a-token');
});

test('filters for a user and for days are kept in the address, and cleared by a click', async () => {
  const page = await console().open('/log');
  await page.getByRole('searchbox', { name: 'User' }).fill('liam');
  await expect.poll(async () => (await sentences(page)).length).toBe(3);
  // The last one names only some of the five who were added.
  expect(await sentences(page)).toEqual([
    expect.stringContaining('added Liam O’Connor to the group ws-Sales-rle-admin'),
    expect.stringContaining('to the group All employees'),
    expect.stringContaining('created Liam O’Connor'),
  ]);
  expect(page.url()).toContain('user=liam');
  await page.getByLabel('To').fill('2020-01-01');
  await page.getByText('No request fits these filters.').waitFor();
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect.poll(async () => (await sentences(page)).length).toBeGreaterThan(10);
  expect(page.url()).toMatch(/#\/log$/);
});

test('a password is in no entry', async () => {
  const page = await console().open('/log?user=zoe');
  await page.getByRole('button', { name: /created Zoë Adler/ }).click();
  await page.getByText('"password": "•••"').waitFor();
  expect(await page.content()).not.toContain(PASSWORD);
});
