// Timer functions run on their schedule, can be started by hand, and never twice at a time.
import { expect, test } from 'vitest';
import { runFunctionsApp } from '../support/functions-app.ts';

test('a timer runs on its six-field schedule', async () => {
  const { log } = await runFunctionsApp(`
    app.timer('tick', { schedule: '* * * * * *', handler: async (timer, context) => context.info('tick ' + timer.isPastDue) });`);
  await expect.poll(() => log, { timeout: 5_000 }).toContain('information tick false');
});

test('a run that takes longer than the schedule is not joined by a second one', async () => {
  const { log } = await runFunctionsApp(`
    let running = 0;
    app.timer('slow', { schedule: '* * * * * *', handler: async (timer, context) => {
      running += 1;
      context.info('running ' + running);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      running -= 1;
    } });`);
  await expect.poll(() => log.length, { timeout: 8_000 }).toBeGreaterThanOrEqual(2);
  expect(log).not.toContain('information running 2');
});

test('runOnStartup runs at once, and a fault is only in the log', async () => {
  const { log } = await runFunctionsApp(`
    app.timer('early', { schedule: '0 0 0 1 1 *', runOnStartup: true, handler: async () => { throw new Error('broken'); } });`);
  await expect.poll(() => log.join()).toContain('error Function "early" failed: Error: broken');
});

test('trigger runs a function now and waits for it', async () => {
  const { log, trigger } = await runFunctionsApp(`
    app.timer('sweep', { schedule: '0 0 0 1 1 *', handler: async (timer, context) => context.info('swept') });`);
  await trigger('sweep');
  expect(log).toEqual(['information swept']);
  await expect(trigger('unknown')).rejects.toThrow('no function "unknown"');
});
