// Nothing in a deployment has a key or a password: whoever wants in shows an Entra identity.
import { expect, test } from 'vitest';
import { resourceOf, resourcesOf, SETS } from './deployment.ts';

for (const set of SETS) {
  test(`${set}: no storage account takes keys, anonymous readers, plain HTTP or old TLS`, () => {
    const accounts = resourcesOf(set, 'Storage/storageAccounts');
    expect(accounts).toHaveLength(2);
    for (const { name, properties } of accounts) {
      expect(properties, name).toMatchObject({
        allowSharedKeyAccess: false,
        allowBlobPublicAccess: false,
        allowCrossTenantReplication: false,
        defaultToOAuthAuthentication: true,
        supportsHttpsTrafficOnly: true,
        minimumTlsVersion: 'TLS1_2',
      });
    }
  });

  test(`${set}: telemetry is taken from identities only`, () => {
    expect(resourceOf(set, 'Insights/components').properties.DisableLocalAuth).toBe(true);
  });

  test(`${set}: nobody publishes code with a user name and a password`, () => {
    const policies = resourcesOf(set, 'Web/sites/basicPublishingCredentialsPolicies');
    expect(policies.map(({ name, properties }) => [name.split('/')[1], properties.allow])).toEqual([
      ['ftp', false],
      ['scm', false],
    ]);
  });

  test(`${set}: the vault decides by roles, and what is deleted can be brought back`, () => {
    expect(resourceOf(set, 'KeyVault/vaults').properties).toMatchObject({
      enableRbacAuthorization: true,
      enableSoftDelete: true,
      enablePurgeProtection: true,
    });
  });

  test(`${set}: the app speaks HTTPS only, at least TLS 1.2, without FTP and without a debugger`, () => {
    expect(resourceOf(set, 'Web/sites').properties).toMatchObject({
      httpsOnly: true,
      siteConfig: {
        minTlsVersion: '1.2',
        scmMinTlsVersion: '1.2',
        ftpsState: 'Disabled',
        remoteDebuggingEnabled: false,
      },
    });
  });

  test(`${set}: the package is fetched from storage with the app's identity`, () => {
    const { authentication } = resourceOf(set, 'Web/sites').properties.functionAppConfig.deployment.storage;
    expect(authentication.type).toBe('UserAssignedIdentity');
    expect(authentication.userAssignedIdentityResourceId).toBe(
      resourceOf(set, 'ManagedIdentity/userAssignedIdentities').id,
    );
  });
}
