// Who can reach what, in the open deployment and in the closed one.
import { expect, test } from 'vitest';
import { resourceOf, resourcesOf } from './deployment.ts';

test('by default anybody may knock, and the token decides', () => {
  expect(resourceOf('defaults', 'Web/sites').properties.siteConfig).toMatchObject({
    ipSecurityRestrictionsDefaultAction: 'Allow',
    ipSecurityRestrictions: [],
  });
  expect(resourcesOf('defaults', 'Network/virtualNetworks')).toEqual([]);
});

test('restrictToEntra lets in the service tag of Entra and the extra addresses, single ones as /32 or /128', () => {
  const { ipSecurityRestrictionsDefaultAction, ipSecurityRestrictions } = resourceOf('private', 'Web/sites')
    .properties.siteConfig;
  expect(ipSecurityRestrictionsDefaultAction).toBe('Deny');
  const rules = ipSecurityRestrictions.map((rule: Record<string, unknown>) => [
    rule.action,
    rule.tag,
    rule.ipAddress,
    rule.priority,
  ]);
  expect(rules).toEqual([
    ['Allow', 'ServiceTag', 'AzureActiveDirectory', 100],
    ['Allow', 'Default', '203.0.113.0/24', 200],
    ['Allow', 'Default', '2001:db8::1/128', 201],
  ]);
});

test('code can be published from anywhere with an Entra token, restricted or not', () => {
  expect(resourceOf('private', 'Web/sites').properties.siteConfig).toMatchObject({
    scmIpSecurityRestrictionsDefaultAction: 'Allow',
    scmIpSecurityRestrictionsUseMain: false,
  });
});

test('private: storage refuses the internet, the vault all but the operators', () => {
  for (const { properties } of resourcesOf('private', 'Storage/storageAccounts')) {
    expect(properties).toMatchObject({
      publicNetworkAccess: 'Disabled',
      networkAcls: { defaultAction: 'Deny' },
    });
  }
  expect(resourceOf('private', 'KeyVault/vaults').properties).toMatchObject({
    publicNetworkAccess: 'Enabled',
    networkAcls: { defaultAction: 'Deny', ipRules: [{ value: '203.0.113.0/24' }] },
  });
});

test('private: everything the app uses has an endpoint, and a zone that answers for its name', () => {
  const endpoints = resourcesOf('private', 'Network/privateEndpoints').map(
    ({ properties }) => properties.privateLinkServiceConnections[0].properties.groupIds[0],
  );
  expect(endpoints).toEqual(['blob', 'table', 'table', 'vault']);
  expect(resourcesOf('private', 'Network/privateDnsZones').map(({ name }) => name)).toEqual([
    "[format('privatelink.blob.{0}', environment().suffixes.storage)]",
    "[format('privatelink.table.{0}', environment().suffixes.storage)]",
    "[format('privatelink{0}', replace(environment().suffixes.keyvaultDns, '.vault.', '.vaultcore.'))]",
  ]);
  expect(resourcesOf('private', 'Network/privateEndpoints/privateDnsZoneGroups')).toHaveLength(
    endpoints.length,
  );
});

test('private: the app leaves through a subnet that is delegated to Flex Consumption', () => {
  const { subnets } = resourceOf('private', 'Network/virtualNetworks').properties;
  const functions = subnets.find((subnet: { name: string }) => subnet.name === 'functions');
  expect(functions.properties.delegations[0].properties.serviceName).toBe('Microsoft.App/environments');
  expect(functions.properties.addressPrefix).toBe('10.90.0.0/26');
  expect(resourceOf('private', 'Web/sites').properties.virtualNetworkSubnetId).toContain('functionSubnetId');
});
