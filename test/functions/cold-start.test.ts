// What a cold start evaluates before it answers: an identity provider that waits for it pays for nothing that others need.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { beforeAll, expect, inject, test } from 'vitest';
import { BUNDLE } from '../../build.ts';

const PROJECT = join(import.meta.dirname, '../..');
const ENTRY = 'src/functions/index.ts';
let inputs: Metafile['inputs'];

beforeAll(async () => {
  const { metafile } = await build({
    ...BUNDLE,
    absWorkingDir: PROJECT,
    entryPoints: [ENTRY],
    outfile: 'unwritten.cjs',
    metafile: true,
    write: false,
  });
  inputs = metafile.inputs;
});

/** What is evaluated as soon as the entry is. */
function evaluatedAtOnce(): Set<string> {
  const evaluated = new Set([ENTRY]);
  for (const file of evaluated) {
    for (const { path, kind } of inputs[file]?.imports ?? []) {
      if (kind !== 'dynamic-import') evaluated.add(path);
    }
  }
  return evaluated;
}

test.each([
  'src/http/console/',
  'src/http/access/',
  'node_modules/@azure/identity/',
  'node_modules/@azure/keyvault-secrets/',
])('%s is there, but not evaluated with the entry', (folder) => {
  const within = (file: string) => file.startsWith(folder);
  expect(Object.keys(inputs).some(within)).toBe(true);
  expect([...evaluatedAtOnce()].filter(within)).toEqual([]);
});

test('what SCIM needs is evaluated with it', () => {
  expect(evaluatedAtOnce()).toContain('src/http/users.ts');
});

test('the clients of Azure lie in a file of their own', async () => {
  const bundle = inject('bundle');
  if ('problem' in bundle) throw new Error(bundle.problem);
  const read = (name: string) => readFile(join(bundle.folder, 'dist', name), 'utf8');
  // The beginning of an error's text, which no build renames.
  const text = 'ManagedIdentityCredential: only one of';
  expect(await read('azure-clients.cjs')).toContain(text);
  expect(await read('rollcall.cjs')).not.toContain(text);
});
