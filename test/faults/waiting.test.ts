// How long storage is waited for: as long as it asks for, never longer than a client waits, and no request that hangs holds
// an operation.
import { createHttpHeaders, type PipelinePolicy } from '@azure/core-rest-pipeline';
import { describe, expect, test } from 'vitest';
import { newUserId } from '../../src/directory/ids.ts';
import { StoreUnavailable } from '../../src/directory/store.ts';
import { ORIGIN, testDirectory } from '../support/directory.ts';

/** Answers 503 to the requests of which `isThrottled` says so. */
function throttle(isThrottled: (method: string) => boolean, retryAfter: string): PipelinePolicy {
  return {
    name: 'throttle',
    async sendRequest(request, next) {
      if (!isThrottled(request.method)) return await next(request);
      return { request, status: 503, headers: createHttpHeaders({ 'retry-after': retryAfter }) };
    },
  };
}

/** Lets requests of this method wait for the client to give up; gives those that it held. */
function hang(method: string, count: number) {
  let left = count;
  const policy: PipelinePolicy = {
    name: 'hang',
    async sendRequest(request, next) {
      if (request.method !== method || left === 0) return await next(request);
      left -= 1;
      return await new Promise((_, reject) => {
        request.abortSignal?.addEventListener('abort', () => {
          reject(Object.assign(new Error('The operation was aborted.'), { name: 'AbortError' }));
        });
      });
    },
  };
  return policy;
}

const user = () => ({ userName: `${newUserId()}@atlas.example` });

describe('storage that asks to be left alone', () => {
  test('is asked again after the seconds of its Retry-After, reads and writes', async () => {
    const { store, sibling } = await testDirectory();
    await store.totals();
    for (const ask of [
      (other: typeof store) => other.totals(),
      (other: typeof store) => other.createUser(newUserId(), user(), ORIGIN),
    ]) {
      let left = 1;
      const began = Date.now();
      await ask(sibling({ policies: [throttle(() => left-- > 0, '1')] }).store);
      expect(Date.now() - began).toBeGreaterThanOrEqual(990);
    }
  });

  test('for longer than a client waits: the client is told for how long', async () => {
    const { store, sibling } = await testDirectory();
    await store.createUser(newUserId(), user(), ORIGIN);
    let isThrottled = false;
    const throttled = sibling({ policies: [throttle(() => isThrottled, '3600')] });
    await throttled.store.createUser(newUserId(), user(), ORIGIN);
    isThrottled = true;
    const began = Date.now();
    const refusal = await throttled.store.createUser(newUserId(), user(), ORIGIN).catch((error) => error);
    expect(refusal).toBeInstanceOf(StoreUnavailable);
    expect(refusal.retryAfter).toBe(3_600);
    expect(Date.now() - began).toBeLessThan(5_000);
  });

  test('all writes that it refused are done when it is over, each once', async () => {
    const { store, sibling } = await testDirectory();
    const until = Date.now() + 300;
    const isThrottled = (method: string) => method === 'POST' && Date.now() < until;
    const throttled = sibling({ policies: [throttle(isThrottled, '0')] });
    const results = await Promise.all(
      Array.from({ length: 40 }, () => throttled.store.createUser(newUserId(), user(), ORIGIN)),
    );
    expect(results.every(({ kind }) => kind === 'created')).toBe(true);
    expect(await store.totals()).toEqual({ users: 40, groups: 0 });
  });
});

describe('a request that hangs', () => {
  test('is given up after the limit and done again', async () => {
    const { store, sibling } = await testDirectory();
    const hanging = sibling({ policies: [hang('POST', 2)], patience: { answer: 50 } });
    const created = await hanging.store.createUser(newUserId(), user(), ORIGIN);
    expect(created.kind).toBe('created');
    expect(await store.totals()).toEqual({ users: 1, groups: 0 });
  });

  test('for ever: the client is told to come back', async () => {
    const { sibling } = await testDirectory();
    const hanging = sibling({
      policies: [hang('POST', Number.POSITIVE_INFINITY)],
      patience: { answer: 20, certainty: 100 },
    });
    await expect(hanging.store.createUser(newUserId(), user(), ORIGIN)).rejects.toBeInstanceOf(
      StoreUnavailable,
    );
  });
});
