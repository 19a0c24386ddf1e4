// Tokens over the console: made and shown once, rotated with an overlap, revoked; and where the service may not write secrets, the
// command that does it.
import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ConsoleApi, consoleApi } from '../support/console-api.ts';
import { entriesOf, entryOf, everyRow } from '../support/log.ts';
import { startService, type TestService } from '../support/service.ts';
import { startVault, type VaultDouble } from '../support/vault.ts';

const DAY = 86_400_000;
const ADMIN = 'token-of-the-administrator';

let vault: VaultDouble;
let service: TestService;
let api: ConsoleApi;
const log: string[] = [];

beforeAll(async () => {
  for (const level of ['info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((line) => log.push(String(line)));
  }
  vault = await startVault();
  vault.set('rollcall-seal', 'the secret of this deployment, long enough');
  vault.set('scim-token-admin', ADMIN, { tags: { scope: 'read manage', label: 'Ana Lopez' } });
  vault.set('scim-token-other', 'token-of-another-administrator', {
    tags: { scope: 'read manage', directory: 'other' },
  });
  vault.set('database-password', 'not a token of ours');
  service = await startService({
    log: (line) => log.push(line),
    settings: { ROLLCALL_TOKEN: undefined, ROLLCALL_VAULT_URL: vault.url },
  });
  api = consoleApi(service, { authorization: `Bearer ${ADMIN}` });
});
afterAll(() => Promise.all([service.stop(), vault.stop()]));

const scim = (token: string) =>
  fetch(`${service.scimUrl}/Users?count=1`, { headers: { authorization: `Bearer ${token}` } });
const make = async (wanted: object) =>
  (await api.request('POST', 'tokens', { scope: 'scim', ...wanted })).body;
const listed = async (secret: string) =>
  (await api.read('tokens')).data.filter((token: { secret: string }) => token.secret === secret);

describe('a new token', () => {
  test('is told once, works, and is in no list, log or table', async () => {
    const { status, body } = await api.request('POST', 'tokens', {
      label: 'Okta production',
      scope: 'scim',
      expires_in_days: 90,
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      token: expect.stringMatching(/^rollcall_[\w-]{43}$/),
      secret: expect.stringMatching(/^scim-token-okta-production-[0-9a-f]{8}$/),
      label: 'Okta production',
      scope: ['scim'],
      directory: 'default',
      created_by: expect.stringMatching(/^Ana Lopez \(scim-token-admin\/[0-9a-f]{32}\)$/),
      expires_in_days: 89,
      state: 'active',
    });
    expect((await scim(body.token)).status).toBe(200);
    await entriesOf(service, 2);
    const texts = [
      JSON.stringify(await api.read('tokens')),
      log.join('\n'),
      (await everyRow(service)).join('\n'),
    ];
    for (const text of texts) expect(text).not.toContain(body.token);
  });

  test('lasts a year unless something else is said, and at most three', async () => {
    expect((await make({ label: 'a' })).expires_in_days).toBe(364);
    const { status, body } = await api.request('POST', 'tokens', {
      label: 'a',
      scope: 'scim',
      expires_in_days: 1_096,
    });
    expect(status).toBe(400);
    expect(body.detail).toBe('The field "expires_in_days" is 1096: must be at most 1095.');
  });

  test.each([
    [{ label: '' }, '"label"'],
    [{ label: 'x'.repeat(101) }, '"label"'],
    [{ label: 'a\u0007b' }, 'control characters'],
    [{ label: 'a', scope: 'everything' }, '"scope"'],
    [{ label: 'a', directory: 'No Directory' }, '"directory"'],
    [{ label: 'a', expires_in_days: 0 }, 'at least 1'],
    [{ label: 'a', value: 'my own' }, '"value" is not known'],
  ])('%j is refused with what is wrong', async (wanted, problem) => {
    const { status, body } = await api.request('POST', 'tokens', { scope: 'scim', ...wanted });
    expect(status).toBe(400);
    expect(body.detail).toContain(problem);
  });

  test('two of one label, made at the same moment, are two secrets', async () => {
    const [one, two] = await Promise.all([make({ label: 'Twin' }), make({ label: 'Twin' })]);
    expect(one.secret).not.toBe(two.secret);
  });

  test('a label in another script makes a name that the vault takes', async () => {
    expect((await make({ label: '人事部 <b>' })).secret).toMatch(/^scim-token-b-[0-9a-f]{8}$/);
    expect((await make({ label: '人事部' })).secret).toMatch(/^scim-token-[0-9a-f]{8}$/);
  });
});

describe('rotating', () => {
  test('makes a version with the same rights, and the old one stays valid until it is revoked', async () => {
    const old = await make({ label: 'Rotated', directory: 'default' });
    const { status, body: fresh } = await api.request(
      'POST',
      `tokens/${encodeURIComponent(old.id)}/rotate`,
      {},
    );
    expect(status).toBe(201);
    expect(fresh).toMatchObject({
      secret: old.secret,
      label: 'Rotated',
      scope: ['scim'],
      directory: 'default',
    });
    expect(fresh.token).not.toBe(old.token);
    for (const { token } of [old, fresh]) expect((await scim(token)).status).toBe(200);
    expect((await listed(old.secret)).map(({ state }: { state: string }) => state)).toEqual([
      'active',
      'active',
    ]);

    const revoked = await api.request('POST', `tokens/${old.secret}/revoke`, { version: old.version });
    expect(revoked.status).toBe(200);
    expect(revoked.body).toMatchObject({ version: old.version, state: 'disabled' });
    const states = Object.fromEntries(
      (await listed(old.secret)).map((token: { version: string; state: string }) => [
        token.version,
        token.state,
      ]),
    );
    expect(states).toEqual({ [old.version]: 'disabled', [fresh.version]: 'active' });
    expect((await scim(old.token)).status).toBe(401);
    expect((await scim(fresh.token)).status).toBe(200);
  });

  test('by a name that no token has is 404, also for a secret that is none of ours', async () => {
    for (const id of [
      'scim-token-nobody',
      'database-password',
      'rollcall-seal',
      '..',
      'scim-token-admin/nothing/at',
    ]) {
      const { status } = await api.request('POST', `tokens/${encodeURIComponent(id)}/revoke`, {
        version: 'x',
      });
      expect([id, status]).toEqual([id, 404]);
    }
  });
});

test('the list says when a token was last used', async () => {
  const { token, secret } = await make({ label: 'Used' });
  expect((await listed(secret))[0].last_used_at).toBeNull();
  await scim(token);
  await expect.poll(async () => (await listed(secret))[0].last_used_at).toMatch(/^20/);
});

test('tokens that somebody made in the vault are listed as they are', async () => {
  const now = Date.now();
  const tags = { scope: 'scim' };
  vault.set('scim-token-mine', 'one', { tags, attributes: { exp: Math.floor(now / 1000) - 60 } });
  vault.set('scim-token-mine', 'two', { tags, attributes: { nbf: Math.floor((now + DAY) / 1000) } });
  vault.set('scim-token-mine', 'three', { tags: { scope: 'everything' } });
  const states = (await listed('scim-token-mine')).map(
    ({ state, problem }: { state: string; problem?: string }) => [state, problem !== undefined],
  );
  expect(states.sort()).toEqual([
    ['expired', false],
    ['not_yet', false],
    ['unusable', true],
  ]);
});

describe('another directory', () => {
  test('is not seen by its administrators, and its tokens are not theirs to change', async () => {
    const other = consoleApi(service, { authorization: 'Bearer token-of-another-administrator' });
    const { data } = await other.read('tokens');
    expect([...new Set(data.map(({ directory }: { directory: string }) => directory))]).toEqual(['other']);
    expect((await other.request('POST', 'tokens/scim-token-admin/rotate', {})).status).toBe(404);
    const { status, body } = await other.request('POST', 'tokens', {
      label: 'a',
      scope: 'scim',
      directory: 'default',
    });
    expect(status).toBe(403);
    expect(body.detail).toContain('"default"');
    expect((await other.request('POST', 'tokens', { label: 'a', scope: 'scim' })).body.directory).toBe(
      'other',
    );
  });

  test('may be opened by those of the first one', async () => {
    expect((await make({ label: 'New company', directory: 'new-company' })).directory).toBe('new-company');
  });
});

test('who did what is in the log, by name', async () => {
  const made = await api.request('POST', 'tokens', { label: 'Audited', scope: 'scim' });
  const { secret, version } = made.body;
  const rotated = await api.request('POST', `tokens/${secret}/rotate`, {});
  const revoked = await api.request('POST', `tokens/${secret}/revoke`, { version });
  const refused = await api.request('POST', 'tokens', { label: '', scope: 'scim' });
  for (const [answer, sentence] of [
    [made, 'Ana Lopez made the token "Audited" with the scope scim.'],
    [rotated, `Ana Lopez made a new version of the token ${secret}.`],
    [revoked, `Ana Lopez revoked the version ${version} of the token ${secret}.`],
    [refused, 'Refused: Ana Lopez wanted to make the token "" with the scope scim. The field "label" is'],
  ] as const) {
    const entry = await entryOf(service, answer);
    expect(entry.sentence).toContain(sentence);
    expect(entry.credential).toMatch(/^scim-token-admin\/[0-9a-f]{32}$/);
    expect(JSON.stringify(entry)).not.toMatch(/rollcall_[\w-]{43}/);
  }
});

describe('where the service may not write secrets', () => {
  beforeEach(() => vault.allowWrites(false));
  afterEach(() => vault.allowWrites(true));

  test('the answer is the command that does it, and labels cannot break out of it', async () => {
    const label = `Okta's "$(echo run)" \`echo run\`; echo run`;
    const { status, headers, body } = await api.request('POST', 'tokens', {
      label,
      scope: 'read',
      expires_in_days: 30,
    });
    expect(status).toBe(409);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(body).toMatchObject({
      code: 'vault_not_writable',
      detail: expect.stringContaining('Secrets Officer'),
    });
    // What a shell makes of it: every label is one word, and nothing but the token's own digits is run.
    const words = execFileSync(
      'sh',
      ['-c', `set -- ${body.command.replace(/^az | && .*$/g, '')}; printf '%s\\n' "$@"`],
      {
        encoding: 'utf8',
      },
    ).split('\n');
    expect(words).toContain(`label=${label}`);
    expect(words).toContain('scope=read');
    expect(words.slice(0, 3)).toEqual(['keyvault', 'secret', 'set']);
    expect(words[words.indexOf('--value') + 1]).toMatch(/^rollcall_[0-9a-f]{64}$/);
    expect(words[words.indexOf('--vault-name') + 1]).toBe('127');
    expect(body.command).toMatch(/ && az keyvault secret show .* --query value --output tsv$/);
    const expires = Date.parse(words[words.indexOf('--expires') + 1] ?? '');
    expect(expires - Date.now()).toBeGreaterThan(29 * DAY);
  });

  test('the list says so, with a command; rotating and revoking say it for their token', async () => {
    const refused = await api.request('POST', 'tokens', { label: 'a', scope: 'scim' });
    expect(refused.status).toBe(409);
    const list = await api.read('tokens');
    expect(list).toMatchObject({
      can_write: false,
      command: expect.stringMatching(/^az keyvault secret set /),
    });
    const rotate = await api.request('POST', 'tokens/scim-token-admin/rotate', {});
    expect(rotate.body.command).toContain('--name scim-token-admin --value');
    const [{ version }] = await listed('scim-token-admin');
    const revoke = await api.request('POST', 'tokens/scim-token-admin/revoke', { version });
    expect(revoke.body.command).toBe(
      `az keyvault secret set-attributes --vault-name 127 --name scim-token-admin --version ${version} --enabled false --output none`,
    );
  });

  test('whether it may is asked once and remembered; a write that succeeds corrects it', async () => {
    await api.request('POST', 'tokens', { label: 'a', scope: 'scim' });
    const before = vault.requests.filter((request) => request.startsWith('PATCH')).length;
    await Promise.all([api.read('tokens'), api.read('tokens')]);
    expect(vault.requests.filter((request) => request.startsWith('PATCH'))).toHaveLength(before);
    vault.allowWrites(true);
    await make({ label: 'Allowed again' });
    expect((await api.read('tokens')).can_write).toBe(true);
  });
});

test('a vault that is away is 503, and says so', async () => {
  await vault.goAway();
  const { status, body } = await api.request('GET', 'tokens');
  expect(status).toBe(503);
  expect(body.detail).toContain('key vault does not answer');
  await vault.comeBack();
});

test('on a laptop there is the one token, and it says why it cannot be changed', async () => {
  const laptop = await startService();
  const own = consoleApi(laptop);
  expect(await own.read('tokens')).toMatchObject({
    data: [{ id: 'laptop', scope: ['scim', 'read', 'manage'], state: 'active' }],
    can_write: false,
    why: expect.stringContaining('ROLLCALL_VAULT_URL'),
  });
  const { status, body } = await own.request('POST', 'tokens', { label: 'a', scope: 'scim' });
  expect(status).toBe(409);
  expect(body.command).toBeUndefined();
  await laptop.stop();
});
