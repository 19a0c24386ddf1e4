// How long the built bundle takes to load, against the same code as files of its own with its dependencies in node_modules: what
// a cold start waits for. Fresh processes, in turn; the host's part of the Functions library is answered by an empty stand-in.
import { execFile } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { BUNDLE } from '../build.ts';
import { median } from './statistics.ts';

const PROJECT = join(import.meta.dirname, '..');
/** Below the project, so that its node_modules are found. */
const FOLDER = join(PROJECT, 'node_modules/.cache/rollcall-bench');

export interface LoadTime {
  readonly bundledMs: number;
  readonly unbundledMs: number;
}

export async function measureLoadTime(bundle: string, processes: number): Promise<LoadTime> {
  const unbundled = await transpile();
  const times: Record<'bundled' | 'unbundled', number[]> = { bundled: [], unbundled: [] };
  // The first of each reads from a cold disk.
  for (let run = -1; run < processes; run += 1) {
    const [bundledMs, unbundledMs] = [await loadOnce(bundle), await loadOnce(unbundled)];
    if (run < 0) continue;
    times.bundled.push(bundledMs);
    times.unbundled.push(unbundledMs);
  }
  await rm(FOLDER, { recursive: true });
  return { bundledMs: median(times.bundled), unbundledMs: median(times.unbundled) };
}

async function loadOnce(file: string): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(import.meta.dirname, 'load-process.cjs'),
    file,
  ]);
  return Number(stdout);
}

/** Each source file to a CommonJS file of its own. Gives the entry. */
async function transpile(): Promise<string> {
  const source = join(PROJECT, 'src');
  const files = (await readdir(source, { recursive: true })).filter((file) => file.endsWith('.ts'));
  await build({
    platform: 'node',
    target: BUNDLE.target,
    format: 'cjs',
    entryPoints: files.map((file) => join(source, file)),
    outbase: source,
    outdir: FOLDER,
    outExtension: { '.js': '.cjs' },
    plugins: [
      {
        name: 'extensions',
        setup: ({ onLoad }) =>
          onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
            contents: (await readFile(path, 'utf8')).replace(
              /((?:from|import|import\()\s*'\.[^']*)\.ts'/g,
              "$1.cjs'",
            ),
            loader: 'ts',
          })),
      },
    ],
  });
  return join(FOLDER, 'functions/index.cjs');
}
