// Keeps a PATCH from being slow. Each operation is quick by itself, but ten thousand of them, each looking through ten
// thousand values, would hold up everybody: 2 MB of body can ask for hours.

import { ScimError } from '../errors.ts';

/** In conditions evaluated. About a second's work; real requests stay below a thousandth of it. */
export const MAX_WORK = 5_000_000;
/** What reading and writing one value costs, in the same unit. */
export const VALUE_WORK = 25;
/** What an operation costs at least. */
export const OPERATION_WORK = 100;

export interface Work {
  left: number;
}

/** Takes `units` off what may still be done. Throws `payloadTooLarge` when nothing is left. */
export function spend(work: Work, units: number): void {
  work.left -= units;
  if (work.left >= 0) return;
  throw new ScimError(
    'payloadTooLarge',
    'The operations look at too many values, taken together. Split the request into smaller ones.',
  );
}
