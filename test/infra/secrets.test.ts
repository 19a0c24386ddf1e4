// The two secrets are made in the deployment, kept when it runs again, and seen by nobody: not in an output, not in a
// parameter that Azure records.
import { expect, test } from 'vitest';
import { allTemplates, namedResources, placedResources } from '../../infra/template.ts';
import { readText, template } from './deployment.ts';

const SECRET = /token|seal|secret|password|key/i;

test('the template reads no key of any resource', () => {
  expect(readText('infra', 'azuredeploy.json')).not.toMatch(/listKeys|listAccountSas|listSecrets|list\w*\(/i);
});

test('both secrets are written only where they do not exist yet', () => {
  const secrets = placedResources(template).filter(
    ({ resource }) => resource.type === 'Microsoft.KeyVault/vaults/secrets',
  );
  expect(secrets.map(({ symbol }) => symbol)).toEqual(['tokenSecret', 'sealSecret']);
  for (const { symbol, resource } of secrets) {
    expect(resource['@options'], symbol).toEqual({ onlyIfNotExists: [] });
  }
});

test('the parts that secrets are made of are secure parameters whose default is a fresh GUID', () => {
  const parts = Object.entries(template.parameters).filter(([name]) => /Part\d$/.test(name));
  expect(parts).toHaveLength(6);
  for (const [name, { type, defaultValue }] of parts) {
    expect([name, type, defaultValue]).toEqual([name, 'securestring', '[newGuid()]']);
  }
});

test('modules take secrets as secure parameters only', () => {
  for (const { module, template: inner } of allTemplates(template)) {
    for (const [name, { type }] of Object.entries(inner.parameters)) {
      if (/^(token|seal)$/.test(name)) expect([module, name, type]).toEqual([module, name, 'securestring']);
    }
  }
});

test('no output of any template, module or not, refers to a secret', () => {
  for (const { module, template: inner } of allTemplates(template)) {
    for (const [name, { type, value }] of Object.entries(inner.outputs ?? {})) {
      expect(type, `${module}.${name}`).toBe('string');
      expect(String(value), `${module}.${name}`).not.toMatch(/'token'|'seal'|Part\d'|newGuid/);
    }
  }
});

test('nothing but the two secrets uses the secret values', () => {
  const users = allTemplates(template)
    .filter(({ module }) => module !== 'main')
    .flatMap(({ module, template: inner }) => namedResources(inner).map((named) => ({ module, named })))
    .filter(({ named: [, resource] }) => /parameters\('(token|seal)'\)/.test(JSON.stringify(resource)));
  expect(users.map(({ module, named: [symbol] }) => `${module}.${symbol}`)).toEqual([
    'vault.tokenSecret',
    'vault.sealSecret',
  ]);
});

test('the outputs are addresses and names, and the command that reads the token', () => {
  const outputs = Object.keys(template.outputs ?? {});
  expect(outputs).toEqual(expect.arrayContaining(['scimUrl', 'consoleUrl', 'vaultName', 'readTokenCommand']));
  expect(outputs.filter((name) => SECRET.test(name))).toEqual(['readTokenCommand']);
});
