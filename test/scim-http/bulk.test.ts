// RFC 7644 section 3.7 against the running service.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  create,
  ENTERPRISE,
  groupBody,
  MESSAGES,
  patchBody,
  type Resource,
  read,
  USER,
  userBody,
} from '../support/scim.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

type Operation = Readonly<Record<string, unknown>>;
const unique = () => crypto.randomUUID();
const post = (path: string, bulkId: string, data: unknown): Operation => ({
  method: 'POST',
  path,
  bulkId,
  data,
});

async function bulk(operations: readonly unknown[], more: object = {}): Promise<Resource[]> {
  const body = { schemas: [`${MESSAGES}:BulkRequest`], Operations: operations, ...more };
  const answer = await service.request('POST', '/Bulk', body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  expect(answer.body.schemas).toEqual([`${MESSAGES}:BulkResponse`]);
  expect(Object.keys(answer.body)).toEqual(['schemas', 'Operations']);
  return answer.body.Operations;
}

const idOf = ({ location }: Resource): string => location.split('/').at(-1);
const statuses = (results: readonly Resource[]): string[] => results.map(({ status }) => status);
const memberIds = async (group: string): Promise<string[]> =>
  (await read(service, `/Groups/${group}`)).members.map(({ value }: { value: string }) => value);

test('all four verbs, each with the status, address and version of a single request', async () => {
  const [kept, patched, gone] = await Promise.all(
    [1, 2, 3].map(() => create(service, '/Users', userBody(unique()))),
  );
  const results = await bulk([
    post('/Users', 'qwerty', userBody(unique())),
    {
      method: 'PUT',
      path: `/Users/${kept.id}`,
      version: kept.meta.version,
      data: userBody(kept.userName, { title: 'A' }),
    },
    {
      method: 'PATCH',
      path: `/Users/${patched.id}`,
      version: patched.meta.version,
      data: patchBody({ op: 'add', path: 'nickName', value: 'Dave' }),
    },
    { method: 'DELETE', path: `/Users/${gone.id}`, version: gone.meta.version },
  ]);
  const made = await read(service, `/Users/${idOf(results[0])}`);
  const put = await read(service, `/Users/${kept.id}`);
  const nicked = await read(service, `/Users/${patched.id}`);
  expect(results).toEqual([
    {
      location: made.meta.location,
      method: 'POST',
      bulkId: 'qwerty',
      version: made.meta.version,
      status: '201',
    },
    { location: put.meta.location, method: 'PUT', version: put.meta.version, status: '200' },
    { location: nicked.meta.location, method: 'PATCH', version: nicked.meta.version, status: '200' },
    { location: gone.meta.location, method: 'DELETE', status: '204' },
  ]);
  expect([put.title, nicked.nickName]).toEqual(['A', 'Dave']);
  expect((await service.request('GET', `/Users/${gone.id}`)).status).toBe(404);
});

describe('bulkId', () => {
  test('a group with users of the same request, before and after it', async () => {
    const results = await bulk([
      post('/Users', 'first', userBody(unique())),
      post('/Groups', 'group', groupBody(unique(), ['bulkId:first', 'bulkId:second'])),
      post('/Users', 'second', userBody(unique())),
    ]);
    expect(statuses(results)).toEqual(['201', '201', '201']);
    expect(results.map(({ bulkId }) => bulkId)).toEqual(['first', 'group', 'second']);
    const [first, group, second] = results.map(idOf) as [string, string, string];
    expect((await memberIds(group)).sort()).toEqual([first, second].sort());
  });

  test('in an extension: the manager is another new user', async () => {
    const results = await bulk([
      post('/Users', 'report', {
        ...userBody(unique(), {
          [ENTERPRISE]: { employeeNumber: '11250', manager: { value: 'bulkId:boss' } },
        }),
        schemas: [USER, ENTERPRISE],
      }),
      post('/Users', 'boss', userBody(unique())),
    ]);
    const report = await read(service, `/Users/${idOf(results[0])}`);
    expect(report[ENTERPRISE].manager.value).toBe(idOf(results[1]));
  });

  test('in paths, in the filter of a PATCH path and in a $ref', async () => {
    const results = await bulk([
      post('/Users', 'a', userBody(unique())),
      post('/Users', 'b', userBody(unique())),
      post('/Groups', 'g', {
        ...groupBody(unique()),
        members: [{ $ref: `${service.scimUrl}/Users/bulkId:a` }],
      }),
      {
        method: 'PATCH',
        path: '/Groups/bulkId:g',
        data: patchBody(
          { op: 'add', path: 'members', value: [{ value: 'bulkId:b' }] },
          { op: 'remove', path: 'members[value eq "bulkId:a"]' },
        ),
      },
      { method: 'PUT', path: '/Users/bulkId:a', data: userBody(unique(), { title: 'Second' }) },
      { method: 'DELETE', path: '/Users/bulkId:a' },
    ]);
    expect(statuses(results)).toEqual(['201', '201', '201', '204', '200', '204']);
    expect(results[3].location).toBe(results[2].location);
    expect(results[3].version).toMatch(/^W\//);
    expect(await memberIds(idOf(results[2]))).toEqual([idOf(results[1])]);
    expect((await service.request('GET', `/Users/${idOf(results[0])}`)).status).toBe(404);
  });

  test('in a circle: two groups are members of each other (RFC 7644 section 3.7.1)', async () => {
    const results = await bulk([
      post('/Groups', 'qwerty', {
        ...groupBody(unique()),
        members: [{ type: 'Group', value: 'bulkId:ytrewq' }],
      }),
      post('/Groups', 'ytrewq', {
        ...groupBody(unique()),
        members: [{ type: 'Group', value: 'bulkId:qwerty' }],
      }),
    ]);
    expect(statuses(results)).toEqual(['201', '201']);
    const [a, b] = results.map(idOf) as [string, string];
    expect([await memberIds(a), await memberIds(b)]).toEqual([[b], [a]]);
    // The one that was completed tells the version that it has since.
    expect((await read(service, `/Groups/${b}`)).meta.version).toBe(results[1].version);
  });

  test('in a circle: three managers, with a group of them all before', async () => {
    const managed = (bulkId: string, by: string) =>
      post(
        '/Users',
        bulkId,
        userBody(unique(), { [ENTERPRISE]: { department: 'D', manager: { value: `bulkId:${by}` } } }),
      );
    const results = await bulk([
      post('/Groups', 'all', groupBody(unique(), ['bulkId:x', 'bulkId:y', 'bulkId:z'])),
      managed('x', 'y'),
      managed('y', 'z'),
      managed('z', 'x'),
    ]);
    expect(statuses(results)).toEqual(['201', '201', '201', '201']);
    const [all, x, y, z] = results.map(idOf) as [string, string, string, string];
    for (const [one, manager] of [
      [x, y],
      [y, z],
      [z, x],
    ]) {
      const user = await read(service, `/Users/${one}`);
      expect(user[ENTERPRISE]).toMatchObject({ department: 'D', manager: { value: manager } });
    }
    expect(await memberIds(all)).toHaveLength(3);
  });

  test('that nothing creates is 400, that was not created is 409, and nothing is half done', async () => {
    const taken = await create(service, '/Users', userBody(unique()));
    const name = unique();
    const results = await bulk([
      post('/Users', 'failing', userBody(taken.userName)),
      post('/Groups', 'dependent', groupBody(name, ['bulkId:failing'])),
      post('/Groups', 'lost', groupBody(unique(), ['bulkId:nobody'])),
      { method: 'DELETE', path: '/Users/bulkId:failing' },
    ]);
    expect(results.map(({ status, response }) => [status, response.scimType])).toEqual([
      ['409', 'uniqueness'],
      ['409', undefined],
      ['400', 'invalidValue'],
      ['409', undefined],
    ]);
    for (const result of results) expect(result).not.toHaveProperty('location');
    expect((await read(service, '/Groups', { filter: `displayName eq "${name}"` })).totalResults).toBe(0);
  });

  test('in a circle that cannot be closed: what was created for it is taken back', async () => {
    const [taken, free] = [await create(service, '/Groups', groupBody(unique())), unique()];
    const results = await bulk([
      post('/Groups', 'a', groupBody(taken.displayName, ['bulkId:b'])),
      post('/Groups', 'b', groupBody(free, ['bulkId:a'])),
    ]);
    expect(results.map(({ status, response }) => [status, response.scimType])).toEqual([
      ['409', 'uniqueness'],
      ['409', undefined],
    ]);
    expect((await read(service, '/Groups', { filter: `displayName eq "${free}"` })).totalResults).toBe(0);
    // The name is free again.
    await create(service, '/Groups', groupBody(free));
  });

  test('a group in a circle with itself is refused as by a single request, and leaves nothing', async () => {
    const name = unique();
    const [result] = await bulk([post('/Groups', 'a', groupBody(name, ['bulkId:a']))]);
    expect([result.status, result.response.scimType]).toEqual(['400', 'invalidValue']);
    expect((await read(service, '/Groups', { filter: `displayName eq "${name}"` })).totalResults).toBe(0);
  });
});

describe('failures', () => {
  const failing = () => post('/Users', unique(), { schemas: [USER] });
  const working = () => post('/Users', unique(), userBody(unique()));

  test('one does not keep the others from being done; its answer holds the error of a single request', async () => {
    const single = await service.request('POST', '/Users', { schemas: [USER] });
    const results = await bulk([working(), failing(), working()]);
    expect(statuses(results)).toEqual(['201', '400', '201']);
    expect(results[1].response).toEqual(single.body);
  });

  test.each([
    [1, ['201', '400']],
    [2, ['201', '400', '201', '400']],
    [3, ['201', '400', '201', '400', '201']],
    [0, ['201', '400', '201', '400', '201']],
  ])('failOnErrors %i', async (failOnErrors, expected) => {
    const names = [unique(), unique(), unique()];
    const operations = [
      post('/Users', 'a', userBody(names[0] ?? '')),
      failing(),
      post('/Users', 'b', userBody(names[1] ?? '')),
      failing(),
      post('/Users', 'c', userBody(names[2] ?? '')),
    ];
    expect(statuses(await bulk(operations, { failOnErrors }))).toEqual(expected);
    const done = expected.filter((status) => status === '201').length;
    for (const [at, name] of names.entries()) {
      const { totalResults } = await read(service, '/Users', { filter: `userName eq "${name}"` });
      expect(totalResults).toBe(at < done ? 1 : 0);
    }
  });

  test('failOnErrors in the midst of a circle leaves none of it', async () => {
    const names = [unique(), unique()];
    const results = await bulk(
      [
        post('/Groups', 'a', groupBody(names[0] ?? '', ['bulkId:b', 'bulkId:c'])),
        post('/Groups', 'b', groupBody(names[1] ?? '', ['bulkId:a'])),
        post('/Users', 'c', { schemas: [USER] }),
      ],
      { failOnErrors: 1 },
    );
    expect(results.map(({ bulkId, status }) => [bulkId, status])).toEqual([
      ['b', '409'],
      ['c', '400'],
    ]);
    for (const name of names) {
      expect((await read(service, '/Groups', { filter: `displayName eq "${name}"` })).totalResults).toBe(0);
    }
  });

  test('a version that is not the present one is 412 with the address, and changes nothing', async () => {
    const user = await create(service, '/Users', userBody(unique()));
    const results = await bulk(
      ['PUT', 'PATCH', 'DELETE'].map((method) => ({
        method,
        path: `/Users/${user.id}`,
        version: 'W/"another"',
        data: method === 'PUT' ? userBody(unique()) : patchBody({ op: 'add', path: 'title', value: 'X' }),
      })),
    );
    for (const { status, location, response } of results) {
      expect([status, location, response.status]).toEqual(['412', user.meta.location, '412']);
    }
    expect(await read(service, `/Users/${user.id}`)).toEqual(user);
  });

  test.each<[string, unknown, string, string | undefined]>([
    ['no method', { path: '/Users' }, '400', 'invalidSyntax'],
    ['GET', { method: 'GET', path: '/Users/1' }, '400', 'invalidSyntax'],
    ['no path', { method: 'POST', bulkId: 'a', data: {} }, '400', 'invalidSyntax'],
    [
      'POST to one resource',
      { method: 'POST', bulkId: 'a', path: '/Users/1', data: {} },
      '400',
      'invalidSyntax',
    ],
    ['DELETE of a collection', { method: 'DELETE', path: '/Users' }, '400', 'invalidSyntax'],
    ['POST without bulkId', { method: 'POST', path: '/Users', data: {} }, '400', 'invalidSyntax'],
    ['no data', { method: 'PUT', path: '/Users/1' }, '400', 'invalidSyntax'],
    ['data that is no object', { method: 'PATCH', path: '/Users/1', data: [] }, '400', 'invalidSyntax'],
    ['an unknown collection', { method: 'DELETE', path: '/Robots/1' }, '404', undefined],
    [
      'a bulk request in a bulk request',
      { method: 'POST', bulkId: 'a', path: '/Bulk', data: {} },
      '404',
      undefined,
    ],
    ['a search', { method: 'POST', bulkId: 'a', path: '/.search', data: {} }, '404', undefined],
    ['an unknown id', { method: 'DELETE', path: '/Users/1' }, '404', undefined],
    ['an id with what a path may hold', { method: 'DELETE', path: '/Users/a%2Fb?c=d' }, '404', undefined],
    ['no object', 'POST /Users', '400', 'invalidSyntax'],
    ['null', null, '400', 'invalidSyntax'],
  ])('%s is the failure of this operation', async (_, operation, status, scimType) => {
    const results = await bulk([operation, post('/Users', 'after', userBody(unique()))]);
    expect([results[0].status, results[0].response.scimType]).toEqual([status, scimType]);
    expect(results[1].status).toBe('201');
  });

  test('two of one bulkId: the second fails', async () => {
    const results = await bulk([
      post('/Users', 'a', userBody(unique())),
      post('/Users', 'a', userBody(unique())),
    ]);
    expect(statuses(results)).toEqual(['201', '400']);
  });
});

describe('the request as a whole', () => {
  test.each([
    [{}, 'invalidSyntax'],
    [{ schemas: [`${MESSAGES}:BulkRequest`] }, 'invalidSyntax'],
    [{ schemas: [`${MESSAGES}:BulkRequest`], Operations: {} }, 'invalidSyntax'],
    [{ schemas: [`${MESSAGES}:PatchOp`], Operations: [] }, 'invalidSyntax'],
    [{ schemas: [`${MESSAGES}:BulkRequest`], Operations: [], failOnErrors: 'one' }, 'invalidValue'],
    [{ schemas: [`${MESSAGES}:BulkRequest`], Operations: [], failOnErrors: -1 }, 'invalidValue'],
    [{ schemas: [`${MESSAGES}:BulkRequest`], Operations: [], failOnErrors: 1.5 }, 'invalidValue'],
  ])('%j is 400 %s', async (body, scimType) => {
    const answer = await service.request('POST', '/Bulk', body);
    expect([answer.status, answer.body.scimType]).toEqual([400, scimType]);
  });

  test('no operations: nothing is done', async () => {
    expect(await bulk([])).toEqual([]);
  });

  test('the limits are announced, and what is beyond them is 413 naming them', async () => {
    const { bulk: announced } = await read(service, '/ServiceProviderConfig');
    expect(announced).toEqual({ supported: true, maxOperations: 1_000, maxPayloadSize: 2 * 1024 * 1024 });
    const deletion = { method: 'DELETE', path: '/Users/1' };
    const most = Array.from({ length: announced.maxOperations }, () => deletion);
    expect(await bulk(most)).toHaveLength(announced.maxOperations);
    const schemas = [`${MESSAGES}:BulkRequest`];
    const tooMany = await service.request('POST', '/Bulk', { schemas, Operations: [...most, deletion] });
    expect([tooMany.status, tooMany.body.detail]).toEqual([
      413,
      expect.stringContaining('maxOperations is 1000'),
    ]);
    const padding = 'x'.repeat(announced.maxPayloadSize);
    const tooLarge = await service.request('POST', '/Bulk', { schemas, Operations: [], padding });
    expect([tooLarge.status, tooLarge.body.detail]).toEqual([
      413,
      expect.stringContaining(String(announced.maxPayloadSize)),
    ]);
  });

  test('an identity provider may speak its dialect within', async () => {
    const results = await bulk([
      post('/Users', 'a', userBody(unique(), { active: 'False' })),
      {
        method: 'patch',
        path: 'Users/bulkId:a',
        data: patchBody({ op: 'Replace', path: 'active', value: 'True' }),
      },
    ]);
    expect(statuses(results)).toEqual(['201', '200']);
    expect((await read(service, `/Users/${idOf(results[0])}`)).active).toBe(true);
  });
});
