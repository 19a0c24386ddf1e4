// RFC 7644 section 3.14, RFC 9110 section 13: entity tags and conditional requests, of every verb.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { create, groupBody, MESSAGES, patchBody, type Resource, userBody } from '../support/scim.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const unique = () => crypto.randomUUID();
const rename = (value: string) => patchBody({ op: 'replace', path: 'displayName', value });

/** The two kinds of resources: how one is made, and how its body says another name. */
const KINDS = [
  { path: '/Users', body: (name: string) => userBody(unique(), { displayName: name }) },
  { path: '/Groups', body: (name: string) => groupBody(name) },
] as const;

describe.each(KINDS)('$path', ({ path, body }) => {
  let made: Resource;
  let address: string;
  let version: string;

  beforeEach(async () => {
    made = await create(service, path, body(unique()));
    address = `${path}/${made.id}`;
    version = made.meta.version;
  });

  test('the version is in meta and in the header of every answer, with the address', async () => {
    const answers = [
      await service.request('POST', path, body(unique())),
      await service.request('PUT', address, body(unique())),
      await service.request('PATCH', `${address}?attributes=displayName,meta`, rename(unique())),
      await service.request('GET', address),
      await service.request('HEAD', address),
    ];
    for (const { headers, body: answered } of answers) {
      expect(headers.get('etag')).toMatch(/^W\/"[\w-]+"$/);
      if (answered === undefined) continue;
      expect(headers.get('etag')).toBe(answered.meta.version);
      expect(headers.get('location')).toBe(answered.meta.location);
    }
  });

  test('a change gives a new version, none leaves the old one', async () => {
    const name = unique();
    const changed = await service.request('PATCH', `${address}?attributes=meta`, rename(name));
    expect(changed.headers.get('etag')).not.toBe(version);
    const again = await service.request('PATCH', `${address}?attributes=meta`, rename(name));
    expect(again.headers.get('etag')).toBe(changed.headers.get('etag'));
    expect(again.body.meta).toEqual(changed.body.meta);
  });

  /** Names the present version among others, in all spellings that clients use. */
  const naming = () => [
    version,
    version.replace('W/', ''),
    `"another", ${version}`,
    `${version},W/"another"`,
    '*',
    version.slice(3, -1),
  ];
  const NOT_NAMING = ['W/"another"', '"another"', '"another", "third"'];

  test('GET and HEAD with If-None-Match: 304 without a body where the client has the version', async () => {
    for (const method of ['GET', 'HEAD']) {
      for (const tag of naming()) {
        const {
          status,
          headers,
          body: answered,
        } = await service.request(method, address, undefined, {
          'if-none-match': tag,
        });
        expect([tag, status, answered, headers.get('etag')]).toEqual([tag, 304, undefined, version]);
      }
      for (const tag of NOT_NAMING) {
        const { status } = await service.request(method, address, undefined, { 'if-none-match': tag });
        expect([tag, status]).toEqual([tag, 200]);
      }
    }
  });

  test('GET with If-Match: 412 where the version is another, also before 304', async () => {
    for (const tag of naming()) {
      expect((await service.request('GET', address, undefined, { 'if-match': tag })).status).toBe(200);
    }
    const both = { 'if-match': '"another"', 'if-none-match': version };
    expect((await service.request('GET', address, undefined, both)).status).toBe(412);
  });

  const WRITES = {
    PUT: () => body(unique()),
    PATCH: () => rename(unique()),
    DELETE: () => undefined,
  } as const;

  test.each(['PUT', 'PATCH', 'DELETE'] as const)(
    '%s with If-Match of another version: 412, nothing done',
    async (method) => {
      for (const header of [
        { 'if-match': 'W/"another"' },
        { 'if-none-match': '*' },
        { 'if-none-match': version },
      ]) {
        const { status, body: answered } = await service.request(method, address, WRITES[method](), header);
        expect([status, answered.schemas, answered.status]).toEqual([412, [`${MESSAGES}:Error`], '412']);
      }
      const now = await service.request('GET', address);
      expect([now.status, now.body]).toEqual([200, made]);
    },
  );

  test.each(['PUT', 'PATCH'] as const)(
    '%s with If-Match of the present version, in every spelling',
    async (method) => {
      for (let spelling = 0; spelling < naming().length; spelling += 1) {
        const tag = naming()[spelling] ?? '';
        const { status } = await service.request(method, address, WRITES[method](), { 'if-match': tag });
        expect([tag, status]).toEqual([tag, method === 'PATCH' && path === '/Groups' ? 204 : 200]);
        version = (await service.request('GET', address)).body.meta.version;
      }
    },
  );

  test('DELETE with If-Match of the present version', async () => {
    const { status } = await service.request('DELETE', address, undefined, { 'if-match': version });
    expect(status).toBe(204);
    expect((await service.request('GET', address)).status).toBe(404);
  });

  test('of many writers that saw one version exactly one succeeds', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        service.request('PATCH', address, rename(unique()), { 'if-match': version }),
      ),
    );
    const done = answers.filter(({ status }) => status < 300);
    expect(done).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(7);
  });

  test('conditions on what is not there are 404', async () => {
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE'] as const) {
      const sent = method === 'GET' ? undefined : WRITES[method]();
      const { status } = await service.request(method, `${path}/${unique()}`, sent, { 'if-match': '*' });
      expect([method, status]).toEqual([method, 404]);
    }
  });

  test('POST makes something new: conditions on the collection, which has no version, are not looked at', async () => {
    for (const header of [{ 'if-none-match': '*' }, { 'if-match': '"another"' }]) {
      expect((await service.request('POST', path, body(unique()), header)).status).toBe(201);
    }
  });

  test('what is no list of tags is 400', async () => {
    const { status, body: answered } = await service.request('PUT', address, body(unique()), {
      'if-match': '"1',
    });
    expect([status, answered.scimType]).toEqual([400, 'invalidValue']);
  });
});

describe('a group', () => {
  test('its version moves with its members, and the PATCH that moved them tells the new one', async () => {
    const user = await create(service, '/Users', userBody(unique()));
    const group = await create(service, '/Groups', groupBody(unique()));
    const address = `/Groups/${group.id}`;
    const add = patchBody({ op: 'add', path: 'members', value: [{ value: user.id }] });
    const patched = await service.request('PATCH', address, add, { 'if-match': group.meta.version });
    expect(patched.status).toBe(204);
    expect(patched.headers.get('etag')).not.toBe(group.meta.version);
    expect(patched.headers.get('location')).toBe(group.meta.location);
    const now = await service.request('GET', address);
    expect(now.headers.get('etag')).toBe(patched.headers.get('etag'));
    // Adding who is there already changes nothing.
    const again = await service.request('PATCH', address, add);
    expect(again.headers.get('etag')).toBe(patched.headers.get('etag'));
    // A PATCH on the version from before the membership is refused.
    expect((await service.request('PATCH', address, add, { 'if-match': group.meta.version })).status).toBe(
      412,
    );
  });

  test('more members than one transaction takes leave a version too', async () => {
    const ids = await Promise.all(
      Array.from({ length: 70 }, async () => (await create(service, '/Users', userBody(unique()))).id),
    );
    const name = unique();
    const made = await service.request('POST', '/Groups', groupBody(name, ids));
    expect(made.body.meta.version).toMatch(/^W\/"[\w-]+"$/);
    const read = await service.request('GET', `/Groups/${made.body.id}`);
    expect(read.body.meta.version).toBe(made.body.meta.version);
    const put = await service.request('PUT', `/Groups/${made.body.id}`, groupBody(name));
    expect(put.body.meta.version).toMatch(/^W\/"[\w-]+"$/);
    expect(put.body.members).toEqual([]);
  });
});

test('joining a group leaves the version of a user: their attributes are the same', async () => {
  const user = await create(service, '/Users', userBody(unique()));
  await create(service, '/Groups', groupBody(unique(), [user.id]));
  const { body, headers } = await service.request('GET', `/Users/${user.id}`);
  expect(body.groups).toHaveLength(1);
  expect(headers.get('etag')).toBe(user.meta.version);
});
