// "Why is this person not here, or without access?": each answer, with what shows it and what to do.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type ConsoleApi, consoleApi } from '../support/console-api.ts';
import { entriesOf } from '../support/log.ts';
import { create, groupBody, patchBody, type Resource, userBody } from '../support/scim.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let api: ConsoleApi;

// biome-ignore lint/suspicious/noExplicitAny: a test looks into bodies of any shape, and fails where it is another.
type Answers = any[];

beforeAll(async () => {
  service = await startService({ settings: { ROLLCALL_ALLOWED_DOMAINS: 'atlas.example' } });
  api = consoleApi(service);
});
afterAll(() => service.stop());

const person = (login: string, displayName: string, more: object = {}) =>
  create(service, '/Users', userBody(`${login}@atlas.example`, { displayName, ...more }));
const group = (name: string, ...members: readonly Resource[]) =>
  create(
    service,
    '/Groups',
    groupBody(
      name,
      members.map(({ id }) => id),
    ),
  );
const patch = (path: string, ...operations: object[]) =>
  service.request('PATCH', path, patchBody(...(operations as Record<string, unknown>[])));

/** The answers, once the log has what they come of. */
async function answersTo(q: string, until: (answers: Answers) => boolean = () => true): Promise<Answers> {
  return await vi.waitFor(
    async () => {
      const { answers } = await api.read(`missing?q=${encodeURIComponent(q)}`);
      expect(until(answers), JSON.stringify(answers)).toBe(true);
      return answers;
    },
    { timeout: 10_000, interval: 100 },
  );
}
const kinds = (answers: Answers) => answers.map(({ kind }) => kind);
const withEvidence = (answers: Answers) => answers[0]?.evidence.length > 0;

test('never sent', async () => {
  const [answer, ...others] = await answersTo('zoe@atlas.example');
  expect(others).toEqual([]);
  expect(answer).toMatchObject({
    kind: 'never_sent',
    sentence:
      'Nobody called "zoe@atlas.example" has been sent by an identity provider, as far back as the log goes.',
    evidence: [],
    advice: expect.stringContaining('assign the person'),
  });
});

test('looked for, and then not sent', async () => {
  await service.request('GET', `/Users?filter=${encodeURIComponent('userName eq "yara@atlas.example"')}`);
  const [answer] = await answersTo('yara@atlas.example', withEvidence);
  expect(answer).toMatchObject({
    kind: 'never_sent',
    sentence: 'The identity provider looked for "yara@atlas.example" and did not send them.',
    evidence: [
      {
        text: expect.stringContaining('nobody was found'),
        at: expect.any(String),
        log_id: expect.any(String),
      },
    ],
  });
});

test.each(['guest@other.example', 'guest', 'Gus Guest', 'gus'])(
  'sent and refused: asked for as %s',
  async (q) => {
    if (q === 'guest@other.example') {
      await service.request('POST', '/Users', userBody('guest@other.example', { displayName: 'Gus Guest' }));
    }
    const [answer] = await answersTo(q, (answers) => answers[0]?.kind === 'refused');
    expect(answer).toMatchObject({
      kind: 'refused',
      sentence: 'Gus Guest was sent and refused.',
      evidence: [{ text: expect.stringContaining('other.example') }],
      advice: expect.stringContaining('ROLLCALL_ALLOWED_DOMAINS'),
    });
  },
);

test('was here and has been deleted, by which request', async () => {
  const { id } = await person('dora', 'Dora Weiss');
  await service.request('DELETE', `/Users/${id}`);
  for (const q of ['dora@atlas.example', 'Dora', id]) {
    const [answer] = await answersTo(q, (answers) => answers[0]?.evidence.length === 2);
    expect(answer).toMatchObject({
      kind: 'deleted',
      sentence: 'Dora Weiss was here and has been deleted.',
      evidence: [{ text: 'laptop deleted Dora Weiss.' }, { text: 'laptop created Dora Weiss.' }],
    });
  }
});

test('inactive, since when and by which request', async () => {
  const iris = await person('iris', 'Iris Blum');
  await group('ws-Gardens-role-member', iris);
  await patch(`/Users/${iris.id}`, { op: 'replace', path: 'active', value: false });
  const answers = await answersTo('Iris Blum', withEvidence);
  expect(answers).toMatchObject([
    {
      kind: 'inactive',
      sentence: 'Iris Blum is here but inactive, and so has no access at all.',
      evidence: [{ text: 'laptop deactivated Iris Blum.', log_id: expect.any(String) }],
    },
  ]);
});

test('in no group', async () => {
  await person('noor', 'Noor Haddad');
  expect(await answersTo('noor')).toMatchObject([
    { kind: 'no_mapped_group', sentence: 'Noor Haddad is here and active, but in no group.' },
  ]);
});

test('in groups of which none leads to a workspace, one of which nearly does', async () => {
  const lena = await person('lena', 'Lena Fischer');
  await group('Cooks', lena);
  await group('ws_Kitchen_roles_managers', lena);
  const answers = await answersTo('lena@atlas.example');
  expect(answers).toMatchObject([
    {
      kind: 'near_miss',
      sentence:
        'Lena Fischer is in the group "ws_Kitchen_roles_managers", whose name nearly maps it to a workspace.',
      evidence: [
        {
          text: 'The name does not begin with "ws-". It would map if it were called "ws-Kitchen-role-manager".',
        },
      ],
    },
    {
      kind: 'no_mapped_group',
      sentence: expect.stringMatching(
        /none of the 2 groups (Cooks|ws_\w+) and (Cooks|ws_\w+) leads to a workspace/,
      ),
    },
  ]);
});

test('has access, through which group', async () => {
  const otto = await person('otto', 'Otto Hahn');
  await group('ws-Physics-role-admin', otto);
  await group('ws-Physics-role-member', otto);
  expect(await answersTo('otto')).toMatchObject([
    {
      kind: 'has_access',
      sentence: 'Otto Hahn is here, active, and has access: admin in Physics.',
      evidence: [
        { text: 'admin in Physics through the group ws-Physics-role-admin, since', at: expect.any(String) },
      ],
    },
  ]);
});

test('an admin of the organization is told as such', async () => {
  await person('rosa', 'Rosa Luna', { roles: [{ value: 'admin' }] });
  expect(await answersTo('rosa')).toMatchObject([
    {
      kind: 'has_access',
      sentence: 'Rosa Luna is admin of the organization, and so admin in every workspace.',
    },
  ]);
});

test('a role that was lost with a membership: when, and by which request', async () => {
  const paul = await person('paul', 'Paul Klee');
  const { id } = await group('ws-Studio-role-manager', paul);
  const removed = await patch(`/Groups/${id}`, { op: 'remove', path: `members[value eq "${paul.id}"]` });
  const answers = await answersTo('paul', (found) => kinds(found).includes('role_lost'));
  expect(answers[0]).toMatchObject({
    kind: 'role_lost',
    sentence: 'Paul Klee was manager in Studio and is not any more.',
    evidence: [{ text: 'laptop removed Paul Klee from the group ws-Studio-role-manager.' }],
  });
  const [entry] = (await entriesOf(service, 1, { subject: paul.id })).filter(
    ({ requestId }) => requestId === removed.headers.get('x-request-id'),
  );
  expect(answers[0].evidence[0].log_id).toBe(entry?.id);
  expect(kinds(answers)).toEqual(['role_lost', 'no_mapped_group']);
});

test('a role that was lost when the group was renamed', async () => {
  const kim = await person('kim', 'Kim Park');
  const { id } = await group('ws-Harbour-role-admin', kim);
  await patch(`/Groups/${id}`, { op: 'replace', path: 'displayName', value: 'Harbour people' });
  const [answer] = await answersTo('Kim Park', (found) => kinds(found).includes('role_lost'));
  expect(answer).toMatchObject({
    sentence: 'Kim Park was admin in Harbour and is not any more.',
    evidence: [
      { text: expect.stringContaining('renamed a group to Harbour people, which ends admin in Harbour') },
    ],
  });
});

test('a role that was lost when the group was deleted', async () => {
  const mia = await person('mia', 'Mia Novak');
  const { id } = await group('ws-Bridge-role-member', mia);
  await service.request('DELETE', `/Groups/${id}`);
  const [answer] = await answersTo('Mia Novak', (found) => kinds(found).includes('role_lost'));
  expect(answer.sentence).toBe('Mia Novak was member in Bridge and is not any more.');
  expect(answer.evidence[0].text).toMatch(/memberships? ended in the group ws-Bridge-role-member/);
});

test('a lesser role that is left is told beside the one that was lost; one as strong is no loss', async () => {
  const tom = await person('tom', 'Tom Becker');
  const strong = await group('ws-Mill-role-admin', tom);
  await group('ws-Mill-role-member', tom);
  await patch(`/Groups/${strong.id}`, { op: 'remove', path: `members[value eq "${tom.id}"]` });
  expect(kinds(await answersTo('tom', (found) => kinds(found).includes('role_lost')))).toEqual([
    'role_lost',
    'has_access',
  ]);
  await group('ws-mill-role-ADMIN ', tom);
  expect(kinds(await answersTo('tom'))).toEqual(['has_access']);
});

test('a last change that was refused is told, since what is here is older then', async () => {
  const una = await person('una', 'Una Reyes');
  await group('ws-Quay-role-member', una);
  await patch(`/Users/${una.id}`, { op: 'replace', path: 'emails', value: 'no list' });
  await patch(`/Users/${una.id}`, { op: 'replace', path: 'active', value: 'perhaps' });
  const answers = await answersTo('una', (found) => kinds(found).includes('refused'));
  expect(kinds(answers)).toEqual(['refused', 'has_access']);
  expect(answers[0]).toMatchObject({
    advice: expect.any(String),
    evidence: [{ log_id: expect.any(String) }],
  });
});

test('by a family name, which begins no index', async () => {
  await person('vera', 'Vera Sundqvist', { name: { givenName: 'Vera', familyName: 'Sundqvist' } });
  expect((await answersTo('sundqvist'))[0].sentence).toContain('Vera Sundqvist');
});

test('too many are told as too many', async () => {
  await Promise.all(Array.from({ length: 7 }, (_, at) => person(`twin${at}`, `Twin ${at}`)));
  expect(await answersTo('twin')).toMatchObject([{ kind: 'several', evidence: { length: 5 } }]);
  expect(await answersTo('Twin 3')).toHaveLength(1);
});

test.each(['missing', 'missing?q=', 'missing?q=%20'])('%s is refused', async (path) => {
  expect((await api.request('GET', path)).status).toBe(400);
});
