// The log is written off the path of the answers: where its storage is away, or too much comes at once, requests are answered
// as ever, what is lost is counted, and the log says itself that it has a gap.
import { randomUUID } from 'node:crypto';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { expect, inject, test } from 'vitest';
import { createRecorder } from '../../src/directory/provisioning-log/recorder.ts';
import type { LogQuery, ProvisioningLog } from '../../src/directory/provisioning-log/store.ts';
import { openLogTables } from '../../src/storage/log-tables.ts';
import type { Patience } from '../../src/storage/patience.ts';
import { createProvisioningLog } from '../../src/storage/provisioning-log.ts';
import { testEndpoint } from '../support/endpoint.ts';
import { PATIENCE } from '../support/open-directory.ts';

const EVERYTHING: LogQuery = {
  directory: 'default',
  outcome: undefined,
  subject: undefined,
  name: undefined,
  from: undefined,
  to: undefined,
  after: undefined,
  limit: 1_000,
};

/**
 * A log whose storage can be taken away, and whose pauses are short. Only a storage that is silent is given up soon: on a
 * busy machine one that is there may need as long, and would be asked twice.
 */
function breakableLog(pausesMs: readonly number[] = [1, 1], patience: Partial<Patience> = {}) {
  let state: 'there' | 'away' | 'silent' = 'there';
  let writes = 0;
  const policy: PipelinePolicy = {
    name: 'breakable',
    async sendRequest(request, next) {
      if (request.method !== 'GET') writes += 1;
      if (state === 'away') throw new Error('The storage of the log is away.');
      if (state === 'silent') {
        await new Promise((_, reject) =>
          request.abortSignal?.addEventListener('abort', () => reject(new Error('given up'))),
        );
      }
      return next(request);
    },
  };
  const tables = openLogTables(
    { connectionString: inject('tablesConnectionString') },
    `t${randomUUID().replaceAll('-', '')}`,
    { policies: [policy], patience: { ...PATIENCE, ...patience } },
  );
  const log = createProvisioningLog({ tables, days: 90, now: Date.now, pausesMs });
  return {
    log,
    set: (next: typeof state) => {
      state = next;
    },
    writes: () => writes,
  };
}

function endpointWith(log: ProvisioningLog, faulty: (error: unknown) => void = () => undefined) {
  const recorder = createRecorder({
    log,
    sightings: { sighted: () => undefined, all: async () => [] },
    store: () => ({
      readUser: async () => undefined,
      readGroup: async () => undefined,
      readWorkspace: async () => undefined,
    }),
    later: setImmediate,
    faulty,
  });
  const routes = [
    { method: 'GET', path: '', handler: async () => ({ status: 200, body: { id: '1' } }) },
  ] as const;
  return testEndpoint(routes, {
    observe: (id) => {
      const end = recorder.observe(id);
      return (seen) => end({ ...seen, tokenHint: undefined });
    },
  });
}

const settledSoon = (log: ProvisioningLog) =>
  new Promise((resolve) => setImmediate(resolve)).then(log.settled);

test.each(['away', 'silent'] as const)(
  'a storage that is %s: answers at once, all lost and counted',
  async (state) => {
    const { log, set } = breakableLog([1, 1], { answer: 50, certainty: 100 });
    const ask = endpointWith(log);
    set(state);
    for (let at = 0; at < 5; at += 1) {
      const began = performance.now();
      expect((await ask()).status).toBe(200);
      expect(performance.now() - began).toBeLessThan(500);
    }
    await settledSoon(log);
    expect(log.lost()).toBe(5);
  },
);

test('when it is back, the log goes on and says how much is missing', async () => {
  const { log, set } = breakableLog();
  const ask = endpointWith(log);
  set('away');
  await ask();
  await ask();
  await settledSoon(log);
  set('there');
  await ask();
  await settledSoon(log);
  const { entries } = await log.page(EVERYTHING);
  expect(entries.map(({ outcome, sentence }) => [outcome, sentence.slice(0, 40)]).sort()).toEqual([
    ['failed', 'Up to now 2 entries of this log could no'],
    ['read', 'laptop sent GET /scim/v2/Things.'],
  ]);
  expect(log.lost()).toBe(2);
});

test('a storage that is away for a moment loses nothing, and nothing is there twice', async () => {
  const { log, set } = breakableLog([100, 100, 100]);
  const ask = endpointWith(log);
  set('away');
  await ask();
  setTimeout(() => set('there'), 150);
  await settledSoon(log);
  expect((await log.page(EVERYTHING)).entries).toHaveLength(1);
  expect(log.lost()).toBe(0);
});

test('more than the queue takes is given up at once, and what it took is written', async () => {
  const { log } = breakableLog();
  const entry = { ...(await anEntry()), requestId: '' };
  // Each is an entry, an index row and a counter.
  for (let at = 0; at < 8_000; at += 1) {
    log.add({ key: `request-${at}`, directory: 'default', entry, terms: [{ by: 'outcome', value: 'read' }] });
  }
  expect(log.lost()).toBeGreaterThan(1_000);
  expect(log.lost()).toBeLessThan(2_500);
});

test('a fault in the making of an entry is told and counted, and fails no request', async () => {
  const { log } = breakableLog();
  const faults: unknown[] = [];
  const broken: ProvisioningLog = {
    ...log,
    add: () => {
      throw new Error('no entry can be made');
    },
  };
  const ask = endpointWith(broken, (error) => faults.push(error));
  expect((await ask()).status).toBe(200);
  await settledSoon(log);
  expect(String(faults)).toBe('Error: no entry can be made');
});

test('requests that come together share a transaction', async () => {
  const { log, writes } = breakableLog();
  const ask = endpointWith(log);
  await ask();
  await settledSoon(log);
  const before = writes();
  await Promise.all(Array.from({ length: 20 }, () => ask()));
  await settledSoon(log);
  expect(writes() - before).toBe(1);
  // All of them have the invocation's id here, so they are told apart by the millisecond at most.
  expect((await log.counts('default', 2)).read).toBe(21);
});

/** As the recorder makes one. */
async function anEntry() {
  const { log } = breakableLog();
  await endpointWith(log)();
  await settledSoon(log);
  const [entry] = (await log.page(EVERYTHING)).entries;
  if (entry === undefined) throw new Error('There is no entry.');
  return entry;
}
