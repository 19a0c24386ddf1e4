// RFC 7644 sections 3.4.2.1, 3.4.2.2 and 3.4.3: where a query may be asked, in an address or in a body, of one type or of all.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  create,
  ENTERPRISE,
  groupBody,
  MESSAGES,
  type Resource,
  read,
  refusalOf,
  searchBody,
  USER,
  userBody,
} from '../support/scim.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let ada: Resource;
let pilots: Resource;
beforeAll(async () => {
  service = await startService();
  ada = await create(
    service,
    '/Users',
    userBody('ada', {
      externalId: 'shared',
      displayName: 'Smith, Ada',
      userType: 'Employee',
      title: 'Pilot',
      name: { familyName: "O'Malley" },
      emails: [
        { value: 'ada@example.com', type: 'work' },
        { value: 'ada@home.example', type: 'home' },
      ],
      ims: [{ value: 'ada@foo.com', type: 'xmpp' }],
    }),
  );
  await create(
    service,
    '/Users',
    userBody('ben', { userType: 'Intern', emails: [{ value: 'ben@example.org' }] }),
  );
  await create(service, '/Users', userBody('cleo', { active: false, [ENTERPRISE]: { department: 'Risk' } }));
  pilots = await create(service, '/Groups', groupBody('Smith Family', [ada.id], { externalId: 'shared' }));
  await create(service, '/Groups', groupBody('Crew'));
});
afterAll(() => service.stop());

const named = ({ userName, displayName }: Resource): string => userName ?? displayName;
async function ask(path: string, filter: string): Promise<string[]> {
  const { Resources, totalResults } = await read(service, path, { filter });
  expect(totalResults).toBe(Resources.length);
  return Resources.map(named).sort();
}

// The examples of figure 2 of RFC 7644, and what of the people above they find.
test.each([
  ['userName eq "ada"', ['ada']],
  ['userName Eq "ADA"', ['ada']],
  [`name.familyName co "O'Malley"`, ['ada']],
  ['userName sw "A"', ['ada']],
  [`${USER}:userName sw "A"`, ['ada']],
  ['title pr', ['ada']],
  ['meta.lastModified gt "2011-05-13T04:42:34Z"', ['ada', 'ben', 'cleo']],
  ['meta.lastModified ge "2011-05-13T04:42:34Z"', ['ada', 'ben', 'cleo']],
  ['meta.lastModified lt "2011-05-13T04:42:34Z"', []],
  ['meta.lastModified le "2011-05-13T04:42:34Z"', []],
  ['title pr and userType eq "Employee"', ['ada']],
  ['title pr or userType eq "Intern"', ['ada', 'ben']],
  [`schemas eq "${ENTERPRISE}"`, ['cleo']],
  ['userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")', ['ada']],
  ['userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")', ['cleo']],
  ['userType eq "Employee" and (emails.type eq "work")', ['ada']],
  ['userType eq "Employee" and emails[type eq "work" and value co "@example.com"]', ['ada']],
  ['emails[type eq "home" and value co "@example.com"]', []],
  [
    'emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]',
    ['ada'],
  ],
  ['active eq false', ['cleo']],
  ['not (active eq true)', ['cleo']],
  [`${ENTERPRISE}:department eq "risk"`, ['cleo']],
  ['groups pr', ['ada']],
  ['id pr', ['ada', 'ben', 'cleo']],
])('%s', async (filter, expected) => {
  expect(await ask('/Users', filter)).toEqual(expected);
});

test('members: eq, pr and a value path', async () => {
  for (const filter of [
    `members eq "${ada.id}"`,
    `members.value eq "${ada.id}"`,
    `members[value eq "${ada.id}"]`,
    `members[value eq "${ada.id}" and type eq "User"]`,
    'members pr',
    'members.type eq "User"',
    `id eq "${pilots.id}" and members eq "${ada.id}"`,
  ]) {
    expect([filter, await ask('/Groups', filter)]).toEqual([filter, ['Smith Family']]);
  }
  expect(await ask('/Groups', 'not (members pr)')).toEqual(['Crew']);
});

describe('at the base URL all types are asked', () => {
  test.each([
    ['externalId eq "shared"', ['Smith Family', 'ada']],
    ['displayName sw "smith"', ['Smith Family', 'ada']],
    ['userName pr', ['ada', 'ben', 'cleo']],
    ['members pr', ['Smith Family']],
    ['meta.resourceType eq "Group"', ['Crew', 'Smith Family']],
    [
      '(meta.resourceType eq "User") or (meta.resourceType eq "Group")',
      ['Crew', 'Smith Family', 'ada', 'ben', 'cleo'],
    ],
    ['meta.resourceType eq "User" and userName eq "ben"', ['ben']],
    // An attribute that a type does not have has no value there.
    ['not (userName pr)', ['Crew', 'Smith Family']],
    ['userName ne "ada" and displayName eq "Crew"', ['Crew']],
    ['shoeSize pr', []],
  ])('%s', async (filter, expected) => {
    expect(await ask('', filter)).toEqual(expected);
    const { body } = await service.request('POST', '/.search', searchBody({ filter }));
    expect(body.Resources.map(named).sort()).toEqual(expected);
  });

  test('without a filter: everything', async () => {
    const all = await read(service, '');
    expect(all).toMatchObject({ totalResults: 5, itemsPerPage: 5, schemas: [`${MESSAGES}:ListResponse`] });
    expect((await read(service, '/')).totalResults).toBe(5);
  });
});

describe('a search', () => {
  test('answers as the address does', async () => {
    const parameters = {
      filter: 'userName sw "a"',
      attributes: 'userName,emails',
      sortBy: 'userName',
      count: 1,
    };
    const byAddress = await read(service, '/Users', parameters);
    const { status, body } = await service.request(
      'POST',
      '/Users/.search',
      searchBody({ ...parameters, attributes: ['userName', 'emails'] }),
    );
    expect([status, body]).toEqual([200, byAddress]);
  });

  test.each([
    [{}, 'invalidSyntax'],
    [{ schemas: [] }, 'invalidSyntax'],
    [{ schemas: [`${MESSAGES}:ListResponse`] }, 'invalidSyntax'],
    [{ filter: 7 }, 'invalidValue'],
    [{ attributes: 7 }, 'invalidValue'],
    [{ sortBy: ['userName'] }, 'invalidValue'],
    [{ filter: 'userName regex "a"' }, 'invalidFilter'],
  ])('%j is 400 %s', async (parameters, scimType) => {
    const sent =
      'schemas' in parameters || scimType === 'invalidSyntax' ? parameters : searchBody(parameters);
    const { status, body } = await service.request('POST', '/Users/.search', sent);
    expect([status, body.scimType]).toEqual([400, scimType]);
  });
});

test.each([
  'userName',
  'userName eq',
  'userName eq ada',
  'userName regex "a"',
  'userName eq "a" and',
  '(userName eq "a"',
  'shoeSize eq "42"',
  'active gt true',
  'name eq "Ada"',
  'password eq "x"',
  'emails[type eq "work"',
  'and',
  '"ada" eq userName',
])('%s is 400 invalidFilter', async (filter) => {
  expect(await refusalOf(service, '/Users', { filter })).toEqual([400, 'invalidFilter']);
});

test('who is deleted is found by nothing any more, and their name is free', async () => {
  const gone = await create(
    service,
    '/Users',
    userBody('gone', { externalId: 'gone', emails: [{ value: 'gone@x.example' }] }),
  );
  expect((await service.request('DELETE', `/Users/${gone.id}`)).status).toBe(204);
  for (const filter of [
    'userName eq "gone"',
    'externalId eq "gone"',
    'emails.value eq "gone@x.example"',
    `id eq "${gone.id}"`,
    'userName sw "gone"',
  ]) {
    expect(await ask('/Users', filter)).toEqual([]);
  }
  for (const [method, body] of [
    ['GET', undefined],
    ['PUT', userBody('gone')],
    ['DELETE', undefined],
  ] as const) {
    expect((await service.request(method, `/Users/${gone.id}`, body)).status).toBe(404);
  }
  const again = await create(service, '/Users', userBody('gone'));
  expect(again.id).not.toBe(gone.id);
  await service.request('DELETE', `/Users/${again.id}`);
});
