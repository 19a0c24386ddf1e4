// One box for "why is this person not here, or without access?". What each answer says is tested where it is made; here it is
// asked as a person does.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useConsole } from '../support/browser.ts';
import { type Company, patch, provisionCompany, userBody } from '../support/company.ts';

let company: Company;
const console = useConsole({
  fill: async (service) => {
    company = await provisionCompany(service);
    await service.request('POST', '/Users', { ...userBody('eve', 'Eve', 'Adams'), name: 'Eve' });
    await service.request(
      'GET',
      `/Users?filter=${encodeURIComponent('userName eq "ghost@contoso.example"')}`,
    );
    await patch(service, `/Groups/${company.groups['ws-Sales-role-member']}`, [
      { op: 'Remove', path: 'members', value: [{ value: company.users['ben.kruger'] }] },
    ]);
  },
});

async function ask(page: Page, who: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Name or e-mail' }).fill(who);
  await page.keyboard.press('Enter');
}

test.each([
  ['tomas.rivera@contoso.example', 'Tomás Rivera is here but inactive', 'Active'],
  [
    'Liam',
    'Liam O’Connor is in the group "ws-Sales-rle-admin", whose name nearly maps it',
    'In a mapped group',
  ],
  ['Ben', 'Ben Krüger was member in Sales and is not any more', 'Has access'],
  ['eve@contoso.example', 'was sent and refused', 'Here'],
  [
    'ghost@contoso.example',
    'The identity provider looked for "ghost@contoso.example" and did not send them',
    'Sent',
  ],
  ['nobody', 'Nobody called "nobody" has been sent', 'Sent'],
])('%s: %s', async (who, sentence, end) => {
  const page = await console().open('/missing');
  await ask(page, who);
  const answer = page.getByRole('article').first();
  await answer.getByRole('heading', { name: sentence }).waitFor();
  const stages = await answer
    .getByRole('list', { name: 'How far they came' })
    .getByRole('listitem')
    .allTextContents();
  expect(stages).toContain(`${end}: no`);
  expect(stages.filter((stage) => stage.endsWith(': no'))).toHaveLength(1);
});

test('who has access is said to, without a stage that ends', async () => {
  const page = await console().open('/missing?q=Nadia');
  const answer = page.getByRole('article').first();
  await answer.getByRole('heading', { name: /^Nadia Okafor is here, active, and has access/ }).waitFor();
  expect(await answer.getByText(': no').count()).toBe(0);
});

test('the evidence leads to the very request', async () => {
  const page = await console().open('/missing?q=Ben');
  await page.getByRole('link', { name: 'the request' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Provisioning log' }).waitFor();
  const entries = page.getByRole('button', {
    name: /Entra removed Ben Krüger from the group ws-Sales-role-member/,
  });
  await entries.waitFor();
  expect(await entries.getAttribute('aria-expanded')).toBe('true');
});
