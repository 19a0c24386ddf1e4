// Where the service may read the key vault and not write it, which is the default: the page gives the command for just what was
// wanted, to whoever may run it.
import { afterAll, expect, test } from 'vitest';
import { SEAL, useConsole } from '../support/browser.ts';
import { startVault, type VaultDouble } from '../support/vault.ts';

let vault: VaultDouble;
const console = useConsole({
  settings: async () => {
    vault = await startVault();
    vault.set('rollcall-seal', SEAL);
    vault.set('scim-token', 'the token that the deployment made', { tags: { label: 'Entra' } });
    vault.allowWrites(false);
    return { ROLLCALL_TOKEN: undefined, ROLLCALL_VAULT_URL: vault.url };
  },
});
afterAll(() => vault?.stop());

test('the page says so, with a command that makes a token', async () => {
  const page = await console().open('/connect');
  const tokens = page.getByRole('region', { name: 'Tokens' });
  await tokens.getByText('may read the key vault and not write it').waitFor();
  expect(await tokens.locator('code').first().textContent()).toMatch(/^az keyvault secret set --vault-name /);
});

test('a filled form is answered with the command for just this token', async () => {
  const page = await console().open('/connect');
  await page.getByRole('button', { name: 'Generate token' }).click();
  const dialog = page.getByRole('dialog', { name: 'Generate token' });
  await dialog.getByRole('textbox', { name: 'Label' }).fill('Sales portal');
  await dialog.getByRole('combobox', { name: 'It may' }).selectOption('read');
  await dialog.getByRole('button', { name: 'Generate', exact: true }).click();
  await dialog.getByRole('button', { name: 'Copy Command' }).click();
  const command = await page.evaluate<string>('navigator.clipboard.readText()');
  expect(command).toMatch(/^az keyvault secret set .*'label=Sales portal'/);
  expect(command).toContain('scope=read');
});

test('rotating and revoking give theirs', async () => {
  const page = await console().open('/connect');
  await page.getByRole('button', { name: 'Rotate Entra' }).click();
  await page.getByRole('button', { name: 'Make it' }).click();
  expect(await page.getByRole('alert').locator('code').textContent()).toMatch(
    /^az keyvault secret set .*scim-token/,
  );
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Revoke Entra' }).click();
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  expect(await page.getByRole('alert').locator('code').textContent()).toMatch(
    /^az keyvault secret set-attributes .*--enabled false/,
  );
});
