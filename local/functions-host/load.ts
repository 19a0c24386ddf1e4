// Loads an app's bundle as the Functions worker does, with `@azure/functions-core` answered. The bundle is compiled here
// instead of required, so that each host has an instance of its own and no global of Node is patched.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { compileFunction, constants } from 'node:vm';

/** Runs the CommonJS file, whose top level registers its functions with `coreApi`. */
export async function loadApp(file: string, coreApi: object): Promise<void> {
  const source = await readFile(file, 'utf8');
  const requireThere = createRequire(file);
  const requireAnswered = Object.assign(
    (id: string): unknown => (id === '@azure/functions-core' ? coreApi : requireThere(id)),
    requireThere,
  );
  const run = compileFunction(source, ['exports', 'require', 'module', '__filename', '__dirname'], {
    filename: file,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  run.call(module.exports, module.exports, requireAnswered, module, file, dirname(file));
}
