// `check`: whatever somebody changes in the portal and the service needs otherwise is said, each in a line; nothing is changed
// by saying it, and `setup` mends it.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { TENANT } from '../../support/entra.ts';
import { type Company, setupWords, startCompany } from '../../support/entra-story.ts';
import { parseExpression } from '../../support/graph/provisioning/expressions.ts';
import type { AttributeMapping, MappingSource } from '../../support/graph/provisioning/schema.ts';

let company: Company;
beforeAll(async () => {
  company = await startCompany({ graph: { late: 0 } });
});
beforeEach(async () => {
  expect((await company.rollcall(setupWords(company))).exitCode).toBe(0);
  await company.graph.settled();
});
afterAll(() => company.stop());

const check = (...more: string[]) =>
  company.rollcall(['entra', 'check', '--scim-url', company.service.scimUrl, '--tenant', TENANT, ...more]);
const application = () => {
  const found = company.graph.tenant.applications.all().find(({ displayName }) => displayName === 'Rollcall');
  if (found === undefined) throw new Error('There is no application.');
  return found;
};
const job = () => {
  const [found] = company.graph.tenant.servicePrincipals.all().flatMap(({ jobs }) => jobs);
  if (found === undefined) throw new Error('There is no job.');
  return found;
};
/** Mappings of users (0) or groups (1), which a person in the portal may change at will. */
const mappings = (kind: 0 | 1): AttributeMapping[] =>
  (job().schema.synchronizationRules[0]?.objectMappings[kind]?.attributeMappings ?? []) as AttributeMapping[];
const change = (
  kind: 0 | 1,
  target: string,
  how: (mapping: AttributeMapping) => AttributeMapping | undefined,
) => {
  const list = mappings(kind);
  const at = list.findIndex(({ targetAttributeName }) => targetAttributeName === target);
  const before = list[at];
  if (before === undefined) throw new Error(`${target} is not mapped.`);
  const after = how(before);
  list.splice(at, 1, ...(after === undefined ? [] : [after]));
};
const from = (expression: string) => ({ source: parseExpression(expression) as MappingSource });

test('after a set-up all is as it must be', async () => {
  const { exitCode, printed } = await check();
  expect([exitCode, ...printed]).toEqual([0, 'All is as it must be.']);
});

const CHANGES: readonly (readonly [string, () => void, string])[] = [
  [
    'displayName from displayName again',
    () => change(0, 'displayName', (mapping) => ({ ...mapping, ...from('[displayName]') })),
    'Attribute mappings: map displayName from Join(" ", [givenName], [surname]) (now [displayName])',
  ],
  [
    'the role expression that never takes a role away',
    () =>
      change(0, 'roles', (mapping) => ({
        ...mapping,
        ...from('AppRoleAssignmentsComplex([appRoleAssignments])'),
      })),
    'Attribute mappings: map roles from AssertiveAppRoleAssignmentsComplex([appRoleAssignments]) (now AppRoleAssignmentsComplex',
  ],
  [
    'roles not mapped',
    () => change(0, 'roles', () => undefined),
    'Attribute mappings: map roles from AssertiveAppRoleAssignmentsComplex([appRoleAssignments]) (it is not mapped)',
  ],
  [
    'a second mapping of roles',
    () =>
      mappings(0).push({
        ...(mappings(0)[0] as AttributeMapping),
        targetAttributeName: 'roles[primary eq "True"].value',
        matchingPriority: 0,
      }),
    'Attribute mappings: drop roles[primary eq "True"].value',
  ],
  [
    'preferredLanguage mapped',
    () =>
      mappings(0).push({
        ...(mappings(0)[0] as AttributeMapping),
        targetAttributeName: 'preferredLanguage',
        matchingPriority: 0,
      }),
    'Attribute mappings: drop preferredLanguage',
  ],
  [
    'externalId from mailNickname',
    () => change(0, 'externalId', (mapping) => ({ ...mapping, ...from('[mailNickname]') })),
    'Attribute mappings: map externalId from [objectId] (now [mailNickname])',
  ],
  [
    'members of groups not mapped',
    () => change(1, 'members', () => undefined),
    'Attribute mappings: map members from [members]',
  ],
  [
    'groups matched by externalId',
    () => {
      change(1, 'displayName', (mapping) => ({ ...mapping, matchingPriority: 0 }));
      change(1, 'externalId', (mapping) => ({ ...mapping, matchingPriority: 1 }));
    },
    'Attribute mappings: match existing groups by displayName',
  ],
  [
    'a role switched off',
    () => {
      const role = application().appRoles.find(({ value }) => value === 'admin');
      Object.assign(role ?? {}, { isEnabled: false });
    },
    'App roles: correct the app role admin: that it is switched on',
  ],
  [
    'the job paused',
    () => {
      job().schedule.state = 'Disabled';
    },
    'Provisioning: start provisioning',
  ],
];

test.each(CHANGES)('%s: is said, and mended by another set-up', async (_name, tamper, line) => {
  tamper();
  const before = company.graph.requests.length;
  const { exitCode, printed } = await check();
  expect([exitCode, printed[0]]).toEqual([1, expect.stringContaining(`off: ${line}`)]);
  expect(printed).toHaveLength(1);
  expect(company.graph.requests.slice(before).filter((request) => !request.startsWith('GET'))).toEqual([]);

  expect((await company.rollcall(setupWords(company))).exitCode).toBe(0);
  expect((await check()).exitCode).toBe(0);
});

test('blanks in an expression are no difference', async () => {
  change(0, 'displayName', (mapping) => {
    const { source } = mapping;
    return { ...mapping, source: { ...source, expression: 'Join(" ",[givenName],[surname])' } };
  });
  expect((await check()).exitCode).toBe(0);
});

test('a mapping that only the portal can bring back is said to need it', async () => {
  const [lost] = mappings(0).filter(({ targetAttributeName }) => targetAttributeName === 'active');
  change(0, 'active', () => undefined);
  const { exitCode, told } = await check();
  expect([exitCode, told.at(-1)]).toEqual([
    1,
    expect.stringMatching(/The mapping of active was removed.*portal/),
  ]);
  mappings(0).push(lost as AttributeMapping);
});

test('groups that ought to be assigned are compared when they are named', async () => {
  const { exitCode, printed } = await check('--group', 'ws-Sales-role-admin=admin');
  expect([exitCode, ...printed]).toEqual([
    1,
    'off: Assigned users and groups: assign the group "ws-Sales-role-admin" as admin',
  ]);
});

test('a tenant without the application: everything is off', async () => {
  const { exitCode, printed } = await check('--name', 'Another');
  expect(exitCode).toBe(1);
  expect(printed[0]).toBe('off: Enterprise application: create the application "Another"');
});
