// Whoever gets a role gets a known one, on one resource, and Azure is told what kind of principal it is: without that it
// looks the principal up, and does not find an identity that is seconds old.
import { expect, test } from 'vitest';
import { type ParameterSet, readText, resourcesOf, SETS } from './deployment.ts';

const ROLES: Readonly<Record<string, string>> = {
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': 'Storage Blob Data Owner',
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3': 'Storage Table Data Contributor',
  '4633458b-17de-408a-b874-0445c86b69e6': 'Key Vault Secrets User',
  'b86a8fe4-44ce-4948-aee5-eccb2c155cd7': 'Key Vault Secrets Officer',
  '3913510d-42f4-4e42-8a64-420c390055eb': 'Monitoring Metrics Publisher',
};

/** `role on resource to kind of principal`, sorted; names without the part that makes them unique. */
function assignments(set: ParameterSet): string[] {
  return resourcesOf(set, 'Authorization/roleAssignments')
    .map(({ id, properties }) => {
      const role = ROLES[String(properties.roleDefinitionId).split('/').at(-1) ?? ''];
      const scope = id
        .split('/')
        .at(-5)
        ?.replace(/-?[a-z0-9]{12}(?=[hd]?$)/, '');
      return `${role} on ${scope} to ${properties.principalType}`;
    })
    .sort();
}

test('the app may read secrets, use its tables and packages, and send telemetry; a named group may write secrets', () => {
  expect(assignments('private')).toEqual([
    'Key Vault Secrets Officer on kv-people to Group',
    'Key Vault Secrets User on kv-people to ServicePrincipal',
    'Monitoring Metrics Publisher on appi-people to ServicePrincipal',
    'Storage Blob Data Owner on stpeopleh to ServicePrincipal',
    'Storage Table Data Contributor on stpeopled to ServicePrincipal',
    'Storage Table Data Contributor on stpeopleh to ServicePrincipal',
  ]);
});

test('with nobody named, whoever deploys may read and rotate the token, person or pipeline', () => {
  const officer = resourcesOf('defaults', 'Authorization/roleAssignments').filter(({ properties }) =>
    properties.roleDefinitionId.endsWith('b86a8fe4-44ce-4948-aee5-eccb2c155cd7'),
  );
  expect(officer).toHaveLength(1);
  expect(officer[0]?.properties.principalId).toBe('[deployer().objectId]');
  expect(officer[0]?.properties.principalType).toMatch(
    /tryGet\(deployer\(\), 'userPrincipalName'\)\), 'ServicePrincipal', 'User'/,
  );
});

test('every role assignment says what kind of principal it is for', () => {
  for (const set of SETS) {
    const all = resourcesOf(set, 'Authorization/roleAssignments');
    expect(all).toHaveLength(6);
    for (const { id, properties } of all) expect(properties.principalType, id).toBeTruthy();
  }
});

test('the role ids in types.bicep are exactly the known ones', () => {
  const ids = readText('infra', 'types.bicep').match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
  expect(new Set(ids)).toEqual(new Set(Object.keys(ROLES)));
});
