// The token and the seal of a laptop: made on the first run and kept beside the data, readable by their owner only, so that
// a client set up once keeps working and a cursor survives a restart. In Azure both lie in the key vault.
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The secret called `name` in `folder`; `make` gives it when there is none yet. */
export async function keptSecret(folder: string, name: string, make: () => string): Promise<string> {
  const file = join(folder, name);
  try {
    const secret = (await readFile(file, 'utf8')).trim();
    if (secret !== '') return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await mkdir(folder, { recursive: true });
  const secret = make();
  await writeFile(file, `${secret}\n`, { mode: 0o600 });
  // An empty file that was there keeps its mode otherwise.
  await chmod(file, 0o600);
  return secret;
}
