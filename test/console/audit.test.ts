// Every change that somebody makes, in the console or over the access API, is in the log with who made it; what is only asked
// is not.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { entriesOf, entryOf } from '../support/log.ts';
import { create, groupBody, userBody } from '../support/scim.ts';
import { type Answer, startService, type TestService } from '../support/service.ts';
import { startVault, type VaultDouble } from '../support/vault.ts';

const ADMIN = 'token-of-the-administrator';
let vault: VaultDouble;
let service: TestService;
let group: string;

beforeAll(async () => {
  for (const level of ['info', 'warn'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  vault = await startVault();
  vault.set('rollcall-seal', 'the secret of this deployment, long enough');
  vault.set('scim-token-admin', ADMIN, { tags: { scope: 'scim read manage', label: 'Ana Lopez' } });
  service = await startService({ settings: { ROLLCALL_TOKEN: undefined, ROLLCALL_VAULT_URL: vault.url } });
  const scim = {
    ...service,
    request: (method: string, path: string, body?: unknown) => ask(method, `scim/v2${path}`, body),
  };
  const { id } = await create(scim, '/Users', userBody('nadia@atlas.example'));
  group = (await create(scim, '/Groups', groupBody('Cooks', [id]))).id;
});
afterAll(() => Promise.all([service.stop(), vault.stop()]));

async function ask(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${service.url}/${path}`, {
    method,
    headers: { authorization: `Bearer ${ADMIN}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

test.each(['console/api', 'access/v1'])('mappings and settings at /%s', async (base) => {
  const mapped = await ask('POST', `${base}/mappings`, {
    group_id: group,
    workspace: 'Kitchen',
    role: 'member',
  });
  const again = await ask('POST', `${base}/mappings`, {
    group_id: group,
    workspace: 'Kitchen',
    role: 'member',
  });
  const changed = await ask('PUT', `${base}/mappings/${mapped.body.id}`, { role: 'admin' });
  const ended = await ask('DELETE', `${base}/mappings/${mapped.body.id}`);
  const missing = await ask('DELETE', `${base}/mappings/${mapped.body.id}`);
  const waiting = await ask('POST', `${base}/mappings`, {
    group_name: `Later ${base}`,
    workspace: 'Bar',
    role: 'member',
  });
  const settings = await ask('PATCH', `${base}/settings`, { name_pattern: { prefix: `${base}-` } });
  const wrong = await ask('PATCH', `${base}/settings`, { organization_roles: ['member'] });
  for (const [answer, outcome, sentence] of [
    [mapped, 'applied', 'Ana Lopez mapped the group Cooks to Kitchen as member.'],
    [
      again,
      'unchanged',
      `Ana Lopez asked to map the group ${group} to Kitchen as member: all was so already.`,
    ],
    [changed, 'applied', 'Ana Lopez mapped the group Cooks to Kitchen as admin.'],
    [ended, 'applied', 'Ana Lopez ended the mapping of the group Cooks to Kitchen as admin.'],
    [
      missing,
      'refused',
      `Refused: Ana Lopez wanted to end the mapping ${mapped.body.id}. There is no mapping`,
    ],
    [waiting, 'applied', `Ana Lopez mapped the group Later ${base} to Bar as member.`],
    [settings, 'applied', 'Ana Lopez changed how names and roles are read.'],
    [wrong, 'refused', 'Refused: Ana Lopez wanted to change how names and roles are read.'],
  ] as const) {
    const entry = await entryOf(service, answer);
    expect([entry.outcome, entry.sentence.slice(0, sentence.length)]).toEqual([outcome, sentence]);
    expect(entry.credential).toMatch(/^scim-token-admin\//);
    expect(entry.path).toContain(`/${base}/`);
  }
});

test('what is only asked is no change', async () => {
  for (const path of ['access/v1/users', 'console/api/users', 'console/api/log', 'console/api/health']) {
    expect((await ask('GET', path)).status).toBe(200);
  }
  const preview = { group_id: group, workspace: 'Kitchen', role: 'member' };
  expect((await ask('POST', 'console/api/mappings/preview', preview)).status).toBe(200);
  await entryOf(service, await ask('GET', 'scim/v2/Users'));
  const asked = (await entriesOf(service, 1)).map(({ method, path }) => `${method} ${path}`);
  expect(asked.filter((line) => /^GET \/(?:access|console)|preview/.test(line))).toEqual([]);
});

test('a group is found by who mapped it', async () => {
  const sentences = (await entriesOf(service, 1, { subject: group })).map(({ sentence }) => sentence);
  expect(sentences).toContain('Ana Lopez mapped the group Cooks to Kitchen as member.');
});
