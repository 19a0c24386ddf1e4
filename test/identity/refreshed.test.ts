// A source that hangs, which the vault double cannot show in a test's time.
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type Timing, VAULT_TIMING } from '../../src/identity/freshness.ts';
import { createRefreshed } from '../../src/identity/refreshed.ts';
import { createClock, refusalOf } from '../support/identity.ts';

const LONG = 60_000;

/** A source that answers with how often it was asked, after so many milliseconds. */
function createSource(timing: Partial<Timing> = {}) {
  const clock = createClock();
  const log: object[] = [];
  const source = { ...clock, delay: 0, asked: 0, failure: undefined as Error | undefined, log };
  const value = createRefreshed<number>({
    source: 'the source',
    load: async (_previous, signal) => {
      source.asked += 1;
      const answer = source.asked;
      await sleep(source.delay, undefined, { signal, ref: false });
      if (source.failure !== undefined) throw source.failure;
      return answer;
    },
    timing: { ...VAULT_TIMING, ...timing },
    now: clock.now,
    log: (level, message, details) => log.push({ level, message, details }),
  });
  return { source, value };
}

describe('a source that hangs', () => {
  test('with nothing held: those who ask are let go with Retry-After', async () => {
    const { source, value } = createSource({ waitLimit: 50, roundLimit: LONG });
    source.delay = LONG;
    const errors = await Promise.all([refusalOf(value.current()), refusalOf(value.afterMiss())]);
    for (const error of errors) expect(error).toMatchObject({ kind: 'unavailable', retryAfter: 30 });
    expect(source.asked).toBe(1);
  });

  test('is given up after the limit of a round, and asked again later', async () => {
    const { source, value } = createSource({ waitLimit: LONG, roundLimit: 50 });
    source.delay = LONG;
    await refusalOf(value.current());
    expect(source.log).toEqual([
      {
        level: 'error',
        message: 'No answer from the source',
        details: expect.objectContaining({ error: 'AbortError' }),
      },
    ]);
    source.delay = 0;
    source.pass(31);
    expect(await value.current()).toBe(2);
  });

  test('with something held: the first who ask wait a moment, those who come after it failed not at all', async () => {
    const { source, value } = createSource({ waitLimit: LONG, roundLimit: 50 });
    expect(await value.current()).toBe(1);
    source.delay = LONG;
    source.pass(61);
    expect(await value.current()).toBe(1);
    source.pass(31);
    const third = await value.current();
    // The round that this look began is still running: nobody waited for it.
    expect([third, source.asked, source.log.length]).toEqual([1, 3, 1]);
  });

  test('and answers late: what it brought counts from when it was asked', async () => {
    const { source, value } = createSource({ waitLimit: 10 });
    source.delay = 100;
    await refusalOf(value.current());
    source.pass(61);
    await sleep(200);
    source.delay = 0;
    expect(await value.current()).toBe(2);
  });

  test('a look that finds nothing is not believed of what is old', async () => {
    const { source, value } = createSource({ waitLimit: 10, roundLimit: LONG });
    await value.current();
    source.delay = LONG;
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
