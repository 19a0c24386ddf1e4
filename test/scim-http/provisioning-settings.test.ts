// Settings of a deployment as an identity provider meets them: paused, allowed domains, and whom an error names for help.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startService, type TestService } from '../support/service.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

describe('while provisioning is paused', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService({
      settings: { ROLLCALL_PROVISIONING: 'paused', ROLLCALL_SUPPORT_CONTACT: 'identity@atlas.example' },
    });
  });
  afterAll(() => service.stop());

  test.each([
    ['GET', '/Users?filter=userName+eq+"nadia"', undefined],
    ['POST', '/Users', { schemas: [USER], userName: 'nadia' }],
    ['PATCH', '/Groups/5d2b7f5e-0a51-8c11-9d5f-3f6d1f3b2a10', {}],
    ['POST', '/Bulk', {}],
    ['POST', '/.search', {}],
  ])('%s %s comes back later', async (method, path, body) => {
    const answer = await service.request(method, path, body);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('300');
    expect(answer.body.detail).toContain('ROLLCALL_PROVISIONING');
    expect(answer.body.detail).toContain('For help: identity@atlas.example');
  });

  test('what tells about the service is answered, and a bad credential is refused as ever', async () => {
    expect((await service.request('GET', '/ServiceProviderConfig')).status).toBe(200);
    const refused = await service.request('GET', '/Users', undefined, { authorization: 'Bearer no' });
    expect(refused.status).toBe(401);
    expect(refused.body.detail).toContain('For help: identity@atlas.example');
  });
});

test('a user of a domain that is not allowed is refused with what to do', async () => {
  const service = await startService({
    settings: { ROLLCALL_ALLOWED_DOMAINS: 'atlas.example', ROLLCALL_ALLOW_SUBDOMAINS: 'true' },
  });
  const create = (userName: string) => service.request('POST', '/Users', { schemas: [USER], userName });
  const refused = await create('nadia@borealis.example');
  expect(refused.status).toBe(400);
  expect(refused.body).toMatchObject({ scimType: 'invalidValue', status: '400' });
  expect(refused.body.detail).toMatch(/"borealis\.example".*ROLLCALL_ALLOWED_DOMAINS/);
  expect((await create('nadia@eu.atlas.example')).status).toBe(201);
  await service.stop();
});

test('a deactivated user comes back by being named in a group where the setting says so', async () => {
  const service = await startService({ settings: { ROLLCALL_GROUP_BASED_USER_PROVISIONING: 'true' } });
  const user = { schemas: [USER], userName: 'nadia', active: false };
  const { id } = (await service.request('POST', '/Users', user)).body;
  const group = { schemas: [USER.replace('User', 'Group')], displayName: 'Sales', members: [{ value: id }] };
  expect((await service.request('POST', '/Groups', group)).status).toBe(201);
  expect((await service.request('GET', `/Users/${id}`)).body.active).toBe(true);
  await service.stop();
});
