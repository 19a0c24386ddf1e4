// `npm run package`: the zip that a deployment fetches, the same to the byte wherever and whenever it is made from one
// commit. So there is no clock, no time zone, no file mode and no order of a file system in it, and the compression is not
// the one of Node, which changes with its version. Azure wants host.json at the root and all dependencies inside.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { zipSync } from 'fflate';
import { buildCommandLine } from '../build.ts';

const ROOT = join(import.meta.dirname, '..');
const RELEASE = join(ROOT, 'release');
/** Azure's deployment takes any name; people and documentation know this one. */
const ZIP = 'released-package.zip';
const COMMAND_LINE = 'rollcall-cli.cjs';

/** A zip stores local time without a zone, so the earliest one it knows, in local time, is the same bytes everywhere. */
const NO_TIME = new Date(1980, 0, 1);
const UNIX = 3;
const READABLE_FILE = 0o100644 << 16;

/** Path in the package, with slashes, to content. */
export type PackageFiles = ReadonlyMap<string, Uint8Array>;

/** What belongs into the package: what the build made, host.json, and of package.json what the Functions worker reads. */
export async function packageFiles(root: string): Promise<PackageFiles> {
  const { name, version, license, main } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const manifest = `${JSON.stringify({ name, version, license, main }, null, 2)}\n`;
  const files = new Map<string, Uint8Array>([['package.json', Buffer.from(manifest)]]);
  for (const path of [join(root, 'host.json'), ...(await filesUnder(join(root, 'dist')))]) {
    files.set(relative(root, path).split(sep).join('/'), await readFile(path));
  }
  if (!files.has(main)) throw new Error(`The bundle ${main} is missing: run npm run build first.`);
  return files;
}

/** The zip of these files. The same files give the same bytes. */
export function zipOf(files: PackageFiles): Uint8Array {
  const sorted = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
  return zipSync(Object.fromEntries(sorted), { level: 9, mtime: NO_TIME, os: UNIX, attrs: READABLE_FILE });
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/**
 * Writes the zip and the command line, each with its checksum in the form of `sha256sum`, and the zip's files themselves for
 * azd (azure.yaml).
 */
async function main(): Promise<void> {
  const files = await packageFiles(ROOT);
  await rm(RELEASE, { recursive: true, force: true });
  for (const [path, content] of files) {
    const target = join(RELEASE, 'app', path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
  await writeFile(join(RELEASE, ZIP), zipOf(files));
  await buildCommandLine(join(RELEASE, COMMAND_LINE));
  for (const name of [ZIP, COMMAND_LINE]) {
    const bytes = await readFile(join(RELEASE, name));
    const checksum = sha256Of(bytes);
    await writeFile(join(RELEASE, `${name}.sha256`), `${checksum}  ${name}\n`);
    console.log(`release/${name}: ${bytes.length} bytes, SHA-256 ${checksum}`);
  }
  for (const path of [...files.keys()].sort()) console.log(`  ${path}`);
}

if (import.meta.main) await main();
