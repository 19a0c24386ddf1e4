// A company that has just deployed the service and connected nothing: a tenant with people and groups, a key vault with the
// first token, and the service beside them; and the command line as its administrator types it.

import { vi } from 'vitest';
import type { Effects } from '../../cli/effects.ts';
import { type Cloud, PUBLIC } from '../../cli/entra/cloud.ts';
import { SCOPES } from '../../cli/entra/permissions.ts';
import { makeToken } from '../../src/identity/token.ts';
import { type CommandResult, runCommand } from './cli.ts';
import { TENANT } from './entra.ts';
import { type GraphDouble, type GraphOptions, type Person, startGraph } from './graph/graph.ts';
import { addGroup, addUser, type EntraGroup, type EntraUser } from './graph/tenant.ts';
import { type Answer, startService, type TestService } from './service.ts';
import { startVault, type VaultDouble } from './vault.ts';

export interface Company {
  readonly graph: GraphDouble;
  readonly vault: VaultDouble;
  readonly service: TestService;
  /** The token that the deployment made. */
  readonly token: string;
  readonly administrator: Person;
  /** Where the command line finds this tenant. */
  readonly cloud: Cloud;
  readonly nadia: EntraUser;
  readonly omar: EntraUser;
  readonly sales: EntraGroup;
  /** Lines that the service has logged. */
  readonly logged: readonly string[];
  /** Runs `rollcall ...`. */
  readonly rollcall: (words: readonly string[], effects?: Partial<Effects>) => Promise<CommandResult>;
  /** What the access API answers. */
  readonly access: (path: string) => Promise<Answer>;
  readonly stop: () => Promise<void>;
}

export interface CompanyOptions {
  readonly graph?: GraphOptions;
  readonly settings?: Readonly<Record<string, string>>;
}

/** What an application asks the access API with. */
const READER = 'the-token-of-an-application-that-reads';

/** Every permission that `setup` asks for. */
export const ALL_PERMISSIONS: readonly string[] = [...new Set(Object.values(SCOPES).flat())];

export async function startCompany({ graph: options, settings }: CompanyOptions = {}): Promise<Company> {
  const logged: string[] = [];
  // The service logs whatever it refuses, and refusing is what many of these tests are about.
  const log = (['info', 'warn', 'error'] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation((line) => logged.push(String(line))),
  );
  const [graph, vault] = await Promise.all([startGraph(options), startVault()]);
  const token = makeToken();
  vault.set('rollcall-seal', 'the secret of this deployment, long enough');
  vault.set('scim-token', token);
  vault.set('scim-token-of-the-application', READER, { tags: { scope: 'read' } });
  const service = await startService({
    settings: {
      ROLLCALL_TOKEN: undefined,
      ROLLCALL_VAULT_URL: vault.url,
      ROLLCALL_ENTRA_TENANT_ID: TENANT,
      AZURE_AUTHORITY_HOST: graph.entra.authority,
      ...settings,
    },
  });
  const { tenant } = graph;
  const ada = addUser(tenant, 'ada.admin@atlas.example');
  const nadia = addUser(tenant, 'nadia.okafor@atlas.example', { preferredLanguage: 'fr-CH', city: 'Bern' });
  const omar = addUser(tenant, 'omar.lind@atlas.example', { manager: nadia.id, telephoneNumber: '5550100' });
  const sales = addGroup(tenant, 'ws-Sales-role-admin', [nadia]);
  addGroup(tenant, 'ws-Engineering-role-member', [nadia, omar]);
  const administrator: Person = {
    id: ada.id,
    consented: ALL_PERMISSIONS,
    role: 'Cloud Application Administrator',
  };
  const cloud = { ...PUBLIC, graph: graph.url };
  return {
    graph,
    vault,
    service,
    token,
    administrator,
    cloud,
    logged,
    nadia,
    omar,
    sales,
    rollcall: (words, effects) =>
      runCommand(words, {
        clouds: { public: cloud },
        signIn: () => graph.credentialOf(administrator),
        ...effects,
      }),
    access: (path) =>
      service.request('GET', `/../../access/v1${path}`, undefined, { authorization: `Bearer ${READER}` }),
    stop: async () => {
      await Promise.all([graph.stop(), vault.stop(), service.stop()]);
      for (const spy of log) spy.mockRestore();
    },
  };
}

/** As an administrator types it, with these words more. */
export function setupWords({ service, vault }: Company, ...more: readonly string[]): string[] {
  const base = ['entra', 'setup', '--scim-url', service.scimUrl, '--tenant', TENANT, '--vault', vault.url];
  const groups = ['--group', 'ws-Sales-role-admin', '--group', 'ws-Engineering-role-member'];
  return [...base, ...groups, ...more];
}
