// Starts the development host on a small Functions app written in a test, bundled as the product is.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';
import { BUNDLE } from '../../build.ts';
import { type Host, startHost } from '../../local/host.ts';

export interface RunningApp extends Host {
  readonly log: readonly string[];
}

/**
 * `source` registers functions with `app` of @azure/functions; `hostSettings` is what host.json holds. The app ends with
 * the test that started it.
 */
export async function runFunctionsApp(
  source: string,
  hostSettings: object = { extensions: { http: { routePrefix: '' } } },
): Promise<RunningApp> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-app-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ main: 'app.cjs' }));
  await writeFile(join(folder, 'host.json'), JSON.stringify(hostSettings));
  await build({
    ...BUNDLE,
    stdin: {
      contents: `import { app } from '@azure/functions';\n${source}`,
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    outfile: join(folder, 'app.cjs'),
  });
  const log: string[] = [];
  const host = await startHost({ folder, port: 0, log: (level, message) => log.push(`${level} ${message}`) });
  onTestFinished(host.stop);
  return { ...host, log };
}
