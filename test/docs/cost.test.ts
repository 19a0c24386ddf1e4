// docs/cost.md: its tables are those that the arithmetic makes.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { costTables } from '../../docs/cost-tables.ts';
import { withTables } from '../../docs/regions.ts';

test('the tables are as `npm run docs` makes them', async () => {
  const page = await readFile(join(import.meta.dirname, '../../docs/cost.md'), 'utf8');
  expect(withTables(page, costTables())).toBe(page);
});
