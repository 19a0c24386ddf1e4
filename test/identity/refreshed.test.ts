// A source that hangs, which the vault double cannot show in a test's time.
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type Timing, VAULT_TIMING } from '../../src/identity/freshness.ts';
import { createRefreshed } from '../../src/identity/refreshed.ts';
import { createClock, refusalOf } from '../support/identity.ts';

const timing: Timing = { ...VAULT_TIMING, waitLimit: 50, roundLimit: 200 };

/** A source that answers with how often it was asked, after so many milliseconds. */
function createSource() {
  const clock = createClock();
  const log: object[] = [];
  const source = { ...clock, delay: 0, asked: 0, failure: undefined as Error | undefined, log };
  const value = createRefreshed<number>({
    source: 'the source',
    load: async (_previous, signal) => {
      source.asked += 1;
      const answer = source.asked;
      await sleep(source.delay, undefined, { signal });
      if (source.failure !== undefined) throw source.failure;
      return answer;
    },
    timing,
    now: clock.now,
    log: (level, message, details) => log.push({ level, message, details }),
  });
  return { source, value };
}

describe('a source that hangs', () => {
  test('with nothing held: those who ask are let go with Retry-After, and the round is given up', async () => {
    const { source, value } = createSource();
    source.delay = 10_000;
    const began = Date.now();
    const errors = await Promise.all([refusalOf(value.current()), refusalOf(value.afterMiss())]);
    expect(Date.now() - began).toBeLessThan(180);
    for (const error of errors) expect(error).toMatchObject({ kind: 'unavailable', retryAfter: 30 });
    expect(source.asked).toBe(1);
    await sleep(250);
    expect(source.log).toEqual([
      {
        level: 'error',
        message: 'No answer from the source',
        details: expect.objectContaining({ error: 'AbortError' }),
      },
    ]);
  });

  test('with something held: the first who ask wait a moment, later ones not at all', async () => {
    const { source, value } = createSource();
    expect(await value.current()).toBe(1);
    source.delay = 10_000;
    source.pass(61);
    expect(await value.current()).toBe(1);
    await sleep(250);
    source.pass(31);
    const began = Date.now();
    expect(await value.current()).toBe(1);
    expect(Date.now() - began).toBeLessThan(40);
    expect(source.asked).toBe(3);
  });

  test('and answers late: what it brought counts from when it was asked', async () => {
    const { source, value } = createSource();
    source.delay = 100;
    await refusalOf(value.current());
    source.pass(61);
    await sleep(150);
    source.delay = 0;
    expect(await value.current()).toBe(2);
  });

  test('a look that finds nothing is not believed of what is old', async () => {
    const { source, value } = createSource();
    await value.current();
    source.delay = 10_000;
    source.pass(61);
    expect((await refusalOf(value.afterMiss())).kind).toBe('unavailable');
  });
});

test('a failure is told with its cause, as a warning while something is held, and over with the next answer', async () => {
  const { source, value } = createSource();
  await value.current();
  source.failure = Object.assign(new Error('refused'), {
    statusCode: 403,
    request: { headers: { authorization: 'x' } },
  });
  source.pass(61);
  expect(await value.current()).toBe(1);
  expect(source.log).toEqual([
    {
      level: 'warn',
      message: 'No answer from the source',
      details: { error: 'Error', code: undefined, statusCode: 403, reason: 'refused' },
    },
  ]);
  source.failure = undefined;
  source.pass(61);
  expect(await value.current()).toBe(3);
  source.pass(61);
  expect(await value.current()).toBe(4);
});
