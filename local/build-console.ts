// Before `npm start`: builds the console's page where it is missing or older than its sources, so that a fresh clone has one.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';

const PROJECT = join(import.meta.dirname, '..');
const SOURCES = join(PROJECT, 'console');
const PAGE = join(PROJECT, 'dist/console/index.html');

/** Milliseconds since 1970; 0 where there is no such file. */
async function changedAt(file: string): Promise<number> {
  return await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

async function newestSource(): Promise<number> {
  const entries = await readdir(SOURCES, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Math.max(...(await Promise.all(files.map(changedAt))));
}

if ((await changedAt(PAGE)) < (await newestSource())) {
  console.log('Building the console …');
  await build({ configFile: join(SOURCES, 'vite.config.ts'), logLevel: 'warn' });
}
