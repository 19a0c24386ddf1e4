// Keeps a PATCH from being slow. Each operation is quick by itself, but ten thousand of them, each looking through ten
// thousand values, would hold up everybody: 2 MB of body can ask for hours.

import { ScimError } from '../errors.ts';

/** Values looked at, each once for every condition. About a second's work; real requests stay below a thousandth of it. */
export const MAX_WORK = 1_000_000;

export interface Work {
  left: number;
}

/** Takes `units` off what may still be done. Throws `payloadTooLarge` when nothing is left. */
export function spend(work: Work, units: number): void {
  work.left -= units;
  if (work.left >= 0) return;
  throw new ScimError(
    'payloadTooLarge',
    `The operations look at more than ${MAX_WORK} values in all. Split the request into smaller ones.`,
  );
}
