// A newer API version is a change of behaviour, not of style: it is taken on purpose, with a line here. Key Vault's is the
// one with a date: everything before 2026-02-01 is retired on 27 February 2027.
import { expect, test } from 'vitest';
import { placedResources } from '../../infra/template.ts';
import { template } from './deployment.ts';

const ALLOWED = [
  'Microsoft.Authorization/locks@2020-05-01',
  'Microsoft.Authorization/roleAssignments@2022-04-01',
  'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15',
  'Microsoft.EventGrid/systemTopics@2025-02-15',
  'Microsoft.Insights/actionGroups@2023-01-01',
  'Microsoft.Insights/components@2020-02-02',
  'Microsoft.Insights/diagnosticSettings@2021-05-01-preview',
  'Microsoft.Insights/metricAlerts@2018-03-01',
  'Microsoft.Insights/scheduledQueryRules@2023-12-01',
  'Microsoft.Insights/workbooks@2023-06-01',
  'Microsoft.KeyVault/vaults/secrets@2026-02-01',
  'Microsoft.KeyVault/vaults@2026-02-01',
  'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30',
  'Microsoft.Network/networkSecurityGroups@2025-05-01',
  'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01',
  'Microsoft.Network/privateDnsZones@2024-06-01',
  'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-05-01',
  'Microsoft.Network/privateEndpoints@2025-05-01',
  'Microsoft.Network/virtualNetworks@2025-05-01',
  'Microsoft.OperationalInsights/workspaces@2025-07-01',
  'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01',
  'Microsoft.Storage/storageAccounts/blobServices@2025-06-01',
  'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01',
  'Microsoft.Storage/storageAccounts/tableServices@2025-06-01',
  'Microsoft.Storage/storageAccounts@2025-06-01',
  'Microsoft.Web/serverfarms@2025-03-01',
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01',
  'Microsoft.Web/sites/extensions@2025-03-01',
  'Microsoft.Web/sites@2025-03-01',
];

test('every resource is created through an API version on the list, and the list has no other', () => {
  const used = placedResources(template).map(({ resource }) => `${resource.type}@${resource.apiVersion}`);
  expect([...new Set(used)].sort()).toEqual(ALLOWED);
});
