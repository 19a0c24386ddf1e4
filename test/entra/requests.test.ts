// What Microsoft Entra sends, in the order in which it sends it, against the running service: requests.json has each request
// with its source and what must come back.

import { afterAll, beforeAll, describe, test } from 'vitest';
import { readCases, replay } from '../support/replay.ts';
import { startService, type TestService } from '../support/service.ts';

const CASES = readCases(new URL('requests.json', import.meta.url));

describe('what Entra sends', () => {
  let service: TestService;
  const saved = new Map<string, string>();

  beforeAll(async () => {
    service = await startService();
  });

  afterAll(() => service.stop());

  test.each(CASES)('$name', (one) => replay(service, one, saved));
});
