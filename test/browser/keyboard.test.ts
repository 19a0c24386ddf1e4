// The console without a mouse, and on a small screen.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { NARROW, useConsole } from '../support/browser.ts';
import { type Company, provisionCompany } from '../support/company.ts';

let company: Company;
const console = useConsole({
  fill: async (service) => {
    company = await provisionCompany(service);
  },
});

/** The text, or else the name, of what has the focus. */
function focused(page: Page): Promise<string> {
  return page.evaluate<string>(
    `document.activeElement.textContent || document.activeElement.getAttribute('aria-label')`,
  );
}

test('the first step skips the navigation', async () => {
  const page = await console().open('/users');
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Skip to the content');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.type')).toBe('search');
});

test('whoever goes to another page is told so: its heading has the focus', async () => {
  const page = await console().open('/users');
  await page.getByRole('link', { name: 'Groups' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Groups' }).waitFor();
  await expect.poll(() => focused(page)).toBe('Groups');
  expect(await page.getByRole('link', { name: 'Groups', exact: true }).getAttribute('aria-current')).toBe(
    'page',
  );
});

test('a mapping is made by keyboard alone', async () => {
  const page = await console().open(`/groups/${company.groups['ws-Sales-rle-admin']}`);
  for (const key of ['Tab', 'Enter', 'Tab', 'Tab']) await page.keyboard.press(key);
  expect(await focused(page)).toBe('Map to a workspace');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.getByRole('combobox', { name: 'Workspace' }).focus();
  await page.keyboard.type('Sales');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.getByRole('heading', { name: '1 person would gain' }).waitFor();
  await page.getByRole('button', { name: 'Save mapping' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const mappings = page.getByRole('table', { name: 'Mappings' });
  await mappings.getByText('admin').waitFor();
  await expect.poll(() => focused(page)).toBe('Map to a workspace');
});

test('the focus does not leave a dialog', async () => {
  const page = await console().open('/groups');
  await page.getByRole('button', { name: 'Map All employees' }).first().click();
  await page.getByRole('dialog').waitFor();
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Tab');
    // Between the last and the first stands the browser itself.
    expect(
      await page.evaluate(
        `document.activeElement === document.body || document.activeElement.closest('dialog') !== null`,
      ),
    ).toBe(true);
  }
});

test('on a small screen the navigation opens by a button, and closes once one has chosen', async () => {
  const page = await console().open('/users');
  await page.setViewportSize(NARROW);
  const button = page.getByRole('button', { name: 'Navigation' });
  expect(await page.getByRole('link', { name: 'Health' }).count()).toBe(0);
  await button.click();
  expect(await button.getAttribute('aria-expanded')).toBe('true');
  await page.getByRole('link', { name: 'Health' }).click();
  await page.getByRole('heading', { level: 1, name: 'Health' }).waitFor();
  expect(await button.getAttribute('aria-expanded')).toBe('false');
});
