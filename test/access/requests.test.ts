// What an application meets that asks wrongly, without a credential, or again.
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, askAll } from '../support/access.ts';
import { create, groupBody, userBody } from '../support/scim.ts';
import { startService, type TestService } from '../support/service.ts';
import { startVault, type VaultDouble } from '../support/vault.ts';

let service: TestService;
let user: string;
let group: string;
let workspace: string;

beforeAll(async () => {
  service = await startService({ settings: { ROLLCALL_SUPPORT_CONTACT: 'identity@atlas.example' } });
  user = (await create(service, '/Users', userBody('nadia'))).id;
  await create(service, '/Users', userBody('omar'));
  group = (await create(service, '/Groups', groupBody('ws-Atlas-role-member', [user]))).id;
  await create(service, '/Groups', groupBody('ws-Borealis-role-member', [user]));
  workspace = (await ask(service, '/workspaces?name=Atlas')).body.data[0].id;
});
afterAll(() => service.stop());

describe('a request that cannot be answered says why', () => {
  test.each([
    ['/users?page_size=0', 400, /page_size.*at least 1/],
    ['/users?page_size=1001', 400, /page_size.*at most 1000/],
    ['/users?page_size=ten', 400, /page_size.*whole number/],
    ['/users?pagesize=10', 400, /"pagesize" is not known.*page_size/],
    ['/users?role=boss', 400, /no organization role "boss"; there are admin, member/],
    ['/users?role=admin&role=member', 400, /"role" is given more than once/],
    ['/users?user_name=a&email=b', 400, /one of user_name, external_id and email/],
    ['/users?cursor=no-cursor', 400, /next_cursor unchanged/],
    ['/users?user_name=a%00b', 400, /U\+0000/],
    ['/users/nobody', 404, /no user with the id "nobody"/],
    ['/workspaces/nowhere-00000000', 404, /no workspace/],
    ['/workspaces/nowhere/users', 404, /no workspace/],
    ['/workspaces?status=closed', 400, /status.*"closed"/],
    ['/check?workspace=Atlas', 400, /one of user_id, user_name, external_id and email/],
    ['/check?user_id=a&user_name=b&workspace=Atlas', 400, /one of user_id/],
    ['/check?user_id=a', 400, /"workspace" is missing/],
    ['/check?user_id=a&workspace=%20', 400, /workspace.*an id, a slug or a name/],
    ['/check?user_id=a&workspace=Atlas&role=owner', 400, /role.*"owner"/],
    ['/mappings?group_id=a&group_name=b', 400, /group_id or group_name/],
    ['/mappings/explicit.a.b', 404, /no mapping/],
    ['/mappings/named..00000000-0000-8000-8000-000000000000', 404, /no mapping/],
    ['/changes?cursor=abc', 400, /next_cursor unchanged/],
    ['/changes?count=0', 400, /count/],
    ['/changes?include=everything', 400, /include.*access/],
    ['/nothing', 404, /no address/],
  ])('%s is %i', async (path, status, detail) => {
    const { status: answered, body } = await ask(service, path);
    expect(answered).toBe(status);
    expect(body.detail).toMatch(detail);
    expect(body.detail).toContain('For help: identity@atlas.example');
  });

  test.each([
    ['POST', '/mappings', { workspace: 'Atlas', role: 'admin' }, /group_id or group_name/],
    ['POST', '/mappings', { group_id: 'a', group_name: 'b', workspace: 'c', role: 'admin' }, /and not both/],
    ['POST', '/mappings', { group_id: 'nobody', workspace: 'Atlas', role: 'admin' }, /no group with the id/],
    ['POST', '/mappings', { group_name: 'a', workspace: 'Atlas', role: 'boss' }, /"role" is "boss"/],
    ['POST', '/mappings', { group_name: 'a', workspace: '', role: 'admin' }, /blank/],
    ['POST', '/mappings', { group_name: 'a', workspace: 'a\u0007b', role: 'admin' }, /control character/],
    ['POST', '/mappings', { group_name: 'a', workspace: 'a'.repeat(300), role: 'admin' }, /at most 256/],
    ['POST', '/mappings', { group_name: 7, workspace: 'Atlas', role: 'admin' }, /"group_name" is 7/],
    ['POST', '/mappings', { group_name: 'a', workspace: 'b', role: 'admin', more: 1 }, /"more" is not known/],
    ['PATCH', '/settings', { name_pattern: { separator: '' } }, /separator is empty/],
    ['PATCH', '/settings', { name_pattern: { prefix: 'a', suffix: 'b' } }, /"suffix" is not known/],
    ['PATCH', '/settings', { organization_roles: ['member'] }, /"admin" is missing/],
    ['PATCH', '/settings', { organization_roles: 'admin' }, /organization_roles/],
  ])('%s %s with %j', async (method, path, body, detail) => {
    const answer = await ask(service, path, { method, body });
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toMatch(detail);
    expect((await ask(service, '/mappings?source=explicit')).body.data).toEqual([]);
  });

  test('another method is 405 and says which there are', async () => {
    const answer = await ask(service, '/users', { method: 'DELETE' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    const options = await ask(service, '/mappings', { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, POST, HEAD, OPTIONS']);
  });

  test('a body that is no JSON object is 400, one of another type 415', async () => {
    const post = (body: string, type: string) =>
      fetch(`${service.url}/access/v1/mappings`, {
        method: 'POST',
        headers: { authorization: `Bearer ${service.token}`, 'content-type': type },
        body,
      });
    expect((await post('[]', 'application/json')).status).toBe(400);
    expect((await post('{"a":', 'application/json')).status).toBe(400);
    expect((await post('{}', 'text/plain')).status).toBe(415);
  });
});

describe('a read', () => {
  test.each([
    ['/users'],
    ['/users/:user'],
    ['/users?page_size=1'],
    ['/workspaces?page_size=1'],
    ['/workspaces/:workspace'],
    ['/workspaces/:workspace/users'],
    ['/mappings?page_size=1'],
    ['/mappings/pattern.:group.:workspace'],
    ['/check?user_id=:user&workspace=Atlas'],
    ['/explain?user_id=:user&workspace=Atlas'],
    ['/settings'],
    ['/changes'],
  ])('%s has an entity tag, and nothing new is 304', async (form) => {
    const ids = { user, group, workspace };
    const path = form.replace(/:(user|group|workspace)/g, (_, name: keyof typeof ids) => ids[name]);
    const first = await ask(service, path);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"[0-9a-f]{32}"$/);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    const again = await ask(service, path, { headers: { 'if-none-match': etag } });
    expect([again.status, again.body, again.headers.get('etag')]).toEqual([304, undefined, etag]);
    const changed = await ask(service, path, { headers: { 'if-none-match': 'W/"0"' } });
    expect(changed.status).toBe(200);
  });

  test('changes its tag with what it says, also where only a group has changed', async () => {
    const tag = async () => (await ask(service, `/users/${user}`)).headers.get('etag');
    const before = await tag();
    const { body } = await ask(service, '/mappings', {
      body: { group_id: group, workspace: 'Cygnus', role: 'admin' },
    });
    const between = await tag();
    expect(between).not.toBe(before);
    expect((await ask(service, `/mappings/${body.id}`, { method: 'DELETE' })).status).toBe(204);
    expect(await tag()).toBe(before);
  });

  test('by HEAD gives the same without a body', async () => {
    const { status, headers, body } = await ask(service, `/users/${user}`, { method: 'HEAD' });
    expect([status, body]).toEqual([200, undefined]);
    expect(Number(headers.get('content-length'))).toBeGreaterThan(100);
  });
});

describe('a cursor', () => {
  test('means nothing to another list, another query, another workspace', async () => {
    const cursor = (await ask(service, '/users?page_size=1')).body.next_cursor;
    expect(cursor).toMatch(/^[\w.-]+$/);
    expect((await ask(service, `/users?page_size=2&cursor=${cursor}`)).status).toBe(200);
    for (const path of [
      '/users?role=member&',
      '/workspaces?',
      `/workspaces/${workspace}/users?`,
      '/changes?',
    ]) {
      expect((await ask(service, `${path}cursor=${cursor}`)).status).toBe(400);
    }
    expect((await service.request('GET', `/Users?cursor=${cursor}`)).status).toBe(400);
  });

  test('walks every list whole', async () => {
    for (const path of ['/users', '/workspaces', '/mappings', `/workspaces/${workspace}/users`]) {
      const whole = (await ask(service, path)).body.data;
      expect(await askAll(service, `${path}?page_size=1`)).toEqual(whole);
    }
  });
});

test('the beginning of an id is no id', async () => {
  for (const id of [user.slice(0, 1), user.slice(0, -1), user.toUpperCase(), `${user}~`]) {
    expect((await ask(service, `/users/${id}`)).status, id).toBe(404);
    expect((await ask(service, `/check?user_id=${id}&workspace=Atlas`)).body.reason).toBe('unknown_user');
  }
  expect((await ask(service, `/workspaces/${workspace.slice(0, 8)}`)).status).toBe(404);
  expect((await ask(service, `/mappings?group_id=${group.slice(0, 8)}`)).body.data).toEqual([]);
});

test('hostile paths are not found, and quick', async () => {
  for (const id of [
    "'",
    '%2F..%2F',
    '%00',
    'a%23b',
    '%E0%A4%A',
    '..',
    '"',
    '%27%20or%20%271',
    'x'.repeat(4_000),
  ]) {
    const status = await rawStatus(`/access/v1/users/${id}`);
    expect([400, 404, 431], id).toContain(status);
  }
});

/** As it is written: fetch would tidy the path. */
function rawStatus(path: string): Promise<number> {
  const { hostname, port } = new URL(service.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${service.token}\r\nConnection: close\r\n\r\n`,
      ),
    );
    let text = '';
    socket.on('data', (data) => {
      text += data;
    });
    socket.on('end', () => resolve(Number(text.split(' ')[1])));
    socket.on('error', reject);
  });
}

describe('a credential', () => {
  let vault: VaultDouble;
  let guarded: TestService;
  beforeAll(async () => {
    vault = await startVault();
    vault.set('rollcall-seal', 'the secret of this deployment, long enough');
    vault.set('scim-token', 'a-token-for-scim');
    for (const scope of ['read', 'manage']) {
      vault.set(`scim-token-${scope}`, `a-token-for-${scope}`, { tags: { scope } });
    }
    vault.set('scim-token-other', 'a-token-for-other', { tags: { scope: 'read', directory: 'other' } });
    guarded = await startService({ settings: { ROLLCALL_TOKEN: undefined, ROLLCALL_VAULT_URL: vault.url } });
    await create({ ...guarded, request: scim }, '/Groups', groupBody('ws-Atlas-role-member'));
  });
  afterAll(() => Promise.all([guarded.stop(), vault.stop()]));

  const scim: TestService['request'] = (method, path, body) =>
    guarded.request(method, path, body, {
      authorization: 'Bearer a-token-for-scim',
      'content-type': 'application/scim+json',
    });
  const by = (scope: string, path: string, options: Parameters<typeof ask>[2] = {}) =>
    ask({ ...guarded, token: `a-token-for-${scope}` }, path, options);
  const mapping = { group_name: 'Later', workspace: 'Atlas', role: 'admin' };

  test('of the scope read reads, and changes nothing', async () => {
    expect((await by('read', '/workspaces')).status).toBe(200);
    for (const [method, path] of [
      ['POST', '/mappings'],
      ['PUT', '/mappings/a'],
      ['DELETE', '/mappings/a'],
      ['PATCH', '/settings'],
    ] as const) {
      const refused = await by('read', path, { method, body: mapping });
      expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
      expect(refused.body.detail).toContain('scope "manage"');
    }
  });

  test('of the scope manage changes mappings; of the scope scim does neither', async () => {
    expect((await by('manage', '/mappings', { body: mapping })).status).toBe(201);
    expect((await by('manage', '/workspaces')).status).toBe(403);
    expect((await by('scim', '/workspaces')).status).toBe(403);
    expect((await by('scim', '/mappings', { body: mapping })).status).toBe(403);
  });

  test('of another directory sees nothing of this one', async () => {
    expect((await by('other', '/workspaces')).body.data).toEqual([]);
    const cursor = (await by('read', '/changes?cursor=now')).body.next_cursor;
    expect((await by('other', `/changes?cursor=${cursor}`)).status).toBe(400);
  });

  test('that is wrong or missing is 401 with a challenge', async () => {
    const answer = await by('nobody', '/users');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="rollcall", scope="read"');
    expect((await fetch(`${guarded.url}/access/v1/users`)).status).toBe(401);
  });
});
