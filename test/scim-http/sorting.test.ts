// RFC 7644 section 3.4.2.3: the order of a list.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  create,
  ENTERPRISE,
  groupBody,
  MESSAGES,
  read,
  refusalOf,
  searchBody,
  USER,
  userBody,
} from '../support/scim.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;

beforeAll(async () => {
  service = await startService();
  await create(
    service,
    '/Users',
    userBody('delta', {
      externalId: 'b',
      title: 'analyst',
      name: { familyName: 'Åberg', givenName: 'Zoë' },
      emails: [
        { value: 'z@atlas.example', type: 'home' },
        { value: 'a@atlas.example', type: 'work', primary: true },
      ],
      active: false,
      [ENTERPRISE]: { employeeNumber: '10' },
    }),
  );
  await create(
    service,
    '/Users',
    userBody('Bravo', {
      externalId: 'B',
      title: 'Analyst',
      name: { familyName: 'Berg', givenName: 'adam' },
      emails: [{ value: 'm@atlas.example' }, { value: 'b@atlas.example' }],
      [ENTERPRISE]: { employeeNumber: '9' },
    }),
  );
  await create(
    service,
    '/Users',
    userBody('alfa', { externalId: 'a', name: { familyName: 'Ek' }, emails: [{ value: 'c@atlas.example' }] }),
  );
  await create(service, '/Users', userBody('Charlie', { title: 'Driver' }));
  for (const name of ['Pilots', 'crew', 'Agents']) await create(service, '/Groups', groupBody(name));
});
afterAll(() => service.stop());

async function order(sortBy: string, sortOrder?: string): Promise<string[]> {
  const { Resources } = await read(service, '/Users', {
    sortBy,
    ...(sortOrder === undefined ? {} : { sortOrder }),
  });
  return Resources.map(({ userName }: { userName: string }) => userName);
}

describe('sortBy', () => {
  test('text that is not case exact is ordered without case, ascending unless told otherwise', async () => {
    expect(await order('userName')).toEqual(['alfa', 'Bravo', 'Charlie', 'delta']);
    expect(await order('userName', 'ascending')).toEqual(['alfa', 'Bravo', 'Charlie', 'delta']);
    expect(await order('userName', 'descending')).toEqual(['delta', 'Charlie', 'Bravo', 'alfa']);
  });

  test('text that is case exact is ordered with case', async () => {
    expect(await order('externalId')).toEqual(['Bravo', 'alfa', 'delta', 'Charlie']);
  });

  test('a sub-attribute, in any case and behind its URN', async () => {
    const byGivenName = ['Bravo', 'delta'];
    for (const name of ['name.givenName', 'NAME.givenname', `${USER}:name.givenName`]) {
      expect((await order(name)).slice(0, 2)).toEqual(byGivenName);
    }
  });

  test('an attribute of an extension: text, so "10" is before "9"', async () => {
    expect((await order(`${ENTERPRISE}:employeeNumber`)).slice(0, 2)).toEqual(['delta', 'Bravo']);
  });

  test('several values: the primary one decides, or else the first', async () => {
    for (const name of ['emails.value', 'emails']) {
      expect(await order(name)).toEqual(['delta', 'alfa', 'Bravo', 'Charlie']);
    }
  });

  test('what has no value is last when ascending and first when descending', async () => {
    expect((await order('name.familyName')).at(-1)).toBe('Charlie');
    expect((await order('name.familyName', 'descending'))[0]).toBe('Charlie');
  });

  test('dates as instants, booleans false before true', async () => {
    expect(await order('meta.created')).toEqual(['delta', 'Bravo', 'alfa', 'Charlie']);
    expect(await order('meta.created', 'descending')).toEqual(['Charlie', 'alfa', 'Bravo', 'delta']);
    expect((await order('active'))[0]).toBe('delta');
  });

  test('equal ones have a fixed order, so that pages neither overlap nor leave out', async () => {
    const all = await order('title');
    const pages = await Promise.all(
      [1, 2, 3, 4].map(async (startIndex) => {
        const { Resources } = await read(service, '/Users', { sortBy: 'title', startIndex, count: 1 });
        return Resources[0].userName;
      }),
    );
    expect(pages).toEqual(all);
  });

  test('groups by name', async () => {
    const { Resources } = await read(service, '/Groups', { sortBy: 'displayName' });
    expect(Resources.map(({ displayName }: { displayName: string }) => displayName)).toEqual([
      'Agents',
      'crew',
      'Pilots',
    ]);
  });

  test('together with a filter, and in the body of a search', async () => {
    const search = searchBody({ filter: 'title pr', sortBy: 'userName', sortOrder: 'descending' });
    const { body } = await service.request('POST', '/Users/.search', search);
    expect(body.Resources.map(({ userName }: { userName: string }) => userName)).toEqual([
      'delta',
      'Charlie',
      'Bravo',
    ]);
  });

  test('over all types: who has no such attribute comes last', async () => {
    const { Resources } = await read(service, '', { sortBy: 'userName' });
    const types = Resources.map(({ meta }: { meta: { resourceType: string } }) => meta.resourceType);
    expect(types).toEqual(['User', 'User', 'User', 'User', 'Group', 'Group', 'Group']);
  });
});

test.each([
  [{ sortBy: 'shoeSize' }, 'invalidValue'],
  [{ sortBy: 'name' }, 'invalidValue'],
  [{ sortBy: 'password' }, 'invalidValue'],
  [{ sortBy: 'userName', sortOrder: 'upwards' }, 'invalidValue'],
])('%j is refused', async (parameters, scimType) => {
  expect(await refusalOf(service, '/Users', parameters)).toEqual([400, scimType]);
});

test('sortOrder without sortBy has no effect', async () => {
  expect((await read(service, '/Users', { sortOrder: 'descending' })).schemas).toEqual([
    `${MESSAGES}:ListResponse`,
  ]);
});
