// The settings of Entra and OAuth: everything is off unless switched on, and what does not fit together is named.
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';

const BASE = {
  ROLLCALL_TABLES_URL: 'https://rollcall.table.core.windows.net',
  ROLLCALL_VAULT_URL: 'https://rollcall.vault.azure.net',
};
const ID = 'AAAAAAAA-1111-4111-8111-111111111111';
const id = ID.toLowerCase();
const read = (settings: Record<string, string>) => readConfig({ ...BASE, ...settings });

describe('without settings', () => {
  test('nothing of Entra is trusted and there is no token endpoint', () => {
    expect(read({})).toMatchObject({ entra: undefined, oauth: 'off' });
  });

  test('a tenant alone switches nothing on', () => {
    expect(read({ ROLLCALL_ENTRA_TENANT_ID: ID }).entra).toEqual({
      tenantId: id,
      authority: 'https://login.microsoftonline.com',
      provisioningAudience: undefined,
      applicationId: undefined,
      workload: undefined,
    });
  });
});

describe('switched on', () => {
  const cases: [Record<string, string>, object][] = [
    [
      { ROLLCALL_ENTRA_PROVISIONING_JWT: 'on' },
      { provisioningAudience: '8adf8e6e-67b2-4cf2-a259-e3dc5476c621' },
    ],
    [
      { ROLLCALL_ENTRA_PROVISIONING_JWT: 'off', ROLLCALL_ENTRA_PROVISIONING_AUDIENCE: ID },
      { provisioningAudience: undefined },
    ],
    [
      { ROLLCALL_ENTRA_PROVISIONING_JWT: 'on', ROLLCALL_ENTRA_PROVISIONING_AUDIENCE: ID },
      { provisioningAudience: id },
    ],
    [{ ROLLCALL_ENTRA_APPLICATION_ID: ` ${ID} ` }, { applicationId: id }],
    [
      { ROLLCALL_OAUTH: 'on', ROLLCALL_ENTRA_WORKLOAD_ID: ID, ROLLCALL_ENTRA_WORKLOAD_SUBJECT: ID },
      { workload: { clientId: id, subject: id } },
    ],
    [
      { AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.us/' },
      { authority: 'https://login.microsoftonline.us' },
    ],
  ];
  for (const [settings, entra] of cases) {
    test(JSON.stringify(settings), () =>
      expect(read({ ROLLCALL_ENTRA_TENANT_ID: ID, ...settings }).entra).toMatchObject(entra),
    );
  }

  test('the token endpoint', () => expect(read({ ROLLCALL_OAUTH: 'on' }).oauth).toBe('on'));
});

describe('settings that cannot be meant are refused by name', () => {
  const cases: [Record<string, string>, RegExp][] = [
    [{ ROLLCALL_ENTRA_PROVISIONING_JWT: 'on' }, /ROLLCALL_ENTRA_TENANT_ID must be set/],
    [{ ROLLCALL_ENTRA_APPLICATION_ID: ID }, /ROLLCALL_ENTRA_TENANT_ID must be set/],
    [
      { ROLLCALL_ENTRA_TENANT_ID: ID, ROLLCALL_ENTRA_WORKLOAD_ID: ID, ROLLCALL_OAUTH: 'on' },
      /must be set together/,
    ],
    [{ ROLLCALL_ENTRA_TENANT_ID: ID, ROLLCALL_ENTRA_WORKLOAD_SUBJECT: ID }, /must be set together/],
    [
      { ROLLCALL_ENTRA_TENANT_ID: ID, ROLLCALL_ENTRA_WORKLOAD_ID: ID, ROLLCALL_ENTRA_WORKLOAD_SUBJECT: ID },
      /set ROLLCALL_OAUTH to on/,
    ],
    [{ ROLLCALL_ENTRA_TENANT_ID: 'contoso.onmicrosoft.com' }, /ROLLCALL_ENTRA_TENANT_ID must be an id/],
    [{ ROLLCALL_OAUTH: 'yes' }, /ROLLCALL_OAUTH must be on or off/],
    [{ AZURE_AUTHORITY_HOST: 'login.microsoftonline.com' }, /AZURE_AUTHORITY_HOST must be/],
    [{ AZURE_AUTHORITY_HOST: 'http://login.microsoftonline.com' }, /AZURE_AUTHORITY_HOST must be/],
  ];
  for (const [settings, problem] of cases) {
    test(JSON.stringify(settings), () => expect(() => read(settings)).toThrow(problem));
  }
});
