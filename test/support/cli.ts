// Runs a command line in this process, with what a test puts in the place of the person, of Azure and of Entra.
import { type Effects, realEffects } from '../../cli/effects.ts';
import { run } from '../../cli/run.ts';
import { unusedCredential } from './vault.ts';

export interface CommandResult {
  readonly exitCode: number;
  /** Lines of standard output. */
  readonly printed: readonly string[];
  /** Lines of standard error. */
  readonly told: readonly string[];
}

/** Waits take no time. A sign-in fails, unless the test gives one. */
export async function runCommand(
  words: readonly string[],
  given: Partial<Effects> = {},
): Promise<CommandResult> {
  const printed: string[] = [];
  const told: string[] = [];
  const exitCode = await run(words, {
    ...realEffects(),
    print: (line) => printed.push(line),
    tell: (line) => told.push(line),
    environment: {},
    azureIdentity: () => unusedCredential,
    signIn: () => unusedCredential,
    wait: async () => undefined,
    ...given,
  });
  return { exitCode, printed, told };
}
