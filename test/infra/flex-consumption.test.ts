// Flex Consumption takes its runtime and its code in its own way, and fails, or quietly serves nothing, when an app setting
// of the older plans is present.
import { expect, test } from 'vitest';
import { appSettingsOf, readJson, readText, resourceOf, resourcesOf, SETS } from './deployment.ts';

const OF_OTHER_PLANS = [
  'FUNCTIONS_WORKER_RUNTIME',
  'FUNCTIONS_EXTENSION_VERSION',
  'WEBSITE_RUN_FROM_PACKAGE',
  'WEBSITE_CONTENTSHARE',
  'WEBSITE_CONTENTAZUREFILECONNECTIONSTRING',
  'SCM_DO_BUILD_DURING_DEPLOYMENT',
  'ENABLE_ORYX_BUILD',
  'WEBSITE_NODE_DEFAULT_VERSION',
  'WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT',
  'WEBSITE_TIME_ZONE',
  'linuxFxVersion',
  'alwaysOn',
];

test.each(OF_OTHER_PLANS)('%s is nowhere in the template', (name) => {
  expect(readText('infra', 'azuredeploy.json').toLowerCase()).not.toContain(name.toLowerCase());
});

test('by default the plan is Flex Consumption with the smallest instances and none that is always ready', () => {
  expect(resourceOf('defaults', 'Web/serverfarms').sku).toEqual({ name: 'FC1', tier: 'FlexConsumption' });
  expect(resourceOf('defaults', 'Web/sites').properties.functionAppConfig.scaleAndConcurrency).toMatchObject({
    instanceMemoryMB: 512,
    alwaysReady: [],
  });
});

test('an always-ready instance serves HTTP', () => {
  const { scaleAndConcurrency } = resourceOf('private', 'Web/sites').properties.functionAppConfig;
  expect(scaleAndConcurrency.alwaysReady).toEqual([{ name: 'http', instanceCount: 1 }]);
});

test('the code arrives as the child resource onedeploy, without a build on the server', () => {
  const code = resourceOf('defaults', 'Web/sites/extensions');
  expect(code.name).toMatch(/\/onedeploy$/);
  expect(code.properties.remoteBuild).toBe(false);
});

test('deployCode=false brings no code, whatever packageUri says', () => {
  expect(resourcesOf('bare', 'Web/sites/extensions')).toEqual([]);
});

test('the host reaches its storage by identity and by address, with no connection string', () => {
  for (const set of SETS) {
    const settings = appSettingsOf(set);
    expect(settings.get('AzureWebJobsStorage__credential')).toBe('managedidentity');
    for (const name of ['__clientId', '__blobServiceUri', '__tableServiceUri']) {
      expect([...settings.keys()]).toContain(`AzureWebJobsStorage${name}`);
    }
    expect([...settings.keys()]).not.toContain('AzureWebJobsStorage');
  }
});

test('host.json keeps the addresses as they are and every request in the telemetry that the alerts read', () => {
  const host = readJson('host.json');
  expect(host.extensions.http.routePrefix).toBe('');
  expect(host.logging.applicationInsights.samplingSettings.excludedTypes.split(';')).toContain('Request');
});
