// Everything that the compiler makes is committed, because the button in the README leads to a file in the repository.
// These checks run the real compiler; where there is none they say so and pass, except in CI, where that is a failure.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  COMPILED,
  compiled,
  compiledParameters,
  complaints,
  format,
  MAIN,
  PARAMETERS,
  snapshot,
  snapshotSets,
  sourceFiles,
} from '../../infra/bicep.ts';
import { type Compiler, findCompiler } from '../../infra/compiler.ts';
import { looksLikeToken } from '../../src/identity/token.ts';
import { ROOT, resourcesOf } from './deployment.ts';

describe('the Bicep compiler', { timeout: 120_000 }, () => {
  let compiler: Compiler;
  let missing: string | undefined;
  let scratch: string;

  beforeAll(async () => {
    const found = await findCompiler();
    if ('compiler' in found) compiler = found.compiler;
    else missing = found.missing;
    scratch = await mkdtemp(join(tmpdir(), 'rollcall-infra-'));
  }, 300_000);

  beforeEach(({ skip }) => {
    if (missing !== undefined && process.env.CI === 'true') throw new Error(missing);
    skip(missing !== undefined, missing);
  });
  afterAll(() => rm(scratch, { recursive: true }));

  test('the linter has nothing to say', async () => {
    expect(await complaints(compiler, MAIN)).toBe('');
  });

  test('what the linter does say is an error', async () => {
    const file = join(scratch, 'careless.bicep');
    await cp(join(ROOT, 'infra', 'bicepconfig.json'), join(scratch, 'bicepconfig.json'));
    await writeFile(file, "param password string = 'x'\n");
    expect(await complaints(compiler, file)).toMatch(/Error no-unused-params/);
  });

  test('the committed azuredeploy.json is main.bicep compiled (npm run bicep makes it again)', async () => {
    expect(await readFile(COMPILED, 'utf8')).toBe(await compiled(compiler));
  });

  test('every file is formatted (npm run bicep formats)', async () => {
    const copy = join(scratch, 'infra');
    await cp(join(ROOT, 'infra'), copy, { recursive: true });
    await format(compiler, copy);
    for (const file of await sourceFiles()) {
      const name = relative(join(ROOT, 'infra'), file);
      expect(await readFile(file, 'utf8'), name).toBe(await readFile(join(copy, name), 'utf8'));
    }
  });

  test('the parameters of azd fit the template', async () => {
    expect(JSON.parse(await compiledParameters(compiler, PARAMETERS))).toHaveProperty('parametersJson');
  });

  test('the snapshots of the main parameter sets are what would be deployed', async () => {
    for (const file of await snapshotSets()) {
      const { exitCode, stdout, stderr } = await snapshot(compiler, file, 'validate');
      expect(exitCode, stdout + stderr).toBe(0);
    }
  });

  test('the token it makes has the published form and 64 random digits, and the seal is another', async () => {
    // Snapshots leave secure parameters alone, so their expressions are evaluated here, with GUIDs that can be told apart.
    const [token, seal] = resourcesOf('defaults', 'KeyVault/vaults/secrets').map(
      ({ properties }) => properties.value,
    );
    const values = await evaluate({ token: withGuids(token, '123'), seal: withGuids(seal, 'abc') });

    // Neither the version digit 4 nor the variant digit 8 of any GUID is in it.
    expect(values.token).toBe(`rollcall_${'1'.repeat(30)}${'2'.repeat(30)}${'3'.repeat(4)}`);
    expect(looksLikeToken(values.token ?? '')).toBe(true);
    expect(values.seal).toBe(`${'a'.repeat(30)}${'b'.repeat(30)}${'c'.repeat(4)}`);
  });

  /** The expression with `newGuid()` five times for each part (as the template cuts it up) replaced by a GUID of one digit. */
  function withGuids(expression: string, digits: string): string {
    let cuts = 0;
    return expression.slice(1, -1).replaceAll('newGuid()', () => {
      const digit = digits.charAt(Math.floor(cuts++ / 5));
      const [three, four] = [digit.repeat(3), digit.repeat(4)];
      return `'${digit.repeat(8)}-${four}-4${three}-8${three}-${digit.repeat(12)}'`;
    });
  }

  async function evaluate(expressions: Record<string, string>): Promise<Record<string, string>> {
    const outputs = Object.entries(expressions).map(
      ([name, expression]) => `output ${name} string = ${expression}`,
    );
    await writeFile(join(scratch, 'values.bicep'), outputs.join('\n'));
    await writeFile(join(scratch, 'values.bicepparam'), "using 'values.bicep'\n");
    await snapshot(compiler, join(scratch, 'values.bicepparam'), 'overwrite');
    return JSON.parse(await readFile(join(scratch, 'values.snapshot.json'), 'utf8')).outputs;
  }
});
