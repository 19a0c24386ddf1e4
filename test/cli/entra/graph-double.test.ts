// The double itself: it sends what Entra was seen to send (the bodies of test/entra/requests.json), and refuses what the
// documentation of Graph says is refused.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCOPES } from '../../../cli/entra/permissions.ts';
import { type GraphDouble, startGraph } from '../../support/graph/graph.ts';
import {
  addMembers,
  groupPost,
  managerPatch,
  patch,
  removeMembers,
  updatePatch,
  userPost,
} from '../../support/graph/provisioning/bodies.ts';
import { evaluate, parseExpression } from '../../support/graph/provisioning/expressions.ts';
import type { MappingSource } from '../../support/graph/provisioning/schema.ts';
import { addGroup, addUser } from '../../support/graph/tenant.ts';

interface Case {
  readonly name: string;
  readonly body?: object;
}
const CASES = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../entra/requests.json'), 'utf8'),
) as readonly Case[];
const captured = (name: string): object => {
  const found = CASES.find((one) => one.name === name)?.body;
  if (found === undefined) throw new Error(`There is no case "${name}".`);
  return found;
};

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ROLE = { primary: false, type: 'WindowsAzureActiveDirectoryRole' };
const all = (...targets: string[]) => new Set(targets);

describe('bodies are those that were captured', () => {
  test.each<[string, object]>([
    [
      'create: user with two roles, Assertive format',
      userPost(
        new Map<string, string | object[]>([
          ['externalId', '3a0c5d1e-0a11-4a51-9b64-0d51b7a80002'],
          ['userName', 'tomas.berg@atlas.example'],
          ['active', 'True'],
          ['displayName', 'Tomas Berg'],
          ['emails[type eq "work"].value', 'tomas.berg@atlas.example'],
          ['name.givenName', 'Tomas'],
          ['name.familyName', 'Berg'],
          [
            'roles',
            [
              { ...ROLE, display: 'Admin', value: 'admin' },
              { ...ROLE, display: 'Group', value: 'group' },
            ],
          ],
        ]),
      ),
    ],
    [
      'patch default: several Replace operations',
      updatePatch(
        new Map([
          ['displayName', 'Nadia Okafor-Lind'],
          ['emails[type eq "work"].value', 'n.lind@atlas.example'],
          ['name.familyName', 'Okafor-Lind'],
          ['externalId', 'nlind'],
        ]),
        all('displayName', 'emails[type eq "work"].value', 'name.familyName', 'externalId'),
        'default',
      ),
    ],
    [
      'patch default: enterprise attributes by URN path',
      updatePatch(
        new Map([
          [`${ENTERPRISE}:employeeNumber`, '90418'],
          [`${ENTERPRISE}:department`, 'Audit'],
        ]),
        all(`${ENTERPRISE}:employeeNumber`),
        'default',
      ),
    ],
    [
      'patch flag: value path plus one pathless batch',
      updatePatch(
        new Map([
          ['emails[type eq "work"].value', 'nadia@atlas.example'],
          ['displayName', 'Nadia Lind'],
          ['name.givenName', 'Nadja'],
          ['name.familyName', 'Lind'],
          [`${ENTERPRISE}:employeeNumber`, '90419'],
          [`${ENTERPRISE}:department`, 'Legal'],
        ]),
        all(),
        'flag',
      ),
    ],
    [
      'roles: replace of the full set (AssertiveAppRoleAssignmentsComplex)',
      updatePatch(
        new Map([
          [
            'roles',
            [
              { ...ROLE, display: 'Member', value: 'member' },
              { ...ROLE, display: 'Group', value: 'group' },
            ],
          ],
        ]),
        all(),
        'default',
      ),
    ],
    ['manager: Add as a string', managerPatch('{{manager1}}', 'default')],
    [
      'group create: with the extra Microsoft schema URI',
      groupPost(
        new Map([
          ['externalId', 'c2f0b9d4-6a1e-4e57-b7a3-90d1f2c8e655'],
          ['displayName', 'ws-atlas-role-admin'],
        ]),
      ),
    ],
    ['member Add: $ref null', addMembers(['{{user1}}'], 'default')],
    [
      'member Remove: path members with a value array (default dialect)',
      removeMembers(['{{user1}}'], 'default'),
    ],
    ['member remove: value filter (flag dialect)', removeMembers(['{{user3}}'], 'flag')],
    ['disable: default dialect, string False', patch([{ op: 'Replace', path: 'active', value: 'False' }])],
    [
      'disable: flag dialect, real boolean',
      updatePatch(new Map([['active', 'False']]), all('active'), 'flag'),
    ],
  ])('%s', (name, body) => {
    expect(body).toEqual(captured(name));
  });
});

describe('expressions', () => {
  const value = (expression: string, attributes: Parameters<typeof evaluate>[1]) =>
    evaluate(parseExpression(expression) as MappingSource, attributes);
  const held = [{ value: 'admin', displayName: 'Admin' }];

  test.each<[string, Parameters<typeof evaluate>[1], unknown]>([
    ['[mail]', { mail: 'n@atlas.example' }, 'n@atlas.example'],
    ['Join(" ", [givenName], [surname])', { givenName: 'Nadia', surname: 'Okafor' }, 'Nadia Okafor'],
    ['Join(" ", [givenName], [surname])', {}, undefined],
    ['Switch([IsSoftDeleted], , "False", "True", "True", "False")', { IsSoftDeleted: 'False' }, 'True'],
    ['Switch([IsSoftDeleted], , "False", "True", "True", "False")', { IsSoftDeleted: 'True' }, 'False'],
    ['SingleAppRoleAssignment([appRoleAssignments])', { appRoleAssignments: held }, 'admin'],
    [
      'AssertiveAppRoleAssignmentsComplex([appRoleAssignments])',
      { appRoleAssignments: held },
      [{ ...ROLE, display: 'Admin', value: 'admin' }],
    ],
  ])('%s', (expression, attributes, expected) => {
    expect(value(expression, attributes)).toEqual(expected);
  });

  test.each(['Jion("", [a])', 'Join(" ", [a]', 'Join(" ", [a]) [b]', 'join(" ", [a])'])(
    '%s is none',
    (text) => {
      expect(parseExpression(text)).toHaveProperty('error');
    },
  );
});

describe('refused, as documented', () => {
  let graph: GraphDouble;
  let ids: { application: string; principal: string; job: string; role: string; group: string; list: string };

  beforeAll(async () => {
    graph = await startGraph({ late: 0 });
    const { id } = addUser(graph.tenant, 'ada.admin@atlas.example');
    const group = addGroup(graph.tenant, 'Everybody', []).id;
    const list = addGroup(graph.tenant, 'A mailing list', [], false).id;
    token = (
      await graph
        .credentialOf({ id, consented: SCOPES.setup, role: 'Cloud Application Administrator' })
        .getToken(SCOPES.setup.map((scope) => `${graph.url}/${scope}`))
    )?.token;
    const template = '8adf8e6e-67b2-4cf2-a259-e3dc5476c621';
    const made = await send('POST', `/v1.0/applicationTemplates/${template}/instantiate`, {
      displayName: 'X',
    });
    const { application, servicePrincipal } = made.body;
    const jobs = `/v1.0/servicePrincipals/${servicePrincipal.id}/synchronization/jobs`;
    const job = await send('POST', jobs, { templateId: 'scim' });
    ids = {
      application: application.id,
      principal: servicePrincipal.id,
      job: job.body.id,
      role: application.appRoles[0].id,
      group,
      list,
    };
  });
  afterAll(() => graph.stop());

  let token: string | undefined;
  async function send(method: string, path: string, body?: unknown) {
    const response = await fetch(`${graph.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }
  const principal = (rest: string) => `/v1.0/servicePrincipals/${ids.principal}${rest}`;
  const job = (rest: string) => principal(`/synchronization/jobs/${ids.job}${rest}`);
  const pair = (key: string, value: string) => ({ key, value });

  test.each<[string, () => [string, string, unknown?], number, RegExp]>([
    [
      'another template',
      () => ['POST', '/v1.0/applicationTemplates/nothing/instantiate', { displayName: 'X' }],
      404,
      /nothing/,
    ],
    [
      'roles without those that were there',
      () => ['PATCH', `/v1.0/applications/${ids.application}`, { appRoles: [] }],
      400,
      /disabled first/,
    ],
    [
      'a property that cannot be written',
      () => ['PATCH', `/v1.0/applications/${ids.application}`, { appId: 'x' }],
      400,
      /appId/,
    ],
    [
      'a name that is not its own',
      () => ['PATCH', `/v1.0/applications/${ids.application}`, { identifierUris: ['api://x'] }],
      400,
      /verified domain/,
    ],
    [
      'an assignment that lacks something',
      () => ['POST', principal('/appRoleAssignedTo'), { principalId: ids.group }],
      400,
      /required/,
    ],
    [
      'a role that the application has not',
      () => [
        'POST',
        principal('/appRoleAssignedTo'),
        { principalId: ids.group, resourceId: ids.principal, appRoleId: 'x' },
      ],
      400,
      /not found on application/,
    ],
    [
      'a group that is no security group',
      () => [
        'POST',
        principal('/appRoleAssignedTo'),
        { principalId: ids.list, resourceId: ids.principal, appRoleId: ids.role },
      ],
      400,
      /not security enabled/,
    ],
    [
      'a job of an unknown template',
      () => ['POST', principal('/synchronization/jobs'), { templateId: 'x' }],
      400,
      /no template/,
    ],
    [
      'a test before credentials',
      () => ['POST', job('/validateCredentials'), { useSavedCredentials: true }],
      400,
      /No credentials/,
    ],
    ['a test of nothing', () => ['POST', job('/validateCredentials'), {}], 400, /required/],
    [
      'a secret of an unknown key',
      () => [
        'PUT',
        principal('/synchronization/secrets'),
        { value: [pair('BaseAddress', 'https://x'), pair('Password', 'x')] },
      ],
      400,
      /Password/,
    ],
    [
      'OAuth by the old way',
      () => [
        'PUT',
        principal('/synchronization/secrets'),
        { value: [pair('Oauth2TokenExchangeUri', 'https://x')] },
      ],
      400,
      /allow list/,
    ],
    [
      'keys of two ways together',
      () => [
        'PATCH',
        `/beta/servicePrincipals/${ids.principal}/synchronization/connectivityParameters`,
        {
          value: [
            pair('authenticationType', 'AuthenticationToken'),
            pair('baseAddress', 'x'),
            pair('secretToken', 'x'),
            pair('oauth2ClientId', 'x'),
          ],
        },
      ],
      400,
      /oauth2ClientId/,
    ],
    [
      'the beta path in v1.0',
      () => ['PATCH', principal('/synchronization/connectivityParameters'), {}],
      400,
      /segment/,
    ],
    [
      'half a schema',
      () => ['PUT', job('/schema'), { directories: [], synchronizationRules: [] }],
      400,
      /not whole/,
    ],
    [
      'a rule that is not there',
      () => ['POST', job('/provisionOnDemand'), { parameters: [{ ruleId: 'x' }] }],
      400,
      /no rule/,
    ],
    [
      'a service principal of no application',
      () => ['POST', '/v1.0/servicePrincipals', { appId: 'x' }],
      400,
      /valid application/,
    ],
    [
      'a job of an unknown id',
      () => ['POST', principal('/synchronization/jobs/nothing/start')],
      404,
      /nothing/,
    ],
  ])('%s', async (_name, request, status, why) => {
    const [method, path, body] = request();
    const answer = await send(method, path, body);
    expect([answer.status, answer.body.error.message]).toEqual([status, expect.stringMatching(why)]);
  });

  test.each<[string, (schema: ReturnType<typeof JSON.parse>) => void, RegExp]>([
    [
      'an attribute that is not defined',
      (mapping) => mapping.push({ ...mapping[0], targetAttributeName: 'roles' }),
      /not defined/,
    ],
    ['a target mapped twice', (mapping) => mapping.push({ ...mapping[0] }), /mapped twice/],
    [
      'nothing to match by',
      (mapping) =>
        mapping.forEach((one: { matchingPriority: number }) => {
          one.matchingPriority = 0;
        }),
      /matching attribute/,
    ],
    [
      'roles mapped directly',
      (mapping) => {
        mapping[2].source = { type: 'Attribute', name: 'appRoleAssignments', expression: '', parameters: [] };
      },
      /through an expression/,
    ],
  ])('a schema with %s', async (_name, tamper, why) => {
    const { '@odata.context': _context, ...schema } = (await send('GET', job('/schema'))).body;
    tamper(schema.synchronizationRules[0].objectMappings[0].attributeMappings);
    const answer = await send('PUT', job('/schema'), schema);
    expect([answer.status, answer.body.error.message]).toEqual([400, expect.stringMatching(why)]);
  });

  test('what was just made is not found at once, and lists leave it out', async () => {
    const late = await startGraph({ late: 2, entra: graph.entra });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const made = await fetch(`${late.url}/v1.0/applications`, {
      method: 'POST',
      headers,
      body: '{"displayName":"X"}',
    });
    const { id } = (await made.json()) as { id: string };
    const looks: number[] = [];
    for (let look = 0; look < 3; look += 1)
      looks.push((await fetch(`${late.url}/v1.0/applications/${id}`, { headers })).status);
    expect(looks).toEqual([404, 404, 200]);
    await late.stop();
  });
});
