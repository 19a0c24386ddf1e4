// When something kept in memory is read again from where it comes, decided without any effect. The rules protect three
// parties at once: an administrator who disables a token (it must stop soon), the source (nobody may drive calls to it,
// whatever they send), and the caller (a source that is away must not take the service down with it).

/** All in milliseconds. */
export interface Timing {
  /** Two rounds begin at least this far apart, whatever causes them. */
  readonly spacing: number;
  /** Older than this: a round in the background. */
  readonly refreshAfter: number;
  /** Older than this: whoever asks waits for the round, unless the source is away. */
  readonly waitAfter: number;
  /** For so long after a failed round the source counts as away. */
  readonly awayFor: number;
  /** Older than this: not used any more. */
  readonly keepFor: number;
  /** "It is not there" is only believed of what is at most this old. */
  readonly missAfter: number;
  /** Nobody waits longer than this for a round. */
  readonly waitLimit: number;
  /** A round that takes longer is given up. */
  readonly roundLimit: number;
}

/** Times in milliseconds; `loadedAt` is when the round *began* that brought what is held. */
export interface RefreshState {
  readonly loadedAt: number | undefined;
  readonly startedAt: number | undefined;
  /** When a round last ended in failure. */
  readonly failedAt: number | undefined;
  readonly running: boolean;
}

/** `use` for an ordinary look, `miss` when what was looked for is not among what is held. */
export type Need = 'use' | 'miss';

export interface Decision {
  readonly start: boolean;
  readonly wait: boolean;
}

const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** What an administrator can disable: honoured within a minute. */
export const VAULT_TIMING: Timing = {
  spacing: 30 * SECOND,
  refreshAfter: 30 * SECOND,
  waitAfter: 60 * SECOND,
  awayFor: 60 * SECOND,
  keepFor: 24 * HOUR,
  missAfter: 60 * SECOND,
  waitLimit: 10 * SECOND,
  roundLimit: 30 * SECOND,
};

/** Whether to begin a round, and whether to wait for it or for the one that runs. */
export function decide(state: RefreshState, need: Need, now: number, timing: Timing): Decision {
  const age = since(state.loadedAt, now);
  const wanted = need === 'miss' || age > timing.refreshAfter;
  const start = wanted && !state.running && since(state.startedAt, now) >= timing.spacing;
  const nothingUsable = age > timing.keepFor;
  const sourceIsAway = since(state.failedAt, now) <= timing.awayFor;
  const wait =
    (start || state.running) &&
    (nothingUsable || (!sourceIsAway && (need === 'miss' || age > timing.waitAfter)));
  return { start, wait };
}

/** Whether what is held may answer this need. */
export function answers(state: RefreshState, need: Need, now: number, timing: Timing): boolean {
  return since(state.loadedAt, now) <= (need === 'miss' ? timing.missAfter : timing.keepFor);
}

/** Whole seconds until a new round may begin, at least one: for Retry-After. */
export function retryAfter(state: RefreshState, now: number, timing: Timing): number {
  const left = timing.spacing - since(state.startedAt, now);
  return Math.max(1, Math.ceil(left / 1000));
}

/** A time in the future is one from before the clock was set back: as good as never. */
function since(time: number | undefined, now: number): number {
  return time === undefined || time > now ? Number.POSITIVE_INFINITY : now - time;
}
