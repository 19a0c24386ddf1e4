// `npm run docs`: makes the tables of the pages anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { costTables } from './cost-tables.ts';
import { withTables } from './regions.ts';
import { scimTables } from './scim-tables.ts';

const PAGES = { 'scim.md': scimTables(), 'cost.md': costTables() };

for (const [name, tables] of Object.entries(PAGES)) {
  const page = new URL(name, import.meta.url);
  writeFileSync(page, withTables(readFileSync(page, 'utf8'), tables));
}
