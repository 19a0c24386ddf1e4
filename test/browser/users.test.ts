// Users: found while one types, and each with their access in one look.
import { expect, test } from 'vitest';
import { useConsole } from '../support/browser.ts';
import { addHostileUser, type Company, HOSTILE_NAME, provisionCompany } from '../support/company.ts';

let company: Company;
let hostile: string;
const console = useConsole({
  fill: async (service) => {
    company = await provisionCompany(service);
    hostile = await addHostileUser(service, company.groups['All employees'] ?? '');
  },
});

test('a search finds beginnings of names and of e-mail addresses, as one types', async () => {
  const page = await console().open('/users');
  const search = page.getByRole('searchbox', { name: 'Search users' });
  for (const typed of ['nadia', 'NADIA.OK', 'Nadia O']) {
    await search.fill('');
    await page.getByRole('link', { name: 'Ben Krüger' }).waitFor();
    await search.pressSequentially(typed);
    await expect
      .poll(() => page.getByRole('table').getByRole('link').allTextContents())
      .toEqual(['Nadia Okafor']);
  }
});

test('what was searched for stands in the address, and the way leads on to why somebody is missing', async () => {
  const page = await console().open('/users?search=zoe');
  await page.getByRole('status').filter({ hasText: 'begins with “zoe”' }).waitFor();
  await page.getByRole('link', { name: 'Why is somebody missing?' }).click();
  await page.getByRole('heading', { level: 2, name: /Nobody called "zoe" has been sent/ }).waitFor();
});

test('a click of the way: from the list to the person, on to the group, and back', async () => {
  const page = await console().open('/users');
  await page.getByRole('link', { name: 'Nadia Okafor' }).click();
  await page.getByRole('heading', { level: 1, name: 'Nadia Okafor' }).waitFor();
  await page.getByRole('link', { name: 'ws-Sales-role-admin' }).click();
  await page.getByRole('heading', { level: 1, name: 'ws-Sales-role-admin' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Nadia Okafor' }).waitFor();
});

test('the picture says which way decides, and which could go without a change', async () => {
  const page = await console().open(`/users/${company.users['nadia.okafor']}`);
  const picture = page.getByRole('group', { name: 'Access of Nadia Okafor' });
  expect(await picture.getByRole('listitem').allTextContents()).toEqual(
    expect.arrayContaining([
      'admin in Sales by ws-Sales-role-admin. Also reached, with less, by ws-Sales-role-member.',
      'manager in Data Platform by ws-Data Platform-role-manager.',
    ]),
  );
  // Two lines to each way that decides and one to its group are strong, and lie on top.
  const widths = await page.evaluate<string[]>(
    `[...document.querySelectorAll('[role=group] > svg > path')].map((line) => getComputedStyle(line).strokeWidth)`,
  );
  expect(widths.filter((width) => width === '3px')).toHaveLength(6);
  expect(widths.toSorted()).toEqual(widths);
});

test('who is inactive has no access, and the picture says what would come back', async () => {
  const page = await console().open(`/users/${company.users['tomas.rivera']}`);
  const picture = page.getByRole('group', { name: 'Access of Tomás Rivera' });
  expect(await picture.textContent()).toContain('inactive: no access');
  expect(await picture.getByRole('listitem').allTextContents()).toEqual([
    'No access to Sales: Tomás Rivera is inactive. (Would come by ws-Sales-role-member.)',
  ]);
});

test('an admin of the organization is shown to be admin everywhere', async () => {
  const page = await console().open(`/users/${company.users['mei.tanaka']}`);
  const picture = page.getByRole('group', { name: 'Access of Mei Tanaka' });
  expect(await picture.getByRole('listitem').first().textContent()).toBe(
    'admin in Every workspace by Organization role admin.',
  );
});

test('a name that is markup is shown as text, wherever it stands', async () => {
  const page = await console().open('/users');
  for (const place of [
    '/users',
    `/users/${hostile}`,
    `/groups/${company.groups['All employees']}`,
    '/log',
    '/missing?q=hostile',
  ]) {
    await page.goto(`${console().service.url}/console#${place}`);
    await page.getByText(HOSTILE_NAME).first().waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.title()).toMatch(/ – Rollcall$/);
  }
});

test('somebody who is not here is told so in the service’s own words', async () => {
  const page = await console().open('/users/00000000-0000-4000-8000-000000000000');
  expect(await page.getByRole('alert').textContent()).toContain('00000000-0000-4000-8000-000000000000');
});
