// The one place where the parts are put together: settings, storage, credentials, schemas. Built when the first request
// comes, once for the process, because a cold start pays for everything that happens before.
import { randomUUID } from 'node:crypto';
import type { TokenCredential } from '@azure/core-auth';
import { type Config, ConfigError, readConfig } from './config.ts';
import { createRecorder, type Recorder } from './directory/provisioning-log/recorder.ts';
import type { DirectoryStore } from './directory/store.ts';
import type { TokenEndpoint } from './http/caller.ts';
import type { ConsoleService, SignIn } from './http/console/service.ts';
import { ANNOUNCED_LIMITS } from './http/limits.ts';
import type { Observe } from './http/observation.ts';
import { createAzureCredential } from './identity/azure-credential.ts';
import { authorizationHint } from './identity/bearer.ts';
import { createConsoleSessions, isSameCsrf } from './identity/console-session.ts';
import { createIdentity, type Identity } from './identity/identity.ts';
import type { IdentityLog } from './identity/log.ts';
import type { Capabilities } from './scim/discovery.ts';
import { ScimError } from './scim/errors.ts';
import { createRegistry } from './scim/schema/registry.ts';
import { knownDirectories, rememberDirectory } from './storage/directories.ts';
import { createDirectoryStore, createWriter } from './storage/directory.ts';
import { openLogTables } from './storage/log-tables.ts';
import { prepareTable } from './storage/prepare.ts';
import { createProvisioningLog } from './storage/provisioning-log.ts';
import { createSightings } from './storage/sightings.ts';
import { openTable, type TableLocation } from './storage/table.ts';

export interface Service extends ConsoleService {
  readonly capabilities: Capabilities;
  /** Finishes the deletions that a stopped process left, in all directories. Gives how many. */
  readonly resumeSweeps: () => Promise<number>;
  /** Drops the entries of all change logs that are kept no longer. Gives how many. */
  readonly trimChangeLogs: () => Promise<number>;
  /** Writes what the provisioning log has yet to write. */
  readonly writeLog: () => Promise<void>;
  /** Whether /GroupMembers is served. */
  readonly groupMembers: 'on' | 'off';
  /** Issues access tokens for client credentials; undefined while OAuth is off. */
  readonly tokenEndpoint: TokenEndpoint | undefined;
}

const DOCUMENTATION = 'https://github.com/rollcall-scim/rollcall/blob/main/docs/scim.md';

/** How far back an application may resume the change feed. */
const CHANGES_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * The log's entry of a request is made so long after its answer. Made at once, it would hold up the answer where the Functions
 * host, which has yet to send it, shares this process's only core.
 */
const AFTER_ANSWER_MS = 3;

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

/** The service if somebody has asked for it already. */
export async function startedService(): Promise<Service | undefined> {
  return await built?.catch(() => undefined);
}

/** Builds everything that `config` describes; asks nothing of the network. */
export function createService(config: Config): Service {
  const credential = createAzureCredential({ host: config.host, clientId: config.managedIdentityClientId });
  const identity = openIdentity(config, credential);
  const storage = openStorage(config, credential);
  const { store, ready, log, sightings } = storage;
  return {
    groupMembers: config.groupMembers,
    registry: createRegistry(config.extensions, config.groupMembers),
    capabilities: {
      ...ANNOUNCED_LIMITS,
      documentationUri: DOCUMENTATION,
      authenticationSchemes: config.oauth === 'on' ? ['bearer', 'clientCredentials'] : ['bearer'],
    },
    store,
    rules: config.rules,
    provisioning: config.provisioning,
    supportContact: config.supportContact,
    ready,
    resumeSweeps: storage.resumeSweeps,
    trimChangeLogs: storage.trimChangeLogs,
    log,
    sightings,
    writeLog: storage.recorder.settled,
    observe: observing(storage.recorder),
    cursors: {
      seal: (payload, binding) => identity.sealer.seal('cursor', payload, binding),
      open: (text, binding) => identity.sealer.open('cursor', text, binding),
    },
    authenticate: identity.authenticate,
    signIn: signInOf(config),
    sessions: signInOf(config).method === 'ticket' ? sessionsOf(identity) : undefined,
    tokenAdmin: identity.tokenAdmin,
    console: {
      oauth: config.oauth,
      entraProvisioningJwt: config.entra?.provisioningAudience === undefined ? 'off' : 'on',
      workloadIdentity: config.entra?.workload === undefined ? 'off' : 'on',
      logDays: config.logDays,
    },
    tokenEndpoint: identity.tokenEndpoint,
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

function openIdentity(config: Config, credential: TokenCredential): Identity {
  const { secrets, entra, oauth } = config;
  const log: IdentityLog = (level, message, details) =>
    console[level](JSON.stringify({ message, ...details }));
  return createIdentity(
    { source: 'vaultUrl' in secrets ? { ...secrets, credential } : secrets, entra, oauth },
    { now: Date.now, log },
  );
}

/** A link with a ticket is for who sits at the machine; in Azure there is nobody, and Entra says who one is. */
function signInOf({ entra, host }: Config): SignIn {
  if (entra?.applicationId !== undefined) {
    const { tenantId, applicationId: clientId, authority } = entra;
    return { method: 'entra', tenantId, clientId, authority };
  }
  if (host === 'elsewhere') return { method: 'ticket' };
  return {
    method: 'none',
    why: 'The console needs an app registration in Entra: set ROLLCALL_ENTRA_TENANT_ID and ROLLCALL_ENTRA_APPLICATION_ID.',
  };
}

function sessionsOf({ sealer }: Identity): Service['sessions'] {
  const startedAt = Date.now() - process.uptime() * 1000;
  return { ...createConsoleSessions(sealer, Date.now, startedAt), isSameCsrf };
}

/** The token of a request that was not let in goes no further than here: the log gets a few characters of it. */
function observing(recorder: Recorder): Observe {
  return (requestId) => {
    const end = recorder.observe(requestId);
    return (seen) =>
      end({
        ...seen,
        tokenHint: seen.caller === undefined ? authorizationHint(seen.authorization) : undefined,
      });
  };
}

interface Storage
  extends Pick<Service, 'store' | 'ready' | 'resumeSweeps' | 'trimChangeLogs' | 'log' | 'sightings'> {
  readonly recorder: Recorder;
}

/** Each directory's store is made when it is first named, and kept: it holds the lanes that this process writes in. */
function openStorage(config: Config, credential: TokenCredential): Storage {
  const { tables, tableName, logDays } = config;
  const location: TableLocation = 'url' in tables ? { ...tables, credential } : tables;
  const table = openTable(location, tableName);
  const log = createProvisioningLog({
    tables: openLogTables(location, tableName),
    days: logDays,
    now: Date.now,
  });
  const sightings = createSightings(table, Date.now);
  const recorder = createRecorder({
    log,
    sightings,
    store,
    later: (work) => setTimeout(work, AFTER_ANSWER_MS),
    faulty: (error) => {
      console.error(
        JSON.stringify({ message: 'An entry of the provisioning log failed', error: String(error) }),
      );
      log.lose();
    },
  });
  const owner = randomUUID();
  const stores = new Map<string, DirectoryStore>();
  let prepared: Promise<void> | undefined;

  function store(directory: string): DirectoryStore {
    const known = stores.get(directory);
    if (known !== undefined) return known;
    const made = createDirectoryStore(
      createWriter(table, directory, owner, (origin, changes) =>
        recorder.committed(directory, origin, changes),
      ),
      () => config,
    );
    stores.set(directory, made);
    // Only the timers of other processes need it; where it is lost, the next process notes it.
    rememberDirectory(table, directory).catch(() => undefined);
    return made;
  }

  async function ready(): Promise<void> {
    prepared ??= prepareTable(table);
    try {
      await prepared;
    } catch (error) {
      prepared = undefined;
      throw error;
    }
  }

  async function inEach(work: (store: DirectoryStore) => Promise<number>): Promise<number> {
    await ready();
    let done = 0;
    // Those of this process, too: that they are remembered may have failed.
    const directories = new Set([...stores.keys(), ...(await knownDirectories(table))]);
    for (const directory of directories) done += await work(store(directory));
    return done;
  }

  return {
    store,
    ready,
    resumeSweeps: () => inEach((each) => each.resumeSweeps()),
    trimChangeLogs: () => inEach((each) => each.trimChangeLog(Date.now() - CHANGES_KEPT_MS)),
    log,
    sightings,
    recorder,
  };
}
