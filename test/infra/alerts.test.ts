// Somebody hears of what stops provisioning before the identity provider gives up.
import { expect, test } from 'vitest';
import { readJson, resourceOf, resourcesOf, SETS } from './deployment.ts';

const QUERY_ALERTS = ['server-errors', 'credential-refused', 'slow', 'daily-cap'];
const METRIC_ALERTS = ['storage-trouble', 'vault-trouble'];
const ending = ({ name }: { name: string }) => name.replace(/^[a-z]+-[a-z0-9]{12}-/, '');

test('by default there is an alert for each kind of trouble, and each tells the action group', () => {
  const queries = resourcesOf('defaults', 'Insights/scheduledQueryRules');
  const metrics = resourcesOf('defaults', 'Insights/metricAlerts');
  expect(queries.map(ending)).toEqual(QUERY_ALERTS);
  expect(metrics.map(ending)).toEqual(METRIC_ALERTS);
  for (const { properties } of queries) expect(properties.actions.actionGroups).toHaveLength(1);
  for (const { properties } of metrics) expect(properties.actions).toHaveLength(1);
});

test('an expiring token raises an alert 30 days ahead, listened for before the token is made', () => {
  const { properties } = resourceOf('defaults', 'EventGrid/systemTopics/eventSubscriptions');
  expect(properties.filter).toEqual({
    subjectBeginsWith: 'scim-token',
    includedEventTypes: ['Microsoft.KeyVault.SecretNearExpiry', 'Microsoft.KeyVault.SecretExpired'],
  });
  // The only event schema that an alert takes.
  expect(properties.eventDeliverySchema).toBe('CloudEventSchemaV1_0');
  expect(properties.destination.endpointType).toBe('MonitorAlert');
  const { vault } = readJson('infra', 'azuredeploy.json').resources;
  expect(vault.properties.template.resources.tokenSecret.dependsOn).toContain('tokenExpiryAlert');
});

test('the token expires after a year, the seal never', () => {
  const [token, seal] = resourcesOf('defaults', 'KeyVault/vaults/secrets');
  expect(token?.properties.attributes.exp).toBe("[dateTimeToEpoch(dateTimeAdd(utcNow(), 'P365D'))]");
  expect(seal?.properties.attributes).toEqual({ enabled: true });
});

test('the alert e-mail goes to whoever was named', () => {
  expect(resourceOf('private', 'Insights/actionGroups').properties.emailReceivers).toEqual([
    { name: 'operator', emailAddress: 'directory@example.com', useCommonAlertSchema: true },
  ]);
});

test('the daily cap of a workspace that is not ours is not watched', () => {
  expect(resourcesOf('private', 'Insights/scheduledQueryRules').map(ending)).not.toContain('daily-cap');
});

test('enableAlerts=false leaves out every part of it', () => {
  const types = [
    'Insights/scheduledQueryRules',
    'Insights/metricAlerts',
    'Insights/actionGroups',
    'EventGrid/systemTopics',
  ];
  for (const type of types) expect(resourcesOf('bare', type), type).toEqual([]);
});

test('who reads the vault is in the logs', () => {
  for (const set of SETS) {
    expect(resourceOf(set, 'Insights/diagnosticSettings').properties.logs).toEqual([
      { categoryGroup: 'audit', enabled: true },
    ]);
  }
});

test('the workbook knows its resources: no placeholder of the template is left in it', () => {
  const { serializedData } = resourceOf('defaults', 'Insights/workbooks').properties;
  const workbook = JSON.parse(serializedData);
  expect(serializedData).not.toMatch(/\{(insights|workspace)\}/);
  expect(workbook.fallbackResourceIds[0]).toBe(resourceOf('defaults', 'Insights/components').id);
  const queries = workbook.items.filter((item: { type: number }) => item.type === 3);
  expect(queries.length).toBeGreaterThan(5);
  for (const { name, content } of queries)
    expect(content.crossComponentResources[0], name).toMatch(/^\/subscriptions\//);
});
