// RFC 7644 sections 3.4.2.5 and 3.9, RFC 7643 section 2.2 (`returned`): which attributes an answer holds, of every verb.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  create,
  ENTERPRISE,
  GROUP,
  groupBody,
  patchBody,
  queryOf,
  type Resource,
  read,
  searchBody,
  USER,
  userBody,
} from '../support/scim.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let user: Resource;
let group: Resource;

const ATTRIBUTES = {
  name: { givenName: 'Ada', familyName: 'Byron' },
  displayName: 'Ada',
  emails: [{ value: 'ada@atlas.example', type: 'work', primary: true }],
  password: 'secret-of-ada',
  [ENTERPRISE]: { employeeNumber: '1', manager: { value: 'someone' } },
};

beforeAll(async () => {
  service = await startService();
  user = await create(service, '/Users', userBody('ada', ATTRIBUTES));
  group = await create(service, '/Groups', groupBody('Pilots', [user.id]));
});
afterAll(() => service.stop());

const USUAL = [
  'schemas',
  'id',
  'userName',
  'name',
  'displayName',
  'active',
  'emails',
  'groups',
  ENTERPRISE,
  'meta',
];

describe('a user', () => {
  test.each<[Record<string, string>, object]>([
    [{ attributes: 'userName' }, { schemas: [USER], userName: 'ada' }],
    [{ attributes: 'USERNAME' }, { schemas: [USER], userName: 'ada' }],
    [{ attributes: `${USER}:userName` }, { schemas: [USER], userName: 'ada' }],
    [{ attributes: 'name.givenName' }, { schemas: [USER], name: { givenName: 'Ada' } }],
    [{ attributes: 'emails.value' }, { schemas: [USER], emails: [{ value: 'ada@atlas.example' }] }],
    [
      { attributes: 'userName,name.familyName , displayName' },
      { schemas: [USER], userName: 'ada', name: { familyName: 'Byron' }, displayName: 'Ada' },
    ],
    [
      { attributes: `${ENTERPRISE}:employeeNumber` },
      { schemas: [USER, ENTERPRISE], [ENTERPRISE]: { employeeNumber: '1' } },
    ],
    [
      { attributes: `${ENTERPRISE}:manager.value` },
      { schemas: [USER, ENTERPRISE], [ENTERPRISE]: { manager: { value: 'someone' } } },
    ],
    [{ attributes: 'id' }, { schemas: [USER] }],
    [{ attributes: 'password' }, { schemas: [USER] }],
    [{ attributes: 'shoeSize' }, { schemas: [USER] }],
    [{ attributes: 'meta.resourceType' }, { schemas: [USER], meta: { resourceType: 'User' } }],
  ])('%j', async (parameters, expected) => {
    expect(await read(service, `/Users/${user.id}`, parameters)).toEqual({ id: user.id, ...expected });
  });

  test('a whole extension by its URN', async () => {
    const body = await read(service, `/Users/${user.id}`, { attributes: ENTERPRISE });
    expect(body).toEqual({ schemas: [USER, ENTERPRISE], id: user.id, [ENTERPRISE]: user[ENTERPRISE] });
  });

  test.each<[string, readonly string[]]>([
    ['name', ['name']],
    ['NAME,emails', ['name', 'emails']],
    [`${USER}:displayName`, ['displayName']],
    [ENTERPRISE, [ENTERPRISE]],
    ['meta', ['meta']],
    // Always returned, whatever is excluded.
    ['id,schemas', []],
    ['shoeSize', []],
  ])('excludedAttributes=%s', async (excludedAttributes, missing) => {
    const body = await read(service, `/Users/${user.id}`, { excludedAttributes });
    expect(Object.keys(body)).toEqual(USUAL.filter((name) => !missing.includes(name)));
  });

  test('a sub-attribute may be left out', async () => {
    const body = await read(service, `/Users/${user.id}`, {
      excludedAttributes: `name.familyName,emails.type,${ENTERPRISE}:manager`,
    });
    expect(body.name).toEqual({ givenName: 'Ada' });
    expect(body.emails).toEqual([{ value: 'ada@atlas.example', primary: true }]);
    expect(body[ENTERPRISE]).toEqual({ employeeNumber: '1' });
  });

  test('repeated parameters are one list; an empty one is none', async () => {
    const repeated = await service.request(
      'GET',
      `/Users/${user.id}?attributes=userName&attributes=displayName`,
    );
    expect(Object.keys(repeated.body)).toEqual(['schemas', 'id', 'userName', 'displayName']);
    const empty = await service.request('GET', `/Users/${user.id}?attributes=&excludedAttributes=`);
    expect(Object.keys(empty.body)).toEqual(USUAL);
  });
});

describe('answers to writes', () => {
  const selection = queryOf({ attributes: 'userName' });
  const exclusion = queryOf({ excludedAttributes: 'meta,name' });

  test('POST', async () => {
    const chosen = await service.request('POST', `/Users${selection}`, userBody('ben', ATTRIBUTES));
    expect(chosen.status).toBe(201);
    expect(chosen.headers.get('location')).toBe(`${service.scimUrl}/Users/${chosen.body.id}`);
    expect(Object.keys(chosen.body)).toEqual(['schemas', 'id', 'userName']);
    const without = await service.request('POST', `/Groups${exclusion}`, groupBody('Crew', [user.id]));
    expect(Object.keys(without.body)).toEqual(['schemas', 'id', 'displayName', 'members']);
  });

  test('PUT', async () => {
    const chosen = await service.request('PUT', `/Users/${user.id}${selection}`, userBody('ada', ATTRIBUTES));
    expect(Object.keys(chosen.body)).toEqual(['schemas', 'id', 'userName']);
    const body = groupBody('Pilots', [user.id]);
    const without = await service.request('PUT', `/Groups/${group.id}?excludedAttributes=members`, body);
    expect(Object.keys(without.body)).toEqual(['schemas', 'id', 'displayName', 'meta']);
  });

  test('PATCH of a user', async () => {
    const patch = patchBody({ op: 'replace', path: 'displayName', value: 'Ada' });
    const { status, body } = await service.request('PATCH', `/Users/${user.id}${selection}`, patch);
    expect([status, Object.keys(body)]).toEqual([200, ['schemas', 'id', 'userName']]);
  });

  test('PATCH of a group: no body, unless attributes are asked for (RFC 7644 section 3.5.2)', async () => {
    const patch = patchBody({ op: 'add', path: 'members', value: [{ value: user.id }] });
    const silent = await service.request('PATCH', `/Groups/${group.id}`, patch);
    expect([silent.status, silent.body]).toEqual([204, undefined]);
    const asked = await service.request('PATCH', `/Groups/${group.id}?attributes=displayName`, patch);
    expect([asked.status, asked.body]).toEqual([
      200,
      { schemas: [GROUP], id: group.id, displayName: 'Pilots' },
    ]);
    const members = await service.request('PATCH', `/Groups/${group.id}?attributes=members`, patch);
    expect(members.body.members).toEqual([
      { value: user.id, $ref: `${service.scimUrl}/Users/${user.id}`, type: 'User' },
    ]);
  });

  test('a password is in no answer', async () => {
    const secret = userBody('carol', { password: 'secret-of-carol' });
    const made = await service.request('POST', '/Users?attributes=password,userName', secret);
    const put = await service.request('PUT', `/Users/${made.body.id}`, secret);
    const patch = patchBody({ op: 'replace', path: 'password', value: 'secret-of-carol' });
    const patched = await service.request('PATCH', `/Users/${made.body.id}?attributes=password`, patch);
    const got = await service.request('GET', `/Users/${made.body.id}`);
    for (const answer of [made, put, patched, got]) {
      expect(answer.status).toBeLessThan(300);
      expect(JSON.stringify(answer.body)).not.toContain('secret-of-carol');
    }
  });
});

test('lists and searches choose alike', async () => {
  const byAddress = await read(service, '/Users', { filter: 'userName eq "ada"', attributes: 'userName' });
  const search = searchBody({ filter: 'userName eq "ada"', attributes: ['userName'] });
  const byBody = await service.request('POST', '/Users/.search', search);
  const expected = [{ schemas: [USER], id: user.id, userName: 'ada' }];
  expect([byAddress.Resources, byBody.body.Resources]).toEqual([expected, expected]);
  const groups = await read(service, '/Groups', { excludedAttributes: 'members' });
  for (const resource of groups.Resources) expect(resource).not.toHaveProperty('members');
});
