// Runs a table of steps and tells how far it is. After a step has done something it looks again, until what it did can be
// seen (Entra needs its time) and nothing is left to do.
import { CommandError } from '../command.ts';
import type { AnyStep, Context, Deed, Examined } from './step.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;
const PATIENCE_MS = 180_000;

/** Throws CommandError that names the step; the same command may be run again at any time. */
export async function runSteps(steps: readonly AnyStep[], context: Context): Promise<void> {
  for (const [at, step] of steps.entries()) {
    const place = `[${at + 1}/${steps.length}] ${step.title}`;
    try {
      await runStep(step, place, context);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new CommandError(
        `${step.title}: ${message}\nRun the same command again afterwards: what is done is found and left alone.`,
        1,
        error,
      );
    }
  }
}

async function runStep(step: AnyStep, place: string, context: Context): Promise<void> {
  const { tell, wait } = context.effects;
  const done = new Set<string>();
  for (let waited = 0, pause = FIRST_PAUSE_MS; ; ) {
    const examined = await step.examine(context);
    const { deeds } = examined;
    const fresh = deeds.filter(({ says }) => !done.has(says));
    if (deeds.length === 0) {
      tell(done.size === 0 ? `${place}: ${examined.found}` : `      done: ${examined.found}`);
      return;
    }
    if (done.size === 0) tell(`${place}: ${examined.found}`);
    if (fresh.length > 0) {
      for (const { says } of fresh) tell(`      ${says}`);
      await examined.apply(fresh);
      for (const { says } of fresh) done.add(says);
      continue;
    }
    if (waited > PATIENCE_MS) throw new CommandError(stillOpen(deeds));
    tell('      waiting until Entra shows it …');
    await wait(pause);
    waited += pause;
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}

function stillOpen(deeds: readonly Deed[]): string {
  return `Entra took the change, but does not show it yet: ${deeds.map(({ says }) => says).join('; ')}.`;
}

export interface Difference {
  readonly title: string;
  readonly deeds: readonly Deed[];
}

/** Looks and decides only. What hangs on something that does not exist yet is decided as if nothing were there. */
export async function compare(steps: readonly AnyStep[], context: Context): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const step of steps) {
    const { deeds }: Examined = await step.examine(context);
    if (deeds.length > 0) differences.push({ title: step.title, deeds });
  }
  return differences;
}
