// Tokens through their whole life: made and shown once, used, rotated without a gap, revoked.
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { faultsOf } from '../support/axe.ts';
import { SEAL, useConsole } from '../support/browser.ts';
import { startVault, type VaultDouble } from '../support/vault.ts';

let vault: VaultDouble;
const console = useConsole({
  settings: async () => {
    vault = await startVault();
    vault.set('rollcall-seal', SEAL);
    return { ROLLCALL_TOKEN: undefined, ROLLCALL_VAULT_URL: vault.url };
  },
});
afterAll(() => vault?.stop());

/** The row of a token in the list. */
function rowOf(page: Page, text: string | RegExp) {
  return page.getByRole('table', { name: 'Tokens' }).getByRole('row').filter({ hasText: text });
}

async function askWith(token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${console().service.scimUrl}/Users?count=1`, { headers })).status;
}

async function generate(page: Page, label: string): Promise<string> {
  await page.getByRole('button', { name: 'Generate token' }).click();
  const dialog = page.getByRole('dialog', { name: 'Generate token' });
  await dialog.getByRole('textbox', { name: 'Label' }).fill(label);
  await dialog.getByRole('button', { name: 'Generate', exact: true }).click();
  const shown = page.getByRole('dialog', { name: `The token for ${label}` });
  await shown.getByRole('button', { name: 'Copy Token' }).click();
  const token = await page.evaluate<string>('navigator.clipboard.readText()');
  expect(await shown.textContent()).toContain(token);
  return token;
}

test('a token is shown once, and then works', async () => {
  const page = await console().open('/connect');
  const token = await generate(page, 'Entra');
  expect(token).toMatch(/^rollcall_[\w-]{43,}$/);
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await rowOf(page, 'Entra').getByText('active').waitFor();
  expect(await rowOf(page, 'Entra').textContent()).toContain('by This machine');
  expect(await page.content()).not.toContain(token);

  await expect.poll(() => askWith(token), { timeout: 40_000, interval: 1_000 }).toBe(200);
  await page.reload();
  await rowOf(page, 'Entra').getByText('just now').first().waitFor();
  expect(await page.content()).not.toContain(token);
}, 90_000);

test('a label is asked for, and what the service refuses is said', async () => {
  const page = await console().open('/connect');
  await page.getByRole('button', { name: 'Generate token' }).click();
  const dialog = page.getByRole('dialog', { name: 'Generate token' });
  expect(await dialog.getByRole('button', { name: 'Generate', exact: true }).isDisabled()).toBe(true);
  expect(await faultsOf(page)).toEqual([]);
  await dialog.getByRole('textbox', { name: 'Label' }).fill('Okta');
  await dialog.getByRole('textbox', { name: 'Directory' }).fill('Not A Name');
  await dialog.getByRole('button', { name: 'Generate', exact: true }).click();
  expect(await dialog.getByRole('alert').textContent()).toMatch(/directory.*lower-case letters/);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await rowOf(page, 'Okta').count()).toBe(0);
});

test('a rotation leads through its steps, sees the new token arrive, and ends the old one', async () => {
  const page = await console().open('/connect');
  const old = await generate(page, 'Portal');
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await expect.poll(() => askWith(old), { timeout: 40_000, interval: 1_000 }).toBe(200);

  await page.getByRole('button', { name: 'Rotate Portal' }).click();
  const dialog = page.getByRole('dialog', { name: 'Rotate Portal' });
  await dialog.getByRole('button', { name: 'Make it' }).click();
  await dialog.getByRole('button', { name: 'Copy Token' }).click();
  const fresh = await page.evaluate<string>('navigator.clipboard.readText()');
  expect(fresh).not.toBe(old);
  await dialog.getByText('Wait until the new one is used').waitFor();

  // What an identity provider does once the new token has been pasted.
  await expect.poll(() => askWith(fresh), { timeout: 40_000, interval: 1_000 }).toBe(200);
  expect(await askWith(old)).toBe(200);
  await dialog.getByText('It arrived').waitFor({ timeout: 40_000 });
  await dialog.getByRole('button', { name: 'Revoke the old token' }).click();
  await dialog.getByRole('heading', { name: 'End the old token (done)' }).waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await rowOf(page, 'Portal').getByText('revoked').waitFor();
  expect(await rowOf(page, 'Portal').count()).toBe(2);
  await expect.poll(() => askWith(old), { timeout: 70_000, interval: 1_000 }).toBe(401);
  expect(await askWith(fresh)).toBe(200);
}, 240_000);

test('a token is revoked only after a question', async () => {
  const page = await console().open('/connect');
  await generate(page, 'Nightly job');
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await page.getByRole('button', { name: 'Revoke Nightly job' }).click();
  const dialog = page.getByRole('dialog', { name: 'Revoke Nightly job?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await rowOf(page, 'Nightly job').getByText('active').waitFor();
  await page.getByRole('button', { name: 'Revoke Nightly job' }).click();
  await dialog.getByRole('button', { name: 'Revoke', exact: true }).click();
  await rowOf(page, 'Nightly job').getByText('revoked').waitFor();
});

test('a label that is markup is text', async () => {
  const page = await console().open('/connect');
  await generate(page, '<img src=x onerror=alert(1)>');
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await rowOf(page, '<img src=x onerror=alert(1)>').waitFor();
  expect(await page.locator('main img').count()).toBe(0);
});
