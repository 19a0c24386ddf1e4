// That something was seen costs a busy identity provider nothing: it is written when it is first seen, and at most hourly then.
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { expect, test } from 'vitest';
import { createSightings } from '../../src/storage/sightings.ts';
import { testDirectory } from '../support/directory.ts';

const START = Date.parse('2030-06-01T12:00:00Z');
const MINUTE = 60_000;

async function bench() {
  let writes = 0;
  const policy: PipelinePolicy = {
    name: 'writes',
    sendRequest(request, next) {
      if (request.method !== 'GET') writes += 1;
      return next(request);
    },
  };
  const directory = await testDirectory({ policies: [policy] });
  writes = 0;
  let now = START;
  const open = () => createSightings(directory.writer.table, () => now);
  return {
    open,
    pass: (minutes: number) => {
      now += minutes * MINUTE;
    },
    writes: () => writes,
  };
}

const at = (minutes: number) => new Date(START + minutes * MINUTE).toISOString();

test('a thousand times in an hour are one write', async () => {
  const { open, pass, writes } = await bench();
  const sightings = open();
  for (let time = 0; time < 1_000; time += 1) {
    sightings.sighted('default', 'credential/scim-token/1');
    pass(0.05);
  }
  await expect.poll(() => sightings.all('default')).toHaveLength(1);
  expect(writes()).toBe(1);
});

test('after an hour it is written again; the first time stays, over a new start of the process too', async () => {
  const { open, pass } = await bench();
  open().sighted('default', 'entra/user');
  pass(61);
  const sightings = open();
  await expect.poll(() => sightings.all('default')).toHaveLength(1);
  sightings.sighted('default', 'entra/user');
  await expect
    .poll(() => sightings.all('default'))
    .toEqual([{ name: 'entra/user', first: at(0), last: at(61) }]);
  pass(59);
  sightings.sighted('default', 'entra/user');
  pass(2);
  sightings.sighted('default', 'entra/user');
  await expect
    .poll(() => sightings.all('default'))
    .toEqual([{ name: 'entra/user', first: at(0), last: at(122) }]);
});

test('each directory has its own', async () => {
  const sightings = (await bench()).open();
  sightings.sighted('default', 'entra/user');
  sightings.sighted('other', 'okta/user');
  await expect.poll(() => sightings.all('other')).toMatchObject([{ name: 'okta/user' }]);
  expect(await sightings.all('default')).toMatchObject([{ name: 'entra/user' }]);
});
