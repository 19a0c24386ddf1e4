// `npm run bicep`: everything in infra/ and docs/ that is made from the Bicep files, made again. The tests under
// test/infra/ use the same functions to show that what is committed is what the compiler makes.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Compiler, findCompiler, type Outcome } from './compiler.ts';
import { templatePage } from './template-page.ts';

export const MAIN = join(import.meta.dirname, 'main.bicep');
/** The parameters of azd. */
export const PARAMETERS = join(import.meta.dirname, 'main.bicepparam');
export const COMPILED = join(import.meta.dirname, 'azuredeploy.json');
const PAGE = join(import.meta.dirname, '..', 'docs', 'template.md');
const SNAPSHOTS = join(import.meta.dirname, 'snapshots');

// A snapshot is evaluated for a subscription that does not exist; without one, half of it would stay unevaluated.
const NOWHERE = [
  ...['--subscription-id', '00000000-0000-0000-0000-000000000001'],
  ...['--tenant-id', '00000000-0000-0000-0000-000000000002'],
  ...['--resource-group', 'rollcall'],
  ...['--location', 'westeurope'],
];

/** Every .bicep and .bicepparam file, sorted. */
export async function sourceFiles(): Promise<string[]> {
  const entries = await readdir(import.meta.dirname, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.bicep(param)?$/.test(entry.name));
  return files.map((entry) => join(entry.parentPath, entry.name)).sort();
}

/** The parameter sets with a committed snapshot. */
export async function snapshotSets(): Promise<string[]> {
  const names = await readdir(SNAPSHOTS);
  return names
    .filter((name) => name.endsWith('.bicepparam'))
    .map((name) => join(SNAPSHOTS, name))
    .sort();
}

/** Writes every file under a folder as the compiler's formatter has it. */
export async function format(compiler: Compiler, folder: string): Promise<void> {
  ok(await compiler('format', '--pattern', join(folder, '**', '*.bicep*')));
}

/** What the linter says of the file and its modules; empty when it has nothing to say. Warnings count. */
export async function complaints(compiler: Compiler, file: string): Promise<string> {
  const { stdout, stderr } = await compiler('lint', file);
  return (stdout + stderr).trim();
}

/** main.bicep compiled. */
export async function compiled(compiler: Compiler): Promise<string> {
  return ok(await compiler('build', MAIN, '--stdout')).stdout;
}

/** The parameter file compiled, as JSON. */
export async function compiledParameters(compiler: Compiler, file: string): Promise<string> {
  return ok(await compiler('build-params', file, '--stdout')).stdout;
}

/** What the deployment with these parameters would create; with `validate` it fails where the committed snapshot differs. */
export async function snapshot(
  compiler: Compiler,
  file: string,
  mode: 'overwrite' | 'validate',
): Promise<Outcome> {
  return compiler('snapshot', file, '--mode', mode, ...NOWHERE);
}

function ok(outcome: Outcome): Outcome {
  if (outcome.exitCode !== 0) throw new Error((outcome.stderr + outcome.stdout).trim());
  return outcome;
}

/** The compiler lists the outputs in another order each time; a snapshot that changes by itself is no use in a review. */
async function sortOutputs(file: string): Promise<void> {
  const { outputs, ...rest } = JSON.parse(await readFile(file, 'utf8'));
  const sorted = Object.fromEntries(Object.entries(outputs).sort(([one], [other]) => (one < other ? -1 : 1)));
  await writeFile(file, `${JSON.stringify({ ...rest, outputs: sorted }, null, 2)}\n`);
}

async function main(): Promise<void> {
  const found = await findCompiler();
  if ('missing' in found) throw new Error(found.missing);
  const { compiler } = found;
  await format(compiler, import.meta.dirname);
  const complaint = await complaints(compiler, MAIN);
  if (complaint !== '') throw new Error(complaint);
  const template = await compiled(compiler);
  await writeFile(COMPILED, template);
  await writeFile(PAGE, templatePage(JSON.parse(template)));
  for (const file of await snapshotSets()) {
    ok(await snapshot(compiler, file, 'overwrite'));
    await sortOutputs(file.replace(/\.bicepparam$/, '.snapshot.json'));
    console.log(`snapshot ${basename(file)}`);
  }
  console.log('infra/azuredeploy.json, docs/template.md');
}

if (import.meta.main) await main();
