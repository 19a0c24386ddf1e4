// `npm run soak`: ten minutes of the soak; `-- --seconds 60` for another time. Writes docs/performance/soak.md and ends with 1
// where something is wrong.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startAzurite } from '../../local/azurite.ts';
import { describeMachine } from '../machine.ts';
import { buildBundles } from '../peers/bundles.ts';
import { createProgress } from '../progress.ts';
import { lineChart } from '../report/chart.ts';
import { problemsOf, quarters, type SoakReport, soak } from './soak.ts';

const FOLDER = join(import.meta.dirname, '../../docs/performance');
const FAULTS = 0.01;

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '600' } } });
const machine = describeMachine();
const azurite = await startAzurite({ keep: 'memory' });
const bundles = await buildBundles();
const progress = createProgress(24);
const { connectionString } = azurite;
const seconds = Number(values.seconds);
const report = await soak({ connectionString, bundles, seconds, faults: FAULTS }, () =>
  progress.step('soak'),
).finally(async () => {
  progress.end();
  await azurite.stop();
  await bundles.remove();
});
const problems = problemsOf(report);
const page = pageOf(report, problems);
await mkdir(FOLDER, { recursive: true });
await writeFile(join(FOLDER, 'soak.md'), page);
await writeFile(join(FOLDER, 'soak.svg'), chartOf(report));
console.log(page);
process.exit(problems.length === 0 ? 0 : 1);

function chartOf({ heapMiB, residentMiB }: SoakReport): string {
  return lineChart({
    title: 'Memory of the service under mixed load',
    unit: 'MiB',
    categories: heapMiB.map((_, at) => `${Math.round(((at + 1) * seconds) / heapMiB.length)} s`),
    series: [
      { name: 'heap in use', values: heapMiB },
      { name: 'resident', values: residentMiB },
    ],
    scale: 'linear',
  });
}

function pageOf(soaked: SoakReport, found: readonly string[]): string {
  const [early, late] = quarters(soaked.heapMiB);
  const [before, after] = soaked.resources.map((resources) =>
    Object.entries(resources)
      .map(([kind, count]) => `${count} ${kind}`)
      .join(', '),
  );
  return `# Soak

Made by \`npm run soak\` on ${machine.date}: ${machine.description}.

${soaked.operations.toLocaleString('en')} operations in ${soaked.seconds} s by 8 callers: Entra's mix, the rest of the protocol, and clients' mistakes. Of the storage
requests ${FAULTS * 100} % failed, ${soaked.storageFaults.toLocaleString('en')} in all: refused, cut before they arrived, or applied with their answer lost. V8's limits
were those that it sets itself on the smallest instance, of 512 MB.

| | |
| --- | --- |
| answers that a client did not deserve | ${soaked.failures.length} |
| heap in use, second quarter and last | ${early.toFixed(1)} and ${late.toFixed(1)} MiB |
| open handles at rest before | ${before} |
| open handles at rest after | ${after} |

${found.length === 0 ? 'Nothing is wrong.' : found.map((problem) => `- ${problem}`).join('\n')}

![Memory](soak.svg)
`;
}
