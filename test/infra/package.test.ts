// The package is the same to the byte wherever it is made, so that anybody can make it from the tag and compare.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageFiles, sha256Of, zipOf } from '../../infra/package.ts';
import { ROOT, readJson } from './deployment.ts';

const BUNDLE = 'dist/rollcall.cjs';
let checkout: string;

beforeAll(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'rollcall-package-'));
  const manifest = { ...readJson('package.json'), scripts: { postinstall: 'whatever' } };
  await writeFile(join(checkout, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(checkout, 'host.json'), '{"version":"2.0"}');
  await writeFile(join(checkout, 'local.settings.json'), '{"Values":{"ROLLCALL_TOKEN":"mine"}}');
  await mkdir(join(checkout, 'dist', 'console'), { recursive: true });
  await writeFile(join(checkout, BUNDLE), `module.exports = ${JSON.stringify('x'.repeat(10_000))};`);
  await writeFile(join(checkout, 'dist', 'console', 'index.html'), '<!doctype html>');
});
afterAll(() => rm(checkout, { recursive: true }));

test('it holds host.json at its root, what was built, a package.json that names the bundle, and nothing else', async () => {
  const files = unzipSync(zipOf(await packageFiles(checkout)));
  expect(Object.keys(files)).toEqual(['dist/console/index.html', BUNDLE, 'host.json', 'package.json']);
  expect(JSON.parse(Buffer.from(files['package.json'] ?? '').toString())).toEqual({
    name: 'rollcall',
    version: readJson('package.json').version,
    license: 'MIT',
    main: BUNDLE,
  });
});

test('neither the time zone, nor the clock, nor the order in which files are found shows in it', async () => {
  const files = await packageFiles(checkout);
  const here = sha256Of(zipOf(files));
  expect(sha256Of(zipOf(new Map([...files].reverse())))).toBe(here);

  const script = `import { packageFiles, sha256Of, zipOf } from './infra/package.ts';
    console.log(sha256Of(zipOf(await packageFiles(${JSON.stringify(checkout)}))));`;
  for (const TZ of ['Pacific/Kiritimati', 'America/St_Johns']) {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module-typescript', '--eval', script],
      {
        cwd: ROOT,
        env: { ...process.env, TZ },
      },
    );
    expect(stdout.trim(), TZ).toBe(here);
  }
});

test('another byte in the bundle is another package', async () => {
  const files = await packageFiles(checkout);
  const changed = new Map([...files, [BUNDLE, Buffer.from('module.exports = 1;')]]);
  expect(sha256Of(zipOf(changed))).not.toBe(sha256Of(zipOf(files)));
});

test('unpacked on Linux or macOS, the files are readable', async () => {
  // The central directory of a zip keeps "made by" (3 is Unix) and the file mode in the upper half of the attributes.
  const zip = Buffer.from(zipOf(await packageFiles(checkout)));
  const entry = zip.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  expect(zip[entry + 5]).toBe(3);
  expect(zip.readUInt32LE(entry + 38) >>> 16).toBe(0o100644);
});

test('without a bundle there is no package, and it says what to do', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'rollcall-package-'));
  await writeFile(join(empty, 'package.json'), JSON.stringify({ main: BUNDLE }));
  await writeFile(join(empty, 'host.json'), '{}');
  await expect(packageFiles(empty)).rejects.toThrow('run npm run build first');
  await rm(empty, { recursive: true });
});
