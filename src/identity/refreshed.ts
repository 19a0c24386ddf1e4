// Keeps what came from a vault or from Entra's keys in memory and reads it again by the rules of freshness.ts, so that no
// request calls the source on its way once the value is warm.
import { ScimError } from '../scim/errors.ts';
import { answers, decide, type Need, type RefreshState, retryAfter, type Timing } from './freshness.ts';
import type { IdentityLog } from './log.ts';

export interface Refreshed<Value> {
  /** What is held. Throws ScimError `unavailable` when there is nothing, or nothing young enough. */
  current(): Promise<Value>;
  /**
   * For one who did not find what they looked for: what is held after the round that this may cause. Throws `unavailable`
   * when it is too old to say that something does not exist.
   */
  afterMiss(): Promise<Value>;
}

/** Something that whoever changes the source can have read again. */
export interface Renewable<Value> extends Refreshed<Value> {
  /** Resolves when what the caller has changed is held, or the wait for it is given up. */
  renew(): Promise<void>;
}

export interface RefreshedOptions<Value> {
  /** Names the source in answers and in the log: `the key vault`. */
  readonly source: string;
  /** One round; `previous` is what is held, so that what cannot have changed need not be read again. */
  readonly load: (previous: Value | undefined, signal: AbortSignal) => Promise<Value>;
  readonly timing: Timing;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: IdentityLog;
}

export function createRefreshed<Value>(options: RefreshedOptions<Value>): Renewable<Value> {
  const { source, timing, now, log } = options;
  let held: { readonly value: Value; readonly loadedAt: number } | undefined;
  let startedAt: number | undefined;
  let failedAt: number | undefined;
  let round: Promise<void> | undefined;

  const state = (): RefreshState => ({
    loadedAt: held?.loadedAt,
    startedAt,
    failedAt,
    running: round !== undefined,
  });

  const run = async (began: number): Promise<void> => {
    try {
      held = {
        value: await options.load(held?.value, AbortSignal.timeout(timing.roundLimit)),
        loadedAt: began,
      };
    } catch (error) {
      failedAt = now();
      log(held === undefined ? 'error' : 'warn', `No answer from ${source}`, describe(error));
    }
  };

  const begin = (): void => {
    startedAt = now();
    round = run(startedAt).finally(() => {
      round = undefined;
    });
  };

  const get = async (need: Need): Promise<Value> => {
    const { start, wait } = decide(state(), need, now(), timing);
    if (start) begin();
    if (wait && round !== undefined) await atMost(timing.waitLimit, round);
    if (held !== undefined && answers(state(), need, now(), timing)) return held.value;
    const seconds = retryAfter(state(), now(), timing);
    throw new ScimError(
      'unavailable',
      `This request cannot be decided now, because ${source} does not answer. Try again in ${seconds} seconds.`,
      { retryAfter: seconds },
    );
  };

  const renew = async (): Promise<void> => {
    // One that runs may have read the source before it was changed.
    await round;
    if (round === undefined) begin();
    if (round !== undefined) await atMost(timing.waitLimit, round);
  };

  return { current: () => get('use'), afterMiss: () => get('miss'), renew };
}

async function atMost(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}

/** What is known of the failure, without the request that the client library attaches to it. */
function describe(error: unknown): object {
  const { name, code, statusCode, message } = error as Error & { code?: string; statusCode?: number };
  return { error: name, code, statusCode, reason: message };
}
