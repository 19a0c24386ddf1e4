// What other identity providers send, each in the order in which it does, against a running service of its own: one file of
// cases for each, every case with its source. What a provider's documents do not show byte for byte has been filled in with
// names and values of ours; each provider's first case says what is known.

import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCases, replay } from '../support/replay.ts';
import { startService, type TestService } from '../support/service.ts';

const FILES = readdirSync(new URL('.', import.meta.url)).filter((name) => name.endsWith('.json'));

describe.each(FILES)('%s', (file) => {
  const cases = readCases(new URL(file, import.meta.url));
  let service: TestService;
  const saved = new Map<string, string>();

  beforeAll(async () => {
    service = await startService();
  });

  afterAll(() => service.stop());

  test.each(cases)('$name', (one) => replay(service, one, saved));

  test('every case says where it comes from', () => {
    expect(cases.filter(({ source }) => (source ?? '').length < 10)).toEqual([]);
  });
});
