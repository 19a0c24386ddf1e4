// Names fit Azure's rules, stay the same from one deployment to the next, and can be made others: a deleted vault keeps its
// name for 90 days.
import { expect, test } from 'vitest';
import { resourceOf, resourcesOf, SETS, snapshotOf } from './deployment.ts';

const RULES: Readonly<Record<string, RegExp>> = {
  'Microsoft.KeyVault/vaults': /^(?!.*--)[a-z][a-z0-9-]{1,22}[a-z0-9]$/,
  'Microsoft.Storage/storageAccounts': /^[a-z0-9]{3,24}$/,
  'Microsoft.Web/sites': /^(?!.*--)[a-z0-9][a-z0-9-]{0,58}[a-z0-9]$/,
  'Microsoft.Storage/storageAccounts/tableServices/tables': /^[^/]+\/default\/[A-Za-z][A-Za-z0-9]{2,62}$/,
  'Microsoft.Storage/storageAccounts/blobServices/containers':
    /^[^/]+\/default\/(?!.*--)[a-z0-9][a-z0-9-]{2,62}$/,
};

test.each(SETS)('%s: every name is one that Azure takes', (set) => {
  for (const [type, rule] of Object.entries(RULES)) {
    const resources = resourcesOf(set, type.replace('Microsoft.', ''));
    expect(resources, type).not.toEqual([]);
    for (const { name } of resources) expect(name, type).toMatch(rule);
  }
});

test('the longest prefix still fits', () => {
  expect(resourceOf('defaults', 'KeyVault/vaults').name).toHaveLength(24);
});

test('nameSalt gives every globally unique name another ending', () => {
  for (const type of ['KeyVault/vaults', 'Web/sites']) {
    expect(resourceOf('bare', type).name).not.toBe(resourceOf('defaults', type).name);
  }
  const accounts = (set: 'bare' | 'defaults') =>
    resourcesOf(set, 'Storage/storageAccounts').map(({ name }) => name);
  for (const name of accounts('bare')) expect(accounts('defaults')).not.toContain(name);
});

test('recoverVault brings the deleted vault back', () => {
  expect(resourceOf('bare', 'KeyVault/vaults').properties.createMode).toBe('recover');
  expect(resourceOf('defaults', 'KeyVault/vaults').properties.createMode).toBe('default');
});

test('what the deployment compiles to has no diagnostics, and no resource twice', () => {
  for (const set of SETS) {
    const { diagnostics, predictedResources } = snapshotOf(set);
    expect(diagnostics).toEqual([]);
    const ids = predictedResources.map(({ id }) => id);
    expect(new Set(ids).size, set).toBe(ids.length);
  }
});
