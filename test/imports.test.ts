// The layers of src/ hold because the linter knows them (biome.json): each row is a file with one import, and whether it may
// have it.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const PROJECT = join(import.meta.dirname, '..');
const ROWS: readonly (readonly [file: string, imported: string, verdict: 'allowed' | 'refused'])[] = [
  ['src/scim/a.ts', './schema/x.ts', 'allowed'],
  ['src/scim/a.ts', '../directory/x.ts', 'refused'],
  ['src/scim/a.ts', '../config.ts', 'refused'],
  ['src/scim/filter/a.ts', '../errors.ts', 'allowed'],
  ['src/scim/filter/a.ts', '../path/x.ts', 'allowed'],
  ['src/scim/filter/a.ts', '../../http/x.ts', 'refused'],
  ['src/scim/filter/a.ts', 'node:fs', 'refused'],
  ['src/scim/filter/a.ts', '@azure/functions', 'refused'],
  ['src/directory/a.ts', './x.ts', 'allowed'],
  ['src/directory/a.ts', '../scim/errors.ts', 'allowed'],
  ['src/directory/a.ts', '../http/caller.ts', 'refused'],
  ['src/directory/a.ts', '../storage/rows.ts', 'refused'],
  ['src/directory/a.ts', 'node:net', 'refused'],
  ['src/directory/a.ts', '@azure/data-tables', 'refused'],
  ['src/directory/log/a.ts', '../store.ts', 'allowed'],
  ['src/directory/log/a.ts', '../../scim/errors.ts', 'allowed'],
  ['src/directory/log/a.ts', '../../http/caller.ts', 'refused'],
  ['src/directory/log/a.ts', 'node:net', 'refused'],
  ['src/http/a.ts', '../directory/users.ts', 'allowed'],
  ['src/http/a.ts', '../storage/rows.ts', 'refused'],
  ['src/http/a.ts', '../identity/token.ts', 'refused'],
  ['src/http/a.ts', '../functions/users.ts', 'refused'],
  ['src/http/a.ts', '../service.ts', 'refused'],
  ['src/http/a.ts', '@azure/data-tables', 'refused'],
  ['src/http/console/a.ts', '../reply.ts', 'allowed'],
  ['src/http/console/a.ts', '../../directory/users.ts', 'allowed'],
  ['src/http/console/a.ts', '../../storage/rows.ts', 'refused'],
  ['src/http/console/a.ts', '../../service.ts', 'refused'],
  ['src/storage/a.ts', '@azure/data-tables', 'allowed'],
  ['src/storage/a.ts', '../directory/store.ts', 'allowed'],
  ['src/storage/a.ts', '../http/caller.ts', 'refused'],
  ['src/storage/a.ts', 'jose', 'refused'],
  ['src/identity/a.ts', 'jose', 'allowed'],
  ['src/identity/a.ts', '../http/caller.ts', 'allowed'],
  ['src/identity/a.ts', '../http/endpoint.ts', 'refused'],
  ['src/identity/a.ts', '../storage/rows.ts', 'refused'],
  ['src/identity/a.ts', '@azure/data-tables', 'refused'],
  ['src/functions/a.ts', '../http/users.ts', 'allowed'],
  ['src/functions/a.ts', '../directory/users.ts', 'refused'],
  ['src/functions/a.ts', '../storage/rows.ts', 'refused'],
  ['src/functions/a.ts', '@azure/keyvault-secrets', 'refused'],
  ['src/a.ts', './storage/rows.ts', 'allowed'],
  ['src/a.ts', '../local/start.ts', 'refused'],
  ['src/a.ts', '../test/support/service.ts', 'refused'],
];
const FORMS = {
  import: (name: string) => `import { x } from '${name}';\nconsole.log(x);\n`,
  'import type': (name: string) => `import type { X } from '${name}';\nexport const x: X = 1;\n`,
  'dynamic import': (name: string) => `export const x = await import('${name}');\n`,
  're-export': (name: string) => `export { x } from '${name}';\n`,
};

let folder: string;
let refused: ReadonlySet<string>;

function fileOf(row: number, form: string): string {
  const [file] = ROWS[row] ?? [''];
  return file.replace('a.ts', `case-${row}-${form.replace(' ', '-')}.ts`);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-imports-'));
  const config = JSON.parse(await readFile(join(PROJECT, 'biome.json'), 'utf8'));
  const { $schema: _schema, vcs: _vcs, ...rest } = config;
  await writeFile(join(folder, 'biome.json'), JSON.stringify({ root: true, ...rest }));
  for (const [row, [, imported]] of ROWS.entries()) {
    for (const [form, write] of Object.entries(FORMS)) {
      const path = join(folder, fileOf(row, form));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, write(imported));
    }
  }
  refused = await filesRefused();
});
afterAll(() => rm(folder, { recursive: true }));

/** The files in which the linter finds an import that it refuses. */
async function filesRefused(): Promise<ReadonlySet<string>> {
  const args = [
    'lint',
    '--only=style/noRestrictedImports',
    '--reporter=github',
    '--max-diagnostics=none',
    '.',
  ];
  const output = await new Promise<string>((resolve) => {
    const biome = join(PROJECT, 'node_modules/.bin/biome');
    execFile(biome, args, { cwd: folder, maxBuffer: 1e8 }, (_error, stdout) => resolve(stdout));
  });
  return new Set(
    [...output.matchAll(/noRestrictedImports,file=([^,]+),/g)].map(([, file = '']) => relative(folder, file)),
  );
}

test.each(ROWS.map((row, index) => [...row, index] as const))(
  '%s imports %s: %s',
  (_file, _name, verdict, index) => {
    const verdicts = Object.keys(FORMS).map((form) => [
      form,
      refused.has(fileOf(index, form)) ? 'refused' : 'allowed',
    ]);
    expect(Object.fromEntries(verdicts)).toEqual(
      Object.fromEntries(Object.keys(FORMS).map((form) => [form, verdict])),
    );
  },
);
