// More writes than storage takes: who cannot be served soon is told when to come back, in a SCIM error and long before any
// client's time is up; and once storage has caught up, everything is as before.
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DirectoryService } from '../../src/http/directory-service.ts';
import { userRoutes } from '../../src/http/users.ts';
import { type TestDirectory, testDirectory } from '../support/directory.ts';
import { type EndpointAnswer, testEndpoint } from '../support/endpoint.ts';
import { MESSAGES, userBody } from '../support/scim.ts';

const STORAGE_MS = 150;
/** That a write waits for its turn. */
const TURN_MS = 400;
const FLOOD = 250;

let pauseMs = 0;
const slow: PipelinePolicy = {
  name: 'slow',
  async sendRequest(request, next) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    return await next(request);
  },
};

let directory: TestDirectory;
let ask: ReturnType<typeof testEndpoint>;

beforeAll(async () => {
  directory = await testDirectory({ policies: [slow], patience: { lane: TURN_MS } });
  const { context } = directory;
  const service = { ...context, store: () => context.store } as unknown as DirectoryService;
  ask = testEndpoint(
    userRoutes.map((route) => ({
      ...route,
      handler: (request, frontDoor) => route.handler(request, { ...service, ...frontDoor }),
    })),
  );
});

const create = (userName: string): Promise<EndpointAnswer> =>
  ask({
    method: 'POST',
    headers: { 'content-type': 'application/scim+json' },
    body: JSON.stringify(userBody(userName)),
  });

describe('a flood of writes at a slow storage', () => {
  let answers: EndpointAnswer[];
  let longestMs = 0;

  beforeAll(async () => {
    expect((await create('before')).status).toBe(201);
    pauseMs = STORAGE_MS;
    const begun = performance.now();
    answers = await Promise.all(
      Array.from({ length: FLOOD }, async (_, number) => {
        const answer = await create(`flood-${number}`);
        longestMs = Math.max(longestMs, performance.now() - begun);
        return answer;
      }),
    );
    pauseMs = 0;
  });

  test('is served as far as storage goes; the others get 503 with Retry-After and a SCIM error', () => {
    const refused = answers.filter(({ status }) => status !== 201);
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(16);
    expect(refused.length).toBeGreaterThan(FLOOD / 2);
    for (const { status, headers, body } of refused) {
      expect(status).toBe(503);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(body).toMatchObject({ schemas: [`${MESSAGES}:Error`], status: '503' });
      expect(body.detail).toContain('Send the request again');
    }
  });

  test('keeps nobody waiting: no client gives up after so short a time', () => {
    expect(longestMs).toBeLessThan(10_000);
  });

  test('leaves nothing behind: each who was refused can be created, none is there twice', async () => {
    const again = await Promise.all(
      answers.map(async ({ status }, number) => ({
        status,
        again: (await create(`flood-${number}`)).status,
      })),
    );
    expect(again.filter((one) => one.status === 201).every((one) => one.again === 409)).toBe(true);
    const wasRefused = again.filter((one) => one.status === 503);
    expect(wasRefused.filter((one) => one.again === 201).length).toBeGreaterThan(0);
    expect(wasRefused.every((one) => one.again === 201 || one.again === 503)).toBe(true);
    expect((await directory.store.totals()).users).toBe(
      1 + again.filter((one) => one.status === 201 || one.again === 201).length,
    );
  });
});
