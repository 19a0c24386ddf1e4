// The licenses of what was bundled, as one text: most of them ask that their words go along with every copy.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** The folder of a package within node_modules, of another package's or of the project. */
const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;
const LICENSE_FILE = /^(?:license|licence|copying|notice)(?:[.-]|$)/i;

/**
 * Name, version and license of each package in the bundles, in order of name: the same for the same packages.
 *
 * @param root What the paths in the bundles are relative to.
 */
export async function licensesOf(bundles: readonly Metafile[], root: string): Promise<string> {
  const paths = bundles.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(paths.flatMap((path) => PACKAGE.exec(path)?.[0] ?? []));
  const texts = await Promise.all([...folders].map((folder) => licenseOf(join(root, folder))));
  return [...new Set(texts)].sort().join(`\n${'-'.repeat(80)}\n\n`);
}

async function licenseOf(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const files = (await readdir(folder)).filter((file) => LICENSE_FILE.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return [`${name} ${version} (${license})`, ...texts].map((text) => `${text.trim()}\n`).join('\n');
}
