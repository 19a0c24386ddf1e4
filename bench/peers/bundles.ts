// Folders as a deployment has them: a bundle, host.json and package.json, without node_modules.
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { BUNDLE, buildRollcall } from '../../build.ts';

const PROJECT = join(import.meta.dirname, '../..');

export interface Bundles {
  readonly rollcall: string;
  readonly floor: string;
  readonly remove: () => Promise<void>;
}

/** Bundles Rollcall and the floor's app, both in the same way. */
export async function buildBundles(): Promise<Bundles> {
  const [rollcall, floor] = await Promise.all([newFolder(), newFolder()]);
  await buildRollcall(join(rollcall, 'dist/rollcall.cjs'));
  await copyFile(join(PROJECT, 'package.json'), join(rollcall, 'package.json'));
  await build({
    ...BUNDLE,
    entryPoints: [join(import.meta.dirname, '../floor/functions-app.ts')],
    outfile: join(floor, 'floor.cjs'),
  });
  await writeFile(join(floor, 'package.json'), JSON.stringify({ main: 'floor.cjs' }));
  return {
    rollcall,
    floor,
    remove: async () => {
      for (const folder of [rollcall, floor]) await rm(folder, { recursive: true });
    },
  };
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-bench-'));
  await copyFile(join(PROJECT, 'host.json'), join(folder, 'host.json'));
  return folder;
}
