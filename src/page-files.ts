// The files of the console's page, which lie beside the bundle. They are read when they are first asked for, and then kept: a
// request of an identity provider never pays for them.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { PageFile, ReadPageFile } from './http/console/page.ts';

/** What is compressed already gains nothing, and what is small little. */
const COMPRESSIBLE = /\.(?:css|html|js|json|svg|txt)$/;
const SMALLEST_COMPRESSED = 1_024;

/** @param bundleFolder where the bundle lies; the page was built into a folder beside it */
export function readPageFiles(bundleFolder: string): ReadPageFile {
  const folder = join(bundleFolder, 'console');
  let names: Promise<ReadonlySet<string>> | undefined;
  const read = new Map<string, Promise<PageFile>>();
  return async (name) => {
    // Only what is listed: no name leads out of the folder.
    names ??= filesIn(folder);
    if (!(await names).has(name)) return undefined;
    const known = read.get(name) ?? readPageFile(join(folder, name));
    read.set(name, known);
    return await known;
  };
}

async function filesIn(folder: string): Promise<ReadonlySet<string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return new Set(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(folder.length + 1)
          .replaceAll('\\', '/'),
      ),
  );
}

async function readPageFile(file: string): Promise<PageFile> {
  const bytes = await readFile(file);
  const isWorthIt = COMPRESSIBLE.test(file) && bytes.byteLength >= SMALLEST_COMPRESSED;
  return { bytes, gzip: isWorthIt ? await promisify(gzip)(bytes, { level: 9 }) : undefined };
}
