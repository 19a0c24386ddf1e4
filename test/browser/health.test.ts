// The health page: what to look at first, then the numbers. Its rules are tested where they are made.
import { expect, test } from 'vitest';
import { useConsole } from '../support/browser.ts';
import { provisionCompany } from '../support/company.ts';

const console = useConsole({
  fill: async (service) => {
    await provisionCompany(service);
  },
});

test('tells counts, states, what Entra speaks and what to change there', async () => {
  const page = await console().open('/health');
  const value = (name: string) =>
    page.getByRole('term').filter({ hasText: name }).locator('+ dd').first().textContent();
  await page.getByText('Error rate, 24 hours').waitFor();
  expect(await value('Users')).toBe('7');
  expect(await value('Groups')).toBe('5');
  expect(await value('Table Storage')).toBe('answers');
  expect(await value('Dialect of Entra')).toBe('its older form of PATCH');
  const findings = await page
    .getByRole('list', { name: 'To look at' })
    .getByRole('listitem')
    .allTextContents();
  expect(findings).toEqual(
    expect.arrayContaining([expect.stringContaining('Put ?aadOptscim062020 behind the Tenant URL')]),
  );
});

test('what came of requests leads to them', async () => {
  const page = await console().open('/health');
  await page.getByRole('link', { name: 'Credential rejected 1' }).click();
  await page.getByRole('button', { name: /Rejected a request/ }).waitFor();
  expect(page.url()).toContain('outcome=rejected_credential');
});
