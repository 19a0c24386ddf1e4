// The development host starts on loopback and ends without breaking what has begun.
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { runFunctionsApp } from '../support/functions-app.ts';

test('stop answers what has begun and takes nothing new', async () => {
  const { url, stop } = await runFunctionsApp(`
    app.http('slow', { handler: async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { body: 'done' };
    } });`);
  const answer = fetch(`${url}/slow`).then((response) => response.text());
  await new Promise((resolve) => setTimeout(resolve, 100));
  await stop();
  expect(await answer).toBe('done');
  await expect(fetch(`${url}/slow`)).rejects.toThrow();
});

test('the host listens on loopback only', async () => {
  const { port } = await runFunctionsApp(`app.http('x', { handler: async () => ({}) });`);
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((entry) => entry?.internal === false);
  if (outside !== undefined) {
    const host = outside.family === 'IPv6' ? `[${outside.address}]` : outside.address;
    await expect(fetch(`http://${host}:${port}/x`)).rejects.toThrow();
  }
  expect((await fetch(`http://127.0.0.1:${port}/x`)).status).toBe(200);
});
