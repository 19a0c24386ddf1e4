// Builds what Azure and the development host load: one CommonJS file, and beside it what only Azure is asked with. One file
// because a cold start reads it whole, CommonJS because it loads 10 to 75 ms faster than ES modules, a second one because reading
// code takes time, too; only `@azure/functions-core` stays outside, which exists nowhere but inside the worker.
import { execFile } from 'node:child_process';
import { appendFile, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type BuildOptions, build, type Metafile, type Plugin, stop } from 'esbuild';
import { licensesOf } from './licenses.ts';

const ROOT = import.meta.dirname;

/** How a Functions app is bundled, whichever it is. */
export const BUNDLE = {
  bundle: true,
  minifyWhitespace: true,
  minifySyntax: true,
  // Names stay, because a stack trace in the log should name functions; and so without `keepNames`, which gives its name to each
  // closure when it is made: 3 % of the CPU time of a request.
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['@azure/functions-core'],
  // They go along whole, see licenses.ts.
  legalComments: 'none',
  logLevel: 'warning',
} satisfies BuildOptions;

const AZURE_CLIENTS = 'azure-clients';

/** What is imported when it is needed stays a file of its own. */
const APART: Plugin = {
  name: 'apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: new RegExp(`/${AZURE_CLIENTS}\\.ts$`) }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: `./${AZURE_CLIENTS}.cjs`, external: true } : undefined,
    ),
};

/** Builds the service into `outfile`, and beside it its second file and the licenses of both. */
export async function buildRollcall(outfile = join(ROOT, 'dist/rollcall.cjs')): Promise<void> {
  const folder = dirname(outfile);
  const parts = [
    await buildFile(`src/identity/${AZURE_CLIENTS}.ts`, join(folder, `${AZURE_CLIENTS}.cjs`)),
    await buildFile('src/functions/index.ts', outfile, [APART]),
  ];
  await writeFile(join(folder, 'licenses.txt'), await licensesOf(parts, ROOT));
}

/** Builds the command line into `outfile`: one file for everybody who has Node, beside the service's package. */
export async function buildCommandLine(outfile: string): Promise<void> {
  const licenses = await licensesOf([await buildFile('cli/main.ts', outfile)], ROOT);
  await appendFile(outfile, `/*\n${licenses.replaceAll('*/', '* /')}*/\n`);
}

/** Gives the paths of what went into the file, relative to the project. */
async function buildFile(entryPoint: string, outfile: string, plugins: Plugin[] = []): Promise<Metafile> {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  // Another process may be about to load the file: it finds the old or the new one, never a part.
  const unfinished = `${outfile}.${process.pid}`;
  const { metafile } = await build({
    ...BUNDLE,
    absWorkingDir: ROOT,
    metafile: true,
    entryPoints: [entryPoint],
    outfile: unfinished,
    plugins,
    define: {
      ROLLCALL_VERSION: JSON.stringify(version),
      ROLLCALL_COMMIT: JSON.stringify(await currentCommit()),
    },
  });
  // Otherwise the bundler's own process stays as long as this one.
  await stop();
  await rename(unfinished, outfile);
  return metafile;
}

/** A source archive without its repository has no commit. */
async function currentCommit(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: ROOT });
    return stdout.trim();
  } catch {
    return 'unknown';
  }
}

if (import.meta.main) await buildRollcall();
