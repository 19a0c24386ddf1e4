// The guides: exact values to paste, and steps that turn green when the first request arrives that shows them.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type ConsoleApi, consoleApi } from '../support/console-api.ts';
import { create, groupBody, patchBody, type Resource, userBody } from '../support/scim.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let api: ConsoleApi;

// biome-ignore lint/suspicious/noExplicitAny: a test looks into bodies of any shape, and fails where it is another.
type Body = any;

beforeAll(async () => {
  service = await startService({
    settings: {
      ROLLCALL_BASE_URL: 'https://people.atlas.example',
      ROLLCALL_WORKSPACE_PREFIX: 'app-',
      ROLLCALL_ORGANIZATION_ROLES: 'owner,admin,member',
    },
  });
  api = consoleApi(service);
});
afterAll(() => service.stop());

const guide = async (id: string): Promise<Body> =>
  (await api.read('guides')).data.find((one: Body) => one.id === id);
/** Ids of the steps that are green, once `expected` are. */
async function green(id: string, expected: readonly string[]): Promise<void> {
  await vi.waitFor(
    async () => {
      const { steps } = await guide(id);
      const done = steps.filter((step: Body) => step.done === true);
      expect(done.map((step: Body) => step.id)).toEqual(expected);
      for (const step of done) expect(Date.parse(step.seen_at)).toBeLessThanOrEqual(Date.now());
    },
    { timeout: 10_000 },
  );
}
const values = async (id: string) =>
  Object.fromEntries(
    (await guide(id)).steps.flatMap(({ values: all }: Body) =>
      all.map(({ label, value }: Body) => [label, value]),
    ),
  );

test('the values are those of this deployment', async () => {
  expect(await values('entra')).toMatchObject({
    'Tenant URL': 'https://people.atlas.example/scim/v2?aadOptscim062020',
    Pattern: 'app-{workspace}-role-{admin|manager|member}',
    'Value of the role "Owner"': 'owner',
    'Value of the role "Group"': 'group',
    Expression: 'Join(" ", [givenName], [surname])',
  });
  expect(await values('okta')).toMatchObject({
    'SCIM connector base URL': 'https://people.atlas.example/scim/v2',
    Prefix: 'app-',
  });
});

test('a step that no request can show says so; the others are not done before anything was asked', async () => {
  const { steps } = await guide('entra');
  expect(steps.filter(({ done }: Body) => done === null).map(({ id }: Body) => id)).toEqual([
    'application',
    'app-roles',
  ]);
  await green('entra', []);
  await green('okta', []);
});

test('the way through Entra, request by request', async () => {
  const filter = encodeURIComponent(`userName eq "${crypto.randomUUID()}"`);
  await service.request('GET', `/Users?filter=${filter}`);
  await green('entra', ['connectivity']);
  const nadia: Resource = await create(
    service,
    '/Users',
    userBody('nadia@atlas.example', {
      displayName: 'Nadia Okafor',
      name: { givenName: 'Nadia', familyName: 'Okafor' },
      externalId: '6f1d7c52-0c3b-4a0e-8d5e-2b9f0a7c1e44',
    }),
  );
  await green('entra', ['connectivity', 'display-name', 'external-id', 'unsupported', 'start']);
  const role = { value: '{"id":"1","value":"admin","displayName":"Admin"}' };
  await service.request(
    'PATCH',
    `/Users/${nadia.id}`,
    patchBody({ op: 'Add', path: 'roles', value: [role] }),
  );
  await green('entra', ['connectivity', 'roles', 'display-name', 'external-id', 'unsupported', 'start']);
  await create(service, '/Groups', groupBody('app-Sales-role-manager', [nadia.id]));
  await service.request(
    'PATCH',
    `/Users/${nadia.id}`,
    patchBody({ op: 'Replace', path: 'active', value: 'False' }),
  );
  const all = [
    'connectivity',
    'roles',
    'display-name',
    'external-id',
    'unsupported',
    'groups',
    'assign',
    'start',
    'deactivation',
  ];
  await green('entra', all);
  // An attribute that nobody knows spoils the step that asks for none.
  await service.request(
    'PATCH',
    `/Users/${nadia.id}`,
    patchBody({ op: 'Replace', path: 'shoeSize', value: '43' }),
  );
  await green(
    'entra',
    all.filter((id) => id !== 'unsupported'),
  );
});

test('what Entra did is no step of Okta, except before it could be told who it was', async () => {
  const { steps } = await guide('okta');
  const done = steps.filter((step: Body) => step.done === true).map(({ id }: Body) => id);
  expect(done).toEqual(['connection', 'to-app', 'assign']);
});
