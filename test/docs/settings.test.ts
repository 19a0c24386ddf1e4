// docs/settings.md names every setting that is read, and no other.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const read = (path: string) => readFile(join(import.meta.dirname, '../..', path), 'utf8');
const names = (text: string, form: RegExp) =>
  [...new Set([...text.matchAll(form)].map(([, name]) => name))].sort();

test('docs/settings.md and the code know the same settings', async () => {
  const page = names(await read('docs/settings.md'), /`([A-Z]+(?:_[A-Z]+)*)`/g);
  const service = names(await read('src/config.ts'), /^ {2}([A-Z]+(?:_[A-Z]+)+): /gm);
  const local = names(await read('local/settings.ts'), /environment\.([A-Z_]+)/g);
  expect(service.length).toBeGreaterThan(20);
  expect(page).toEqual([...new Set([...service, ...local])].sort());
});
