// The one place where the parts are put together: settings, storage, credentials, schemas. Built when the first request
// comes, once for the process, because a cold start pays for everything that happens before.
import { randomUUID } from 'node:crypto';
import type { TokenCredential } from '@azure/core-auth';
import { type Config, ConfigError, readConfig } from './config.ts';
import type { DirectoryStore } from './directory/store.ts';
import type { DirectoryService } from './http/directory-service.ts';
import type { Checks } from './http/health.ts';
import { createAzureCredential } from './identity/azure-credential.ts';
import { createIdentity } from './identity/identity.ts';
import type { IdentityLog } from './identity/log.ts';
import type { Capabilities } from './scim/discovery.ts';
import { ScimError } from './scim/errors.ts';
import { createRegistry } from './scim/schema/registry.ts';
import { createDirectoryStore, createWriter } from './storage/directory.ts';
import { prepareTable } from './storage/prepare.ts';
import { openTable } from './storage/table.ts';

export interface Service extends DirectoryService {
  readonly capabilities: Capabilities;
  /** What `/health` asks. */
  readonly checks: Checks;
}

const CAPABILITIES: Capabilities = {
  maxResults: 1_000,
  defaultPageSize: 100,
  maxPageSize: 1_000,
  authenticationSchemes: ['bearer'],
};

let built: Promise<Service> | undefined;

/** The service of this process. Throws ScimError `unavailable` when its settings are not usable. */
export function theService(): Promise<Service> {
  built ??= Promise.resolve().then(() => createService(readConfig(process.env)));
  return built.catch((cause: unknown) => {
    if (!(cause instanceof ConfigError)) throw cause;
    const detail = 'The settings of this service are not usable; /health and the log say which.';
    throw new ScimError('unavailable', detail, { retryAfter: 60, cause });
  });
}

/** Builds everything that `config` describes; asks nothing of the network. */
export function createService(config: Config): Service {
  const credential = createAzureCredential({ host: config.host, clientId: config.managedIdentityClientId });
  const identity = openIdentity(config, credential);
  const { store, ready } = openStorage(config, credential);
  return {
    registry: createRegistry(),
    capabilities: CAPABILITIES,
    store,
    ready,
    cursors: {
      seal: (payload, binding) => identity.sealer.seal('cursor', payload, binding),
      open: (text, binding) => identity.sealer.open('cursor', text, binding),
    },
    authenticate: identity.authenticate,
    publicUrl: config.publicUrl,
    checks: {
      storage: async () => {
        await ready();
        await store('default').totals();
      },
      vault: 'vaultUrl' in config.secrets ? identity.checkVault : 'none',
    },
  };
}

function openIdentity(config: Config, credential: TokenCredential) {
  const { secrets } = config;
  const log: IdentityLog = (level, message, details) =>
    console[level](JSON.stringify({ message, ...details }));
  return createIdentity(
    { source: 'vaultUrl' in secrets ? { ...secrets, credential } : secrets, entra: undefined, oauth: 'off' },
    { now: Date.now, log },
  );
}

/** Each directory's store is made when it is first named, and kept: it holds the lanes that this process writes in. */
function openStorage(config: Config, credential: TokenCredential): Pick<Service, 'store' | 'ready'> {
  const { tables, tableName } = config;
  const table = openTable('url' in tables ? { ...tables, credential } : tables, tableName);
  const owner = randomUUID();
  const stores = new Map<string, DirectoryStore>();
  let prepared: Promise<void> | undefined;
  return {
    store: (directory) => {
      const known = stores.get(directory);
      if (known !== undefined) return known;
      const made = createDirectoryStore(createWriter(table, directory, owner), () => config);
      stores.set(directory, made);
      return made;
    },
    ready: async () => {
      prepared ??= prepareTable(table);
      try {
        await prepared;
      } catch (error) {
        prepared = undefined;
        throw error;
      }
    },
  };
}
