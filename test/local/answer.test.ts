// What comes of a function's result, or of its fault.
import { expect, test } from 'vitest';
import { runFunctionsApp } from '../support/functions-app.ts';
import { sendRaw } from '../support/raw-http.ts';

function handler(source: string): string {
  return `app.http('x', { methods: ['GET', 'HEAD'], handler: ${source} });`;
}

test('status, headers and body are as the function says', async () => {
  const { url } = await runFunctionsApp(
    handler(`async () => ({ status: 201, headers: { ETag: 'W/"1"', 'Content-Type': 'a/b' }, body: 'text' })`),
  );
  const response = await fetch(`${url}/x`);
  expect(response.status).toBe(201);
  expect(response.headers.get('etag')).toBe('W/"1"');
  expect(response.headers.get('content-type')).toBe('a/b');
  expect(await response.text()).toBe('text');
});

test.each([
  ['a throw', `async () => { throw new Error('the reason'); }`],
  ['a throw before the first await', `() => { throw new Error('the reason'); }`],
  ['a status that is none', `async () => ({ status: 99, body: 'the reason' })`],
  ['a result that is no object', `async () => 'the reason'`],
])('%s is an empty 500, and told only in the log', async (_, source) => {
  const { url, log } = await runFunctionsApp(handler(source));
  const response = await fetch(`${url}/x`);
  expect(response.status).toBe(500);
  expect(await response.text()).toBe('');
  expect(log.join()).toContain('error Function "x" failed');
});

test('nothing returned is 204', async () => {
  const { url } = await runFunctionsApp(handler('async () => {}'));
  expect((await fetch(`${url}/x`)).status).toBe(204);
});

test('the body of a 304 is dropped', async () => {
  const { url } = await runFunctionsApp(handler(`async () => ({ status: 304, body: 'text' })`));
  expect(await (await fetch(`${url}/x`)).text()).toBe('');
});

test('HEAD gets no body and the length that the function says', async () => {
  const { port } = await runFunctionsApp(handler(`async () => ({ headers: { 'Content-Length': '42' } })`));
  expect(await sendRaw(port, ['HEAD /x HTTP/1.1'])).toMatchObject({
    status: 200,
    body: '',
    headers: { 'content-length': '42' },
  });
});

test('hooks run around the function and may change its arguments and its result', async () => {
  const { url } = await runFunctionsApp(`
    app.hook.preInvocation((context) => { context.inputs = ['changed']; });
    app.hook.postInvocation((context) => { context.result = { body: context.result.body + ' twice' }; });
    ${handler('async (input) => ({ body: input })')}`);
  expect(await (await fetch(`${url}/x`)).text()).toBe('changed twice');
});

test('a hook that throws is a 500 too', async () => {
  const { url } = await runFunctionsApp(`
    app.hook.preInvocation(() => { throw new Error('no'); });
    ${handler(`async () => ({ body: 'text' })`)}`);
  expect((await fetch(`${url}/x`)).status).toBe(500);
});

test('the log gets what the function writes, with its level', async () => {
  const { url, log } = await runFunctionsApp(
    handler(`async (request, context) => { context.info('told'); context.error('bad'); return {}; }`),
  );
  await fetch(`${url}/x`);
  expect(log).toEqual(['information told', 'error bad']);
});

test('a function cannot be registered after the start', async () => {
  const { url, log } = await runFunctionsApp(
    handler(`async () => { app.http('late', { handler: async () => ({}) }); return {}; }`),
  );
  expect((await fetch(`${url}/x`)).status).toBe(500);
  expect(log.join()).toContain('during app startup');
});
