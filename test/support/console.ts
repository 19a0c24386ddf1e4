// The console, built once for a test run beside the bundle that the tests share. Test files run in processes of their own, so
// the first that needs it builds it into a folder of its own and moves that into place; the others wait for it.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { inject } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const LONGEST_MS = 100_000;

/** Resolves when the console is beside the bundle. */
export async function consoleBuilt(): Promise<void> {
  const bundle = inject('bundle');
  if ('problem' in bundle) throw new Error(bundle.problem);
  const target = join(bundle.folder, 'dist/console');
  const claim = join(bundle.folder, 'building-console');
  const isMine = await mkdir(claim).then(
    () => true,
    () => false,
  );
  if (isMine) await build(join(claim, 'out'), target);
  for (const until = Date.now() + LONGEST_MS; !existsSync(target); await sleep(100)) {
    if (Date.now() > until) throw new Error('The console was not built.');
  }
}

async function build(unfinished: string, target: string): Promise<void> {
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const command = ['build', '--config', 'console/vite.config.ts', '--outDir', unfinished, '--emptyOutDir'];
  // Of the test runner's own environment React would be built for development.
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)(process.execPath, [vite, ...command], { cwd: ROOT, env });
  await rename(unfinished, target);
}
