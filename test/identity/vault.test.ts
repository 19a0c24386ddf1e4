// The vault through the real client library, against a double that answers as Key Vault does.
import { SecretClient } from '@azure/keyvault-secrets';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createVault, type Vault } from '../../src/identity/vault.ts';
import { startVault, unusedCredential, type VaultDouble } from '../support/vault.ts';

let double: VaultDouble;
let vault: Vault;
let client: SecretClient;
const anyToken = { getToken: async () => ({ token: 'any', expiresOnTimestamp: Date.now() + 3_600_000 }) };
const signal = () => AbortSignal.timeout(10_000);

beforeEach(async () => {
  double = await startVault({ pageSize: 2 });
  vault = createVault({ url: double.url, credential: unusedCredential });
  client = new SecretClient(double.url, anyToken, {
    allowInsecureConnection: true,
    disableChallengeResourceVerification: true,
  });
});
afterEach(() => double.stop());

describe('the vault', () => {
  test('lists the names of all secrets, page by page', async () => {
    const names = ['scim-token', 'scim-token-okta', 'rollcall-seal', 'other', 'another'];
    for (const name of names) double.set(name, 'x');
    expect((await vault.secretNames(signal())).sort()).toEqual(names.sort());
    expect(double.requests).toEqual(['challenge', 'GET /secrets', 'GET /secrets', 'GET /secrets']);
  });

  test('lists every version with its dates and tags', async () => {
    const notBefore = new Date('2030-01-01T00:00:00Z');
    const expiresOn = new Date('2031-01-01T00:00:00Z');
    await client.setSecret('scim-token', 'one');
    await client.setSecret('scim-token', 'two', { enabled: false });
    const { properties } = await client.setSecret('scim-token', 'three', {
      notBefore,
      expiresOn,
      tags: { scope: 'read' },
    });
    const versions = await vault.versions('scim-token', signal());
    expect(versions).toHaveLength(3);
    expect(versions.filter(({ enabled }) => !enabled)).toHaveLength(1);
    expect(versions.find(({ version }) => version === properties.version)).toEqual({
      version: properties.version,
      enabled: true,
      createdAt: properties.createdOn?.getTime(),
      notBefore: notBefore.getTime(),
      expiresAt: expiresOn.getTime(),
      tags: { scope: 'read' },
    });
  });

  test('a secret that does not exist has no versions', async () => {
    expect(await vault.versions('scim-token', signal())).toEqual([]);
  });

  test('gives the value of a version, and nothing of one that is disabled or deleted by now', async () => {
    const version = double.set('scim-token', 'one');
    double.set('scim-token', 'two');
    expect(await vault.value('scim-token', version, signal())).toBe('one');
    double.update('scim-token', version, { attributes: { enabled: false } });
    expect(await vault.value('scim-token', version, signal())).toBeUndefined();
    double.remove('scim-token');
    expect(await vault.value('scim-token', version, signal())).toBeUndefined();
  });

  test.each([401, 403, 429, 500, 503])('that answers %i is an error, never an empty list', async (status) => {
    const version = double.set('scim-token', 'one');
    double.refuseWith(status);
    await expect(vault.secretNames(signal())).rejects.toThrow();
    await expect(vault.versions('scim-token', signal())).rejects.toThrow();
    await expect(vault.value('scim-token', version, signal())).rejects.toThrow();
  });

  test('that is slow is given up when the signal says so', async () => {
    const version = double.set('scim-token', 'one');
    double.delay(5000);
    const began = Date.now();
    const soon = AbortSignal.timeout(100);
    await expect(vault.secretNames(soon)).rejects.toThrow(/abort/i);
    await expect(vault.versions('scim-token', soon)).rejects.toThrow(/abort/i);
    await expect(vault.value('scim-token', version, soon)).rejects.toThrow(/abort/i);
    expect(Date.now() - began).toBeLessThan(2000);
  });
});

describe('the double, as Key Vault', () => {
  test('keeps a deleted secret and its name until it is recovered or purged', async () => {
    await client.setSecret('scim-token', 'one');
    await (await client.beginDeleteSecret('scim-token')).pollUntilDone();
    await expect(client.getSecret('scim-token')).rejects.toMatchObject({ statusCode: 404 });
    await expect(client.setSecret('scim-token', 'two')).rejects.toMatchObject({ statusCode: 409 });
    await (await client.beginRecoverDeletedSecret('scim-token')).pollUntilDone();
    expect((await client.getSecret('scim-token')).value).toBe('one');
    await (await client.beginDeleteSecret('scim-token')).pollUntilDone();
    await client.purgeDeletedSecret('scim-token');
    await client.setSecret('scim-token', 'two');
    expect((await client.getSecret('scim-token')).value).toBe('two');
  });

  test('changes what is known of a version, not its value', async () => {
    const { properties } = await client.setSecret('scim-token', 'one');
    await client.updateSecretProperties('scim-token', properties.version ?? '', { enabled: false });
    await expect(client.getSecret('scim-token')).rejects.toMatchObject({ statusCode: 403 });
  });

  test('refuses a name that no secret can have', async () => {
    await expect(client.setSecret('scim_token', 'one')).rejects.toMatchObject({ statusCode: 400 });
  });
});
