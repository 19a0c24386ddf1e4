// Every page for everybody: light and dark, wide and narrow, by eye and by ear. What a page does is tested elsewhere; here each
// is only opened, with data on it.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { faultsOf } from '../support/axe.ts';
import { NARROW, useConsole } from '../support/browser.ts';
import { addHostileUser, type Company, provisionCompany } from '../support/company.ts';

let company: Company;
const console = useConsole({
  fill: async (service) => {
    company = await provisionCompany(service);
    await addHostileUser(service, company.groups['All employees'] ?? '');
  },
});

/** What stands in the first heading, and what follows `#` in the address. */
test.each<[heading: string, place: () => string]>([
  ['Connect', () => '/connect'],
  ['Connect', () => '/connect?guide=okta'],
  ['Users', () => '/users'],
  ['Nadia Okafor', () => `/users/${company.users['nadia.okafor']}`],
  ['Tomás Rivera', () => `/users/${company.users['tomas.rivera']}`],
  ['Mei Tanaka', () => `/users/${company.users['mei.tanaka']}`],
  ['Groups', () => '/groups'],
  ['ws-Sales-role-member', () => `/groups/${company.groups['ws-Sales-role-member']}`],
  ['Workspaces', () => '/workspaces'],
  ['Sales', () => `/workspaces/${company.workspaces.Sales}`],
  ['Provisioning log', () => '/log'],
  ['Missing user?', () => '/missing?q=Liam'],
  ['Health', () => '/health'],
])('%s', async (heading, place) => {
  const page = await console().open(place());
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  expect(await page.title()).toBe(`${heading} – Rollcall`);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // The page needs a moment to take up the scheme.
    await expect.poll(() => faultsOf(page), { message: colorScheme, timeout: 10_000 }).toEqual([]);
  }
  expect(await widthOf(page)).toBe(1280);
  await page.setViewportSize(NARROW);
  await expect.poll(() => widthOf(page)).toBe(NARROW.width);
  await expect.poll(() => faultsOf(page), { message: 'narrow', timeout: 10_000 }).toEqual([]);
});

function widthOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth');
}
