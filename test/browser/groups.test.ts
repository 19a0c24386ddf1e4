// Groups and what they are mapped to: nothing is saved before it has been shown who gains and who loses by it.
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { faultsOf } from '../support/axe.ts';
import { useConsole } from '../support/browser.ts';
import { type Company, patch, provisionCompany } from '../support/company.ts';

let company: Company;
const console = useConsole({
  fill: async (service) => {
    company = await provisionCompany(service);
  },
});

function names(page: Page, table: string): Promise<string[]> {
  return page.getByRole('table', { name: table, exact: true }).getByRole('link').allTextContents();
}

test('groups without a mapping come first, each with what its name lacks and what was probably meant', async () => {
  const page = await console().open('/groups');
  const waiting = page.getByRole('region', { name: 'Waiting for a mapping' });
  await waiting.getByRole('link').first().waitFor();
  expect((await names(page, 'Groups without a mapping')).toSorted()).toEqual([
    'All employees',
    'ws-Sales-rle-admin',
  ]);
  expect(await waiting.textContent()).toContain('The name does not begin with "ws-".');
  expect(await waiting.textContent()).toContain(
    'The name has no "-role-" after "ws-". It would map if it were called "ws-Sales-role-admin".',
  );
});

test('a search finds beginnings of names as one types', async () => {
  const page = await console().open('/groups');
  await page.getByRole('searchbox', { name: 'Search groups' }).pressSequentially('WS-sales-role');
  await expect
    .poll(async () => (await names(page, 'Groups')).toSorted())
    .toEqual(['ws-Sales-role-admin', 'ws-Sales-role-member']);
});

test('a mapping is shown with its gains, saved, shown at the workspace, and taken away with its losses shown', async () => {
  const page = await console().open('/groups');
  await page.getByRole('button', { name: 'Map All employees' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Map All employees' });
  const save = dialog.getByRole('button', { name: 'Save mapping' });
  expect(await save.isDisabled()).toBe(true);
  await dialog.getByRole('combobox', { name: 'Workspace' }).fill('Intranet');
  await dialog.getByRole('radio', { name: /^Manager/ }).check();

  const preview = dialog.getByRole('region', { name: 'What saving does' });
  // Three active members, and Mei Tanaka, who is admin of every workspace that there is.
  await preview.getByRole('heading', { name: '4 people would gain' }).waitFor();
  expect(await preview.textContent()).toContain('Intranet is new');
  expect(await preview.textContent()).toMatch(/Nadia Okafor\s*no access\s*→\s*manager/);
  expect(await faultsOf(page)).toEqual([]);
  await save.click();
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => names(page, 'Groups without a mapping')).toEqual(['ws-Sales-rle-admin']);

  await page.getByRole('link', { name: 'All employees' }).click();
  await page.getByRole('link', { name: 'Intranet' }).click();
  await page.getByRole('heading', { level: 1, name: 'Intranet' }).waitFor();
  await page.getByRole('link', { name: 'Nadia Okafor' }).waitFor();
  await page.getByRole('link', { name: 'All employees' }).click();

  await page.getByRole('button', { name: 'Remove the mapping to Intranet' }).click();
  const removal = page.getByRole('dialog', { name: /^Remove the mapping/ });
  await removal.getByRole('heading', { name: '4 people would lose' }).waitFor();
  expect(await removal.textContent()).toMatch(/Nadia Okafor\s*manager\s*→\s*no access/);
  await removal.getByRole('button', { name: 'Remove mapping' }).click();
  await removal.waitFor({ state: 'detached' });
  await page.getByText('Nothing: its members get no access by it.').waitFor();
});

describe('a mapping to a workspace that others lead to', () => {
  let page: Page;
  beforeEach(async () => {
    page = await console().open(`/groups/${company.groups['All employees']}`);
    await page.getByRole('button', { name: 'Map to a workspace' }).click();
  });

  test('flags the overlap, and counts only whose role really rises', async () => {
    await page.getByRole('combobox', { name: 'Workspace' }).fill('sales');
    await page.getByRole('radio', { name: /^Manager/ }).check();
    const preview = page.getByRole('region', { name: 'What saving does' });
    // Nadia Okafor is admin there already; Ben Krüger rises from member; Liam O’Connor comes new.
    await preview.getByRole('heading', { name: '2 people would gain' }).waitFor();
    expect(await preview.textContent()).toMatch(/Ben Krüger\s*member\s*→\s*manager/);
    expect(await preview.textContent()).not.toContain('Nadia Okafor');
    expect(await preview.textContent()).toContain('The strongest role counts.');
    expect(await preview.textContent()).toMatch(/ws-Sales-role-member\s*member\s*3 people/);
  });

  test('is not saved by Escape, and the focus goes back to the button', async () => {
    await page.getByRole('combobox', { name: 'Workspace' }).fill('Sales');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement?.textContent')).toBe('Map to a workspace');
    await page.reload();
    await page.getByText('Nothing: its members get no access by it.').waitFor();
  });
});

test('what the service refuses is said in the dialog, and nothing is lost of what was typed', async () => {
  const page = await console().open(`/groups/${company.groups['ws-Sales-rle-admin']}`);
  await page.getByRole('button', { name: 'Map to a workspace' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Workspace' }).fill('00000000-0000-8000-8000-000000000000');
  await dialog.getByRole('alert').waitFor();
  expect(await dialog.getByRole('alert').textContent()).toContain('00000000-0000-8000-8000-000000000000');
  expect(await dialog.getByRole('button', { name: 'Save mapping' }).isDisabled()).toBe(true);
});

test('members who are many come a page at a time', async () => {
  const { service } = console();
  const members = await Promise.all(
    Array.from({ length: 101 }, async (_, at) => {
      const name = `crowd${at}@contoso.example`;
      const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
      const { body } = await service.request('POST', '/Users', { schemas, userName: name });
      return { value: body.id };
    }),
  );
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
  const { body } = await service.request('POST', '/Groups', { schemas, displayName: 'Crowd' });
  await patch(service, `/Groups/${body.id}`, [{ op: 'Add', path: 'members', value: members }]);
  const page = await console().open(`/groups/${body.id}`);
  const rows = page.getByRole('table', { name: 'Members' }).getByRole('row');
  await expect.poll(() => rows.count()).toBe(101);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect.poll(() => rows.count()).toBe(102);
  expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0);
});
