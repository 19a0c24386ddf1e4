// `npm run docs`: makes the tables of the pages anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { withTables } from './regions.ts';
import { scimTables } from './scim-tables.ts';

const page = new URL('scim.md', import.meta.url);
writeFileSync(page, withTables(readFileSync(page, 'utf8'), scimTables()));
