// `npm run bench -- --scale`: a directory of 100,000 users and a group of 100,000 members, provisioned through SCIM, and then what
// each operation costs there in storage requests, beside what it costs with ten. Takes some minutes. With ROLLCALL_TABLES (a
// connection string) and ROLLCALL_TABLE_NAME it uses that storage, and goes on where an earlier run on it has ended; otherwise
// Azurite keeps everything in memory until the end.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startAzurite } from '../local/azurite.ts';
import { check, type Directory, groupBody, groupName, patchBody, userBody, userName } from './directory.ts';
import { describeMachine } from './machine.ts';
import { addMembers, idIn, lookUp, lookUpNobody, patchUser } from './operations.ts';
import { buildBundles } from './peers/bundles.ts';
import { AS_IN_512_MB, type Peer, type PeerOptions, startPeer } from './peers/peer.ts';
import { createProgress, type Progress } from './progress.ts';
import { shown } from './report/chart.ts';
import { table } from './report/table.ts';
import { type StorageCount, startStorageProxy } from './storage-proxy.ts';

const USERS = 100_000;
/** What Rollcall answers with all members, at most. */
const MEMBERS = 100_000;
const SMALL = 10;
const CALLERS = 16;
const MEMBERS_A_REQUEST = 500;
/** A multiple of it is one step of the progress bar. */
const STEP = 1_000;
/** Long enough to tell requests that wait for one another from those sent together. */
const HELD_BACK_MS = 5;
const AFTERWARDS_MS = 400;

/** Writes `scale.md` into the folder. */
export async function runScale(folder: string): Promise<void> {
  const machine = describeMachine();
  const azurite =
    process.env.ROLLCALL_TABLES === undefined ? await startAzurite({ keep: 'memory' }) : undefined;
  const connectionString = azurite?.connectionString ?? process.env.ROLLCALL_TABLES ?? '';
  const bundles = await buildBundles();
  const progress = createProgress(2 + (2 * USERS) / STEP);
  try {
    const options = { connectionString, bundles, node: AS_IN_512_MB };
    const small = await fillAndCount(options, SMALL, SMALL, progress);
    const tableName = process.env.ROLLCALL_TABLE_NAME;
    const large = await fillAndCount(
      tableName === undefined ? options : { ...options, tableName },
      USERS,
      MEMBERS,
      progress,
    );
    progress.end();
    const page = pageOf(small, large, `${machine.date}: ${machine.description}`);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'scale.md'), page);
    console.log(page);
  } finally {
    await azurite?.stop();
    await bundles.remove();
  }
}

interface Filled {
  readonly users: number;
  readonly seconds: number;
  readonly costs: Readonly<Record<OperationName, { readonly count: StorageCount; readonly ms: number }>>;
  /** The largest group with all its members. */
  readonly whole: {
    readonly members: number;
    readonly mib: number;
    readonly ms: number;
    readonly count: StorageCount;
  };
  /** With one member more. */
  readonly beyond: { readonly status: number; readonly detail: string };
  readonly peakMiB: number;
}

async function fillAndCount(
  options: PeerOptions,
  users: number,
  members: number,
  progress: Progress,
): Promise<Filled> {
  const begun = performance.now();
  const filling = await startPeer('rollcall', options);
  const group = await fill(filling, users, members, progress);
  const seconds = (performance.now() - begun) / 1000;
  const { tableName } = filling;
  const known = filling.directory;
  const { peakMiB: fillingPeak } = await filling.usage();
  await filling.stop();

  progress.step(`counting at ${users.toLocaleString('en')} users`);
  const proxy = await startStorageProxy(options.connectionString, { requestMs: HELD_BACK_MS });
  const peer = await startPeer('rollcall', {
    ...options,
    connectionString: proxy.connectionString,
    tableName,
  });
  peer.directory.users.push(...known.users);
  try {
    const costs = await countOperations(peer.directory, group, proxy.count, users);
    const whole = await readWhole(peer.directory, group, proxy.count);
    const beyond = await readBeyond(peer.directory, group, users);
    const peakMiB = Math.max(fillingPeak, (await peer.usage()).peakMiB);
    return { users, seconds, costs, whole, beyond, peakMiB };
  } finally {
    await peer.stop();
    await proxy.stop();
  }
}

/** Users first, then the group; what an earlier run has made is found and kept. Gives the group's id. */
async function fill(
  { directory }: Peer,
  users: number,
  members: number,
  progress: Progress,
): Promise<string> {
  await rememberThoseThere(directory);
  // One beyond the members: to be the one too many.
  await atOnce(users + 1, async (number) => {
    if (number % STEP === 0) progress.step(`${number.toLocaleString('en')} users`);
    if (directory.users[number] !== undefined) return;
    const answer = await directory.send('POST', '/Users', userBody(number));
    directory.users[number] = idIn(check(answer, 201));
  });
  const group =
    (await groupThere(directory)) ?? idIn(check(await directory.send('POST', '/Groups', groupBody(0)), 201));
  // Adding who is there already changes nothing, so it begins anew each time.
  const requests = Math.ceil(members / MEMBERS_A_REQUEST);
  for (let request = 0; request < requests; request += 1) {
    const from = request * MEMBERS_A_REQUEST;
    if (from % STEP === 0) progress.step(`${from.toLocaleString('en')} members`);
    const to = Math.min(members, from + MEMBERS_A_REQUEST);
    await addMembers(directory, group, directory.users.slice(from, to));
  }
  return group;
}

/** Walks through all users by cursor. */
async function rememberThoseThere({ send, users }: Directory): Promise<void> {
  let cursor: string | undefined = '';
  while (cursor !== undefined) {
    const path = `/Users?count=1000&attributes=userName&cursor=${cursor}`;
    const page = JSON.parse(check(await send('GET', path), 200)) as {
      readonly Resources?: readonly { readonly id: string; readonly userName: string }[];
      readonly nextCursor?: string;
    };
    for (const { id, userName: name } of page.Resources ?? []) {
      const number = Number(/\.(\d+)@/.exec(name)?.[1]);
      users[number] = id;
    }
    cursor = page.nextCursor;
  }
}

async function groupThere({ send }: Directory): Promise<string | undefined> {
  const filter = encodeURIComponent(`displayName eq "${groupName(0)}"`);
  const text = check(await send('GET', `/Groups?excludedAttributes=members&filter=${filter}`), 200);
  return (JSON.parse(text) as { Resources?: { id: string }[] }).Resources?.[0]?.id;
}

async function atOnce(count: number, work: (number: number) => Promise<void>): Promise<void> {
  let next = 0;
  const caller = async () => {
    while (next < count) {
      next += 1;
      await work(next - 1);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
}

type ScaleOperation = (directory: Directory, group: string, users: number) => Promise<unknown>;

const last = ({ users }: Directory, size: number) => users[size - 1] ?? '';

/** Those of the table of storage requests, on the last of the users and on the largest group. */
const OPERATIONS = {
  'look up a user who is not there': (directory) => lookUpNobody(directory, 'nobody@atlas.example'),
  'look up a user': lookUp,
  'read a user with their groups': async (directory, _group, users) => {
    const id = last(directory, users);
    check(await directory.send('GET', `/Users/${id}`), 200, (text) => text.includes(id));
  },
  'find users by the beginning of a name, one hit': async ({ send }, _group, users) => {
    const filter = encodeURIComponent(`userName sw "${userName(users - 1).slice(0, -3)}"`);
    check(await send('GET', `/Users?filter=${filter}`), 200, (text) => text.includes('"totalResults":1'));
  },
  'PATCH a user': patchUser,
  'a page of 100 users from the first': async ({ send }) => {
    check(await send('GET', '/Users?cursor=&count=100'), 200);
  },
  'read the group without its members': async ({ send }, group) => {
    check(await send('GET', `/Groups/${group}?excludedAttributes=members`), 200);
  },
  'look up the group': async ({ send }, group) => {
    const filter = encodeURIComponent(`displayName eq "${groupName(0)}"`);
    const path = `/Groups?excludedAttributes=members&filter=${filter}`;
    check(await send('GET', path), 200, (text) => text.includes(group));
  },
  'remove a member': async (directory, group, users) => {
    const id = last(directory, users);
    const body = patchBody({ op: 'Remove', path: 'members', value: [{ value: id }] });
    check(await directory.send('PATCH', `/Groups/${group}`, body), 204);
  },
  'add a member': async (directory, group, users) => {
    await addMembers(directory, group, [last(directory, users)]);
  },
  'create a user': async ({ send, users }, _group, size) => {
    users[size + 1] = idIn(check(await send('POST', '/Users', userBody(size + 1)), 201));
  },
  'delete a user': async ({ send, users }, _group, size) => {
    check(await send('DELETE', `/Users/${users[size + 1]}`), 204);
  },
} satisfies Record<string, ScaleOperation>;
type OperationName = keyof typeof OPERATIONS;

type Count = (work: () => Promise<unknown>) => Promise<StorageCount>;

async function countOperations(directory: Directory, group: string, count: Count, users: number) {
  // What a process does once is not counted: its first lane, its settings, its first sightings.
  for (const id of directory.users.slice(0, 2)) {
    check(
      await directory.send(
        'PATCH',
        `/Users/${id}`,
        patchBody({ op: 'Replace', path: 'title', value: `${Math.random()}` }),
      ),
      200,
    );
  }
  const costs: Partial<Filled['costs']> = {};
  for (const [name, operation] of Object.entries(OPERATIONS)) {
    await new Promise((resolve) => setTimeout(resolve, AFTERWARDS_MS));
    let ms = Number.NaN;
    const counted = await count(async () => {
      const begun = performance.now();
      await operation(directory, group, users);
      ms = performance.now() - begun;
    });
    Object.assign(costs, { [name]: { count: counted, ms } });
  }
  return costs as Filled['costs'];
}

async function readWhole({ send }: Directory, group: string, count: Count): Promise<Filled['whole']> {
  let [members, mib, ms] = [0, 0, 0];
  const counted = await count(async () => {
    const begun = performance.now();
    const text = check(await send('GET', `/Groups/${group}`), 200);
    ms = performance.now() - begun;
    mib = Buffer.byteLength(text) / 1024 / 1024;
    members = new Set(
      (JSON.parse(text) as { members: { value: string }[] }).members.map(({ value }) => value),
    ).size;
  });
  return { members, mib, ms, count: counted };
}

async function readBeyond(directory: Directory, group: string, users: number): Promise<Filled['beyond']> {
  await addMembers(directory, group, [directory.users[users] ?? '']);
  const answer = await directory.send('GET', `/Groups/${group}`);
  const { detail = '' } = JSON.parse(answer.text) as { detail?: string };
  return { status: answer.status, detail };
}

function pageOf(small: Filled, large: Filled, when: string): string {
  const cost = ({ requests, depth }: StorageCount) => `${requests} / ${depth}`;
  const rows = (Object.keys(OPERATIONS) as OperationName[]).map((name) => {
    const [few, many] = [small.costs[name], large.costs[name]];
    return [name, cost(few.count), cost(many.count), shown(few.ms), shown(many.ms)];
  });
  const { whole, beyond } = large;
  return `# One hundred thousand

Made by \`npm run bench -- --scale\` on ${when}. ${large.users.toLocaleString('en')} users and a group of
${whole.members.toLocaleString('en')} members were provisioned through SCIM, ${CALLERS} requests at a time, in ${Math.round(large.seconds / 60)} minutes. Rollcall's
process took at most ${shown(large.peakMiB)} MiB, with V8's limits as it sets them itself on the smallest instance, of 512 MB.

Storage requests / depth of one request, and its time with ${HELD_BACK_MS} ms for each storage request. The counts are the result: the times grow
with the table because Azurite walks all of it for a range of keys, where Azure seeks.

${table(['operation', `at ${SMALL}`, `at ${large.users.toLocaleString('en')}`, 'ms', 'ms'], rows)}

The group with all its members: ${whole.count.requests} storage requests, ${shown(whole.mib)} MiB, ${shown(whole.ms / 1000)} s. With one member more it is answered with
${beyond.status}: "${beyond.detail}"
`;
}
