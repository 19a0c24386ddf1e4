// /health says what runs and whether it works; a service that cannot work says why instead of dying.

import { HttpRequest, InvocationContext } from '@azure/functions';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createHealth } from '../../src/http/health.ts';
import { startService } from '../support/service.ts';

async function running(settings: Record<string, string | undefined> = {}) {
  const service = await startService({ settings });
  onTestFinished(service.stop);
  return service;
}

async function health(url: string) {
  const response = await fetch(`${url}/health`);
  return { status: response.status, body: await response.json() };
}

test('all is well: 200, with version and commit, for anybody', async () => {
  const { url } = await running();
  expect(await health(url)).toEqual({
    status: 200,
    body: {
      status: 'ok',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      commit: expect.stringMatching(/^[0-9a-f]{12}$|^unknown$/),
      storage: 'ok',
      vault: 'none',
    },
  });
});

test('storage away: 503 here and for requests, and no details for strangers', async () => {
  const away =
    'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=c2VjcmV0;TableEndpoint=http://127.0.0.1:1/a;';
  const { url, request } = await running({ ROLLCALL_TABLES: away });
  expect(await health(url)).toMatchObject({
    status: 503,
    body: { status: 'failing', storage: 'unreachable' },
  });
  const answer = await request('GET', '/Schemas');
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10']);
  expect(answer.body.detail).not.toContain('127.0.0.1');
});

test('settings missing: 503, and /health names the settings', async () => {
  const { url, request } = await running({ ROLLCALL_TABLES: undefined, ROLLCALL_TOKEN: undefined });
  const { status, body } = await health(url);
  expect(status).toBe(503);
  expect(body).toMatchObject({ status: 'failing', settings: expect.stringContaining('ROLLCALL_TABLES') });
  const answer = await request('GET', '/Schemas');
  expect([answer.status, answer.body.status]).toEqual([503, '503']);
});

test('the checks run at most every five seconds, whatever is thrown at it', async () => {
  const check = vi.fn(async () => undefined);
  const handler = createHealth({ version: '1', commit: 'x' }, async () => ({ storage: check }));
  const ask = () =>
    handler(new HttpRequest({ method: 'GET', url: 'http://localhost/health' }), new InvocationContext());
  await Promise.all(Array.from({ length: 50 }, ask));
  await ask();
  expect(check).toHaveBeenCalledTimes(1);
});
