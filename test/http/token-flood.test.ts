// Somebody who tries tokens, as fast as they are refused: the key vault does not notice, and who has a token is served.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeToken } from '../../src/identity/token.ts';
import { startService, type TestService } from '../support/service.ts';
import { type StorageProxy, startStorageProxy } from '../support/storage-proxy.ts';
import { startVault, type VaultDouble } from '../support/vault.ts';

const TOKEN = makeToken();
const WRONG = 600;
const RIGHT = 60;
/** After this the log has written what it was told. */
const LOGGED_MS = 1_500;

let vault: VaultDouble;
let storage: StorageProxy;
let service: TestService;

beforeAll(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockReturnValue();
  [vault, storage] = await Promise.all([startVault(), startStorageProxy()]);
  vault.set('rollcall-seal', 'the secret of this deployment, long enough');
  vault.set('scim-token', TOKEN);
  service = await startService({
    settings: {
      ROLLCALL_TOKEN: undefined,
      ROLLCALL_VAULT_URL: vault.url,
      ROLLCALL_TABLES: storage.connectionString,
    },
  });
});
afterAll(() => Promise.all([service.stop(), vault.stop(), storage.stop()]));

const ask = async (token: string) => {
  const { status } = await service.request('GET', '/Users?count=1', undefined, {
    authorization: `Bearer ${token}`,
  });
  return status;
};

test('a flood of wrong tokens does not reach the vault, and nobody who has a token is refused', async () => {
  expect(await ask(TOKEN)).toBe(200);
  const before = vault.requests.length;
  const asked = Array.from({ length: WRONG + RIGHT }, (_, at) => (at % 11 === 0 ? TOKEN : makeToken()));
  let statuses: number[] = [];
  const cost = await storage.count(async () => {
    statuses = await Promise.all(asked.map(ask));
    await new Promise((resolve) => setTimeout(resolve, LOGGED_MS));
  });
  expect(statuses.filter((status) => status === 200)).toHaveLength(RIGHT);
  expect(statuses.filter((status) => status === 401)).toHaveLength(WRONG);
  // The tokens were read a moment ago; a wrong one has them read again at most every thirty seconds.
  expect(vault.requests.slice(before)).toEqual([]);
  // The log takes the refusals together, whatever their number.
  expect(cost.requests).toBeLessThan(WRONG / 2);
});
