// The walk of cursor-walk.test.ts at the size of a large company.
import { expect, test } from 'vitest';
import { walkUnderChange } from '../support/walk.ts';

test('10,000 users, while 50 clients delete and create', { timeout: 300_000 }, async () => {
  const outcome = await walkUnderChange({ users: 10_000, clients: 50, count: 50 });
  expect(outcome).toMatchObject({ lost: [], repeated: [] });
  expect(outcome.pages).toBeGreaterThanOrEqual(100);
  expect(outcome.deleted).toBeGreaterThan(1_000);
  process.stdout.write(`The walk: ${JSON.stringify(outcome)}\n`);
});
