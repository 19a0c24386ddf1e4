// The template sets what the service reads: no setting that nobody reads, none that the service waits for in vain.
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { appSettingsOf, SETS } from './deployment.ts';

/**
 * Not for a template to set: what belongs to a laptop, what names a file in a package of one's own, what follows a draft of the
 * protocol (`additionalAppSettings` switches it on), and what Azure sets by itself.
 */
const NOT_FROM_THE_TEMPLATE = [
  'ROLLCALL_TABLES',
  'ROLLCALL_TOKEN',
  'ROLLCALL_SEAL',
  'ROLLCALL_EXTENSIONS',
  'ROLLCALL_GROUP_MEMBERS',
  'WEBSITE_HOSTNAME',
];

/** What Azure knows only at deployment. */
const KNOWN_LATER: Readonly<Record<string, string>> = {
  AZURE_CLIENT_ID: '33333333-3333-4333-8333-333333333333',
  ROLLCALL_TABLES_URL: 'https://strollcalld.table.core.windows.net/',
  ROLLCALL_VAULT_URL: 'https://kv-rollcall.vault.azure.net/',
};

/** The settings that the service looks for. */
function namesRead(): Set<string> {
  const names = new Set<string>();
  const environment = new Proxy<Record<string, string>>(
    {},
    {
      get: (_, name) => {
        if (typeof name === 'string' && /^[A-Z_]+$/.test(name)) names.add(name);
        return undefined;
      },
    },
  );
  try {
    readConfig(environment);
  } catch {
    // Nothing is set, so it complains; what it looked for is all that matters.
  }
  return names;
}

test('the names that the template sets are the names that the service reads', () => {
  const read = namesRead();
  expect(read.size).toBeGreaterThan(5);
  const wanted = [...read].filter((name) => !NOT_FROM_THE_TEMPLATE.includes(name)).sort();
  const set = [...appSettingsOf('defaults').keys()].filter((name) => /^(ROLLCALL|AZURE)_/.test(name)).sort();
  expect(set).toEqual(wanted);
});

test.each(SETS)('%s: the service starts with these settings', (set) => {
  const settings = [...appSettingsOf(set)].map(([name, value]) => [name, value ?? KNOWN_LATER[name]]);
  const environment = {
    ...Object.fromEntries(settings),
    WEBSITE_HOSTNAME: 'func-rollcall.azurewebsites.net',
  };
  expect(readConfig(environment)).toMatchObject({
    tables: { url: KNOWN_LATER.ROLLCALL_TABLES_URL },
    managedIdentityClientId: KNOWN_LATER.AZURE_CLIENT_ID,
  });
});

test('additionalAppSettings come last and replace a setting of the same name', () => {
  const settings = appSettingsOf('private');
  expect(settings.get('ROLLCALL_WORKSPACE_PREFIX')).toBe('team-');
  expect(settings.get('WEBSITE_DNS_SERVER')).toBe('10.90.0.200');
});

test('no app setting holds a secret or a reference to one', () => {
  for (const set of SETS) {
    for (const [name, value = ''] of appSettingsOf(set)) {
      expect(name).not.toMatch(/SECRET|PASSWORD|TOKEN|SEAL/i);
      expect(value).not.toContain('@Microsoft.KeyVault');
    }
  }
});
