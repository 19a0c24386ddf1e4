// Remembers, for a while and for little, where in the order of the ids certain positions are. Positions hold only as long as
// nobody comes or goes. What changes within one lane and sums up to nothing (one deleted, one created) is not noticed; then a
// page begins where the last one ended, which is what a client that pages would want anyway.

/** Of one kind of resource in one directory, in the memory of this process. */
export interface Positions {
  /** Forgets everything unless this is what it was the last time. */
  keepWhile(state: string): void;
  remember(position: number, id: string): void;
  /** The greatest remembered position up to `limit`. */
  nearest(limit: number): { readonly position: number; readonly id: string } | undefined;
}

/** Enough for the walks of several clients through a million. */
const MOST = 2_000;

export function createPositions(): Positions {
  const ids = new Map<number, string>();
  let held = '';
  return {
    keepWhile(state) {
      if (state !== held) ids.clear();
      held = state;
    },
    remember(position, id) {
      ids.delete(position);
      ids.set(position, id);
      const [oldest] = ids.keys();
      if (ids.size > MOST && oldest !== undefined) ids.delete(oldest);
    },
    nearest(limit) {
      let best: { position: number; id: string } | undefined;
      for (const [position, id] of ids) {
        if (position <= limit && position > (best?.position ?? 0)) best = { position, id };
      }
      return best;
    },
  };
}
