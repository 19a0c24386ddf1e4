// Makes entries of the provisioning log while requests are answered, and after them: what a request changed is gathered while
// it runs, everything else happens once its answer is given. Nothing here may fail a request or keep it waiting.
import type { Change } from '../changes.ts';
import { isGroupId, isUserId } from '../ids.ts';
import type { DirectoryStore, Origin } from '../store.ts';
import { type Client, clientName, clientOf } from './client.ts';
import { followUpRecord } from './follow-up.ts';
import { groupName, idsToName, type Names, userName } from './names.ts';
import { isProvisioning, isRead, type ObservedRequest } from './observed.ts';
import { credentialName, proofName, proofsOf } from './proofs.ts';
import { recordOf } from './record.ts';
import type { ProvisioningLog, Sightings } from './store.ts';

export interface RecorderOptions {
  readonly log: ProvisioningLog;
  readonly sightings: Sightings;
  readonly store: (directory: string) => Pick<DirectoryStore, 'readUser' | 'readGroup' | 'readWorkspace'>;
  /** Does the work when the answer is out of the house. */
  readonly later: (work: () => void) => void;
  /** Told of a fault in the making of an entry. */
  readonly faulty: (error: unknown) => void;
}

export interface Recorder {
  /** Begins to gather what a request changes. The answer's part comes with the call of what it gives. */
  observe(requestId: string): (request: ObservedRequest) => void;
  /** A transaction of a directory has been committed. */
  committed(directory: string, origin: Origin, changes: readonly Change[]): void;
  /** Resolves when each request that was answered has its entry in the log, or is lost. */
  settled(): Promise<void>;
}

/** Names that are remembered, and requests whose names are being looked up. */
const REMEMBERED = 5_000;
const LOOKING_UP = 50;
/** What comes in this time after a request is told together. */
const FOLLOW_UP_MS = 1_000;
const FOLLOW_UP_CHANGES = 2_000;

export function createRecorder({ log, sightings, store, later, faulty }: RecorderOptions): Recorder {
  const running = new Map<string, Change[]>();
  /** Requests that were answered and have no entry yet. */
  const open = new Set<Promise<void>>();
  const names = createMemory<string>(REMEMBERED);
  const clients = createMemory<Client>(REMEMBERED);
  const followUps = createFollowUps((followUp, number) => {
    const { directory, credential, changes } = followUp;
    named(directory, changes, undefined)
      .then((known) =>
        log.add(followUpRecord({ ...followUp, client: nameOfClient(credential) }, known, number)),
      )
      .catch(faulty);
  });
  let lookingUp = 0;

  async function take(request: ObservedRequest, changes: readonly Change[]): Promise<void> {
    const credential = request.caller?.credential ?? '';
    const client = isProvisioning(request) ? (clientOf(request) ?? clients.get(credential)) : undefined;
    if (client !== undefined && credential !== '') clients.set(credential, client);
    sight(request, changes, client);
    remember(request);
    if (!isKept(request)) return;
    const known = await named(request.caller?.directory, changes, request);
    log.add(recordOf(request, { client, changes, names: known }));
  }

  function sight(request: ObservedRequest, changes: readonly Change[], client: Client | undefined): void {
    if (request.caller === undefined) return;
    const { credential, directory } = request.caller;
    sightings.sighted(directory, credentialName(credential));
    if (request.error !== undefined || !isProvisioning(request)) return;
    for (const proof of proofsOf({ request, changes, client })) {
      sightings.sighted(directory, proofName(client, proof));
    }
  }

  function remember({ answer, error, route, subject }: ObservedRequest): void {
    if (subject !== undefined) names.set(subject.id, subject.name);
    if (error !== undefined || typeof answer?.id !== 'string') return;
    const name = route?.startsWith('scim/v2/Groups') ? groupName(answer) : userName(answer);
    if (name !== undefined) names.set(answer.id, name);
  }

  /** The names that a sentence may need; those not remembered are read, unless too many are being read. */
  async function named(
    directory: string | undefined,
    changes: readonly Change[],
    request: ObservedRequest | undefined,
  ): Promise<Names> {
    const known = new Map<string, string>();
    await Promise.all(
      idsToName(request?.params.id, changes).map(async ({ id, kind }) => {
        const name = names.get(id) ?? (directory === undefined ? undefined : await read(directory, id, kind));
        if (name !== undefined) known.set(id, name);
      }),
    );
    return known;
  }

  async function read(
    directory: string,
    id: string,
    kind: 'member' | 'workspace',
  ): Promise<string | undefined> {
    if (lookingUp >= LOOKING_UP) return undefined;
    lookingUp += 1;
    try {
      const name = await readName(store(directory), id, kind);
      if (name !== undefined) names.set(id, name);
      return name;
    } catch {
      // Storage is away: the entry names the id, and waits for storage itself.
      return undefined;
    } finally {
      lookingUp -= 1;
    }
  }

  function nameOfClient(credential: string): string {
    const caller = { credential, directory: '' };
    return clientName({ caller }, clients.get(credential));
  }

  return {
    observe(requestId) {
      const changes: Change[] = [];
      running.set(requestId, changes);
      return (request) => {
        running.delete(requestId);
        const taken = new Promise<void>((resolve) => later(() => resolve(take(request, changes))))
          .catch(faulty)
          .finally(() => open.delete(taken));
        open.add(taken);
      };
    },

    committed(directory, { credential, request }, changes) {
      const own = running.get(request);
      if (own === undefined) followUps.add({ directory, credential, requestId: request, changes });
      else own.push(...changes);
    },

    async settled() {
      while (open.size > 0) await Promise.all(open);
      await log.settled();
    },
  };
}

/** Requests of the protocol, whatever they do; of the others those that were to change something: who did it is kept. */
function isKept(request: ObservedRequest): boolean {
  return isProvisioning(request) || !isRead(request);
}

async function readName(
  store: ReturnType<RecorderOptions['store']>,
  id: string,
  kind: 'member' | 'workspace',
): Promise<string | undefined> {
  if (kind === 'workspace') return (await store.readWorkspace(id))?.name;
  if (isUserId(id)) return userName((await store.readUser(id))?.attributes);
  return isGroupId(id) ? groupName((await store.readGroup(id))?.attributes) : undefined;
}

/** The last `limit` values, by key. */
function createMemory<Value>(limit: number) {
  const values = new Map<string, Value>();
  return {
    get: (key: string) => values.get(key),
    set(key: string, value: Value): void {
      values.delete(key);
      values.set(key, value);
      if (values.size > limit) values.delete(values.keys().next().value ?? '');
    },
  };
}

interface Gathered {
  readonly directory: string;
  readonly credential: string;
  readonly requestId: string;
  readonly changes: readonly Change[];
}

/** Gathers what follows one request into few entries. */
function createFollowUps(tell: (gathered: Gathered & { time: number }, number: number) => void) {
  const gathering = new Map<string, Gathered & { changes: Change[] }>();
  let number = 0;

  function add(more: Gathered): void {
    const key = `${more.directory} ${more.requestId}`;
    const known = gathering.get(key);
    if (known !== undefined && known.changes.length < FOLLOW_UP_CHANGES) {
      known.changes.push(...more.changes);
      return;
    }
    const begun = { ...more, changes: [...more.changes] };
    gathering.set(key, begun);
    setTimeout(() => {
      if (gathering.get(key) === begun) gathering.delete(key);
      number += 1;
      tell({ ...begun, time: Date.now() }, number);
    }, FOLLOW_UP_MS);
  }

  return { add };
}
