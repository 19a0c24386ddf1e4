// Making things in Entra exactly once. What a run made just before it was cut off may not be seen by the next one yet, and
// two of it would be worse than some seconds of waiting.
import type { Effects } from '../effects.ts';
import type { GraphFailure } from './graph-errors.ts';

const LAST_LOOKS_MS = [2_000, 4_000];

/** Makes it, unless it turns up after all. */
export async function makeUnlessThere(
  find: () => Promise<unknown>,
  make: () => Promise<unknown>,
  { wait }: Pick<Effects, 'wait'>,
): Promise<void> {
  for (const pause of LAST_LOOKS_MS) {
    await wait(pause);
    if ((await find()) !== undefined) return;
  }
  await make();
}

/** Does it, and is content where Graph says that it is done already. */
export async function unlessDone(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { statusCode, message } = ((error as Error).cause ?? {}) as Partial<GraphFailure>;
    const isDone = statusCode === 409 || (statusCode === 400 && /already exists/i.test(message ?? ''));
    if (!isDone) throw error;
  }
}
