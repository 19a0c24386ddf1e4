// RFC 7644 sections 3.1, 3.2, 3.8 and 3.12: what every address takes, and what is said where it does not.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { create, groupBody, MESSAGES, type Resource, searchBody, userBody } from '../support/scim.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let user: Resource;
let group: Resource;
beforeAll(async () => {
  service = await startService();
  user = await create(service, '/Users', userBody('ada'));
  group = await create(service, '/Groups', groupBody('Pilots', [user.id]));
});
afterAll(() => service.stop());

const ALL = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const address = (path: string) => path.replace('{user}', user.id).replace('{group}', group.id);

// Every address with the verbs that it takes.
const ADDRESSES: readonly (readonly [string, readonly string[]])[] = [
  ['', ['GET']],
  ['/.search', ['POST']],
  ['/Users', ['GET', 'POST']],
  ['/Users/.search', ['POST']],
  ['/Users/{user}', ['GET', 'PUT', 'PATCH', 'DELETE']],
  ['/Groups', ['GET', 'POST']],
  ['/Groups/.search', ['POST']],
  ['/Groups/{group}', ['GET', 'PUT', 'PATCH', 'DELETE']],
  ['/Bulk', ['POST']],
  ['/ServiceProviderConfig', ['GET']],
  ['/ResourceTypes', ['GET']],
  ['/ResourceTypes/User', ['GET']],
  ['/Schemas', ['GET']],
  ['/Schemas/urn:ietf:params:scim:schemas:core:2.0:User', ['GET']],
];

describe.each(ADDRESSES)('%s', (path, taken) => {
  const allow = [...taken, ...(taken.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort().join(', ');
  const allowOf = (headers: Headers) => headers.get('allow')?.split(', ').sort().join(', ');

  test.each(ALL.filter((method) => !taken.includes(method)))(
    '%s is 405 and Allow says what is possible',
    async (method) => {
      const body = ['GET', 'DELETE'].includes(method) ? undefined : {};
      const answer = await service.request(method, address(path), body);
      expect([answer.status, allowOf(answer.headers)]).toEqual([405, allow]);
      expect(answer.body).toMatchObject({ schemas: [`${MESSAGES}:Error`], status: '405' });
    },
  );

  test('OPTIONS says the same', async () => {
    const answer = await service.request('OPTIONS', address(path));
    expect([answer.status, allowOf(answer.headers), answer.body]).toEqual([204, allow, undefined]);
  });

  test('HEAD is GET without the body, where there is a GET', async () => {
    const answer = await service.request('HEAD', address(path));
    if (!taken.includes('GET')) {
      expect(answer.status).toBe(405);
      return;
    }
    const get = await service.request('GET', address(path));
    expect([answer.status, answer.body]).toEqual([200, undefined]);
    for (const name of ['content-type', 'content-length', 'etag', 'location']) {
      expect([name, answer.headers.get(name)]).toEqual([name, get.headers.get(name)]);
    }
  });
});

test.each(['/Robots', '/Robots/1', '/Users/1/2', '/Users/.search/1', '/Me/1', '/v1/Users', '/Schemas/a/b'])(
  'nothing lies at %s: 404 with a SCIM body, for every verb',
  async (path) => {
    for (const method of [...ALL, 'OPTIONS']) {
      const body = ['POST', 'PUT', 'PATCH'].includes(method) ? {} : undefined;
      const answer = await service.request(method, path, body);
      expect([method, answer.status, answer.body?.schemas]).toEqual([method, 404, [`${MESSAGES}:Error`]]);
    }
  },
);

test.each([
  ['GET', '/Users/{other}'],
  ['PUT', '/Users/{other}'],
  ['PATCH', '/Users/{other}'],
  ['DELETE', '/Users/{other}'],
  ['GET', '/Groups/{other}'],
  ['PUT', '/Groups/{other}'],
  ['PATCH', '/Groups/{other}'],
  ['DELETE', '/Groups/{other}'],
  // An id of the other kind is nobody's.
  ['GET', '/Groups/{user}'],
  ['GET', '/Users/{group}'],
])('%s %s is 404: nobody has this id', async (method, path) => {
  const body = {
    PUT: path.startsWith('/Users') ? userBody('someone') : groupBody('Some'),
    PATCH: {
      schemas: [`${MESSAGES}:PatchOp`],
      Operations: [{ op: 'replace', path: 'displayName', value: 'X' }],
    },
  }[method];
  const answer = await service.request(method, address(path).replace('{other}', crypto.randomUUID()), body);
  expect([answer.status, answer.body.status, answer.body.schemas]).toEqual([
    404,
    '404',
    [`${MESSAGES}:Error`],
  ]);
});

describe('media types', () => {
  test.each([
    'application/scim+json',
    'application/json',
    'APPLICATION/JSON',
    'application/scim+json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/scim+json;charset=iso-8859-1',
  ])('%s is taken', async (type) => {
    const body = JSON.stringify(searchBody({ count: 1 }));
    expect((await service.request('POST', '/.search', body, { 'content-type': type })).status).toBe(200);
  });

  test.each([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'json',
    '',
  ])('"%s" is 415 for every verb with a body', async (type) => {
    for (const [method, path] of [
      ['POST', '/Users'],
      ['PUT', `/Users/${user.id}`],
      ['PATCH', `/Users/${user.id}`],
      ['POST', '/.search'],
      ['POST', '/Bulk'],
    ] as const) {
      const answer = await service.request(method, path, '{}', { 'content-type': type });
      expect([path, answer.status, answer.body.status]).toEqual([path, 415, '415']);
    }
  });

  test.each([
    ['application/scim+json', 'application/scim+json'],
    ['application/json', 'application/json'],
    ['application/json, application/scim+json;q=0.5', 'application/json'],
    ['application/scim+json, application/json;q=0.9, */*;q=0.1', 'application/scim+json'],
    ['*/*', 'application/scim+json'],
    ['text/html', 'application/scim+json'],
    ['text/html;q=1, application/json;q=0.1', 'application/json'],
    [';;;', 'application/scim+json'],
  ])('Accept: %s is answered with %s, and never with 406', async (accept, type) => {
    for (const path of [`/Users/${user.id}`, '/Users', '/Nothing']) {
      const answer = await service.request('GET', path, undefined, { accept });
      expect([200, 404]).toContain(answer.status);
      expect(answer.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
    }
  });
});

test('unknown query parameters are ignored', async () => {
  expect((await service.request('GET', `/Users/${user.id}?aadOptscim062020&sort=up`)).status).toBe(200);
  expect((await service.request('GET', '/Users?colour=red')).body.totalResults).toBe(1);
});

test.each(ALL)('/Me is 501 for %s and says why: the credential is nobody', async (method) => {
  const body = ['POST', 'PUT', 'PATCH'].includes(method) ? {} : undefined;
  const answer = await service.request(method, '/Me', body);
  expect([answer.status, answer.body.status]).toEqual([501, '501']);
  expect(answer.body.detail).toMatch(/\/Me .* belongs to no user/);
});

test('without a credential every address is 401, also one that does not exist', async () => {
  for (const path of ['', '/Users', '/Nothing', '/Bulk', '/ServiceProviderConfig']) {
    const answer = await service.request('GET', path, undefined, { authorization: '' });
    expect([path, answer.status, answer.body.status]).toEqual([path, 401, '401']);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
  }
});
