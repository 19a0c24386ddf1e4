// Settings: each that is missing or wrong is named, all at once, and no value is repeated.
import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';

const LAPTOP = { ROLLCALL_TABLES: 'UseDevelopmentStorage=true', ROLLCALL_TOKEN: 'token' };
const AZURE = {
  WEBSITE_HOSTNAME: 'rollcall.azurewebsites.net',
  ROLLCALL_TABLES_URL: 'https://account.table.core.windows.net',
  ROLLCALL_VAULT_URL: 'https://name.vault.azure.net/',
};

describe('what is read', () => {
  test('a laptop', () => {
    expect(readConfig(LAPTOP)).toMatchObject({
      tables: { connectionString: 'UseDevelopmentStorage=true' },
      tableName: 'rollcall',
      secrets: { token: 'token', seal: undefined },
      publicUrl: undefined,
      host: 'elsewhere',
      managedIdentityClientId: undefined,
      pattern: { prefix: 'ws-', separator: '-role-' },
      organizationRoles: ['admin', 'member'],
    });
  });

  test('a deployment in Azure', () => {
    expect(readConfig({ ...AZURE, AZURE_CLIENT_ID: 'id', ROLLCALL_TABLE_NAME: 'people' })).toMatchObject({
      tables: { url: AZURE.ROLLCALL_TABLES_URL },
      tableName: 'people',
      secrets: { vaultUrl: AZURE.ROLLCALL_VAULT_URL },
      publicUrl: 'https://rollcall.azurewebsites.net',
      host: 'azure',
      managedIdentityClientId: 'id',
    });
  });

  test('Core Tools are no Azure, although they set WEBSITE_HOSTNAME', () => {
    const config = readConfig({ ...LAPTOP, WEBSITE_HOSTNAME: 'localhost:7071' });
    expect(config).toMatchObject({ host: 'elsewhere', publicUrl: undefined });
  });

  test('a configured base URL goes first and loses its last slash', () => {
    const config = readConfig({ ...AZURE, ROLLCALL_BASE_URL: 'https://gateway.example.com/rollcall/' });
    expect(config.publicUrl).toBe('https://gateway.example.com/rollcall');
  });

  test('a setting left empty counts as not set', () => {
    expect(readConfig({ ...LAPTOP, ROLLCALL_TABLE_NAME: ' ', ROLLCALL_VAULT_URL: '' }).tableName).toBe(
      'rollcall',
    );
  });

  test('the name pattern and the organization roles', () => {
    const config = readConfig({
      ...LAPTOP,
      ROLLCALL_WORKSPACE_PREFIX: 'team ',
      ROLLCALL_ROLE_SEPARATOR: ' as ',
      ROLLCALL_ORGANIZATION_ROLES: 'owner, admin ,member',
    });
    expect(config).toMatchObject({
      pattern: { prefix: 'team ', separator: ' as ' },
      organizationRoles: ['owner', 'admin', 'member'],
    });
  });
});

describe('what is refused, and named', () => {
  const SEAL = 'x'.repeat(31);
  test.each<[string, Record<string, string>, string[]]>([
    ['nothing set', {}, ['ROLLCALL_TABLES', 'ROLLCALL_TOKEN', 'ROLLCALL_VAULT_URL']],
    [
      'both tables',
      { ...LAPTOP, ROLLCALL_TABLES_URL: 'https://a.table.core.windows.net' },
      ['ROLLCALL_TABLES_URL'],
    ],
    [
      'both credentials',
      { ...LAPTOP, ROLLCALL_VAULT_URL: 'https://a.vault.azure.net' },
      ['ROLLCALL_VAULT_URL'],
    ],
    ['a token in Azure', { ...LAPTOP, WEBSITE_HOSTNAME: 'x.azurewebsites.net' }, ['ROLLCALL_TOKEN']],
    ['a connection string that is none', { ...LAPTOP, ROLLCALL_TABLES: 'https://x' }, ['ROLLCALL_TABLES ']],
    [
      'an account by http',
      { ...AZURE, ROLLCALL_TABLES_URL: 'http://a.table.core.windows.net' },
      ['ROLLCALL_TABLES_URL'],
    ],
    [
      'a vault by http elsewhere',
      { ...AZURE, ROLLCALL_VAULT_URL: 'http://vault.example' },
      ['ROLLCALL_VAULT_URL'],
    ],
    ['a table name', { ...LAPTOP, ROLLCALL_TABLE_NAME: 'a-b' }, ['ROLLCALL_TABLE_NAME']],
    ['a token with a blank', { ...LAPTOP, ROLLCALL_TOKEN: 'a b' }, ['ROLLCALL_TOKEN']],
    ['a short seal', { ...LAPTOP, ROLLCALL_SEAL: SEAL }, ['ROLLCALL_SEAL']],
    [
      'a base URL with the SCIM path',
      { ...LAPTOP, ROLLCALL_BASE_URL: 'https://a/scim/v2' },
      ['ROLLCALL_BASE_URL'],
    ],
    ['a base URL with a query', { ...LAPTOP, ROLLCALL_BASE_URL: 'https://a/?b' }, ['ROLLCALL_BASE_URL']],
    ['a separator inside a role', { ...LAPTOP, ROLLCALL_ROLE_SEPARATOR: 'min' }, ['ROLLCALL_ROLE_SEPARATOR']],
    [
      'roles without admin',
      { ...LAPTOP, ROLLCALL_ORGANIZATION_ROLES: 'boss,member' },
      ['ROLLCALL_ORGANIZATION_ROLES'],
    ],
    [
      'several at once',
      { ROLLCALL_TABLES: 'x', ROLLCALL_TABLE_NAME: '1', ROLLCALL_BASE_URL: 'y' },
      ['ROLLCALL_TABLES', 'ROLLCALL_TABLE_NAME', 'ROLLCALL_BASE_URL'],
    ],
  ])('%s', (_, environment, names) => {
    for (const name of names) expect(() => readConfig(environment)).toThrow(name);
  });

  test('no value is repeated: some are secrets', () => {
    const environment = {
      ROLLCALL_TABLES: 'AccountKey=hunter2',
      ROLLCALL_TOKEN: 'hunter2 x',
      ROLLCALL_SEAL: 'hunter2',
    };
    expect(() => readConfig(environment)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });

  test('a vault on this machine may be reached by http, for tests', () => {
    const environment = {
      ROLLCALL_TABLES: LAPTOP.ROLLCALL_TABLES,
      ROLLCALL_VAULT_URL: 'http://127.0.0.1:8000',
    };
    expect(readConfig(environment).secrets).toEqual({ vaultUrl: 'http://127.0.0.1:8000' });
  });
});
