// How far a long piece of work is, told every few seconds.
import type { Effects } from '../effects.ts';

const EVERY_MS = 3_000;

/** Counts; tells of it now and then. @param of how many there will be, where that is known */
export function count({ tell, now }: Pick<Effects, 'tell' | 'now'>, what: string, of?: number) {
  let total = 0;
  let told = now();
  return {
    add(more: number): void {
      total += more;
      if (now() - told < EVERY_MS) return;
      told = now();
      tell(of === undefined ? `${total} ${what} …` : `${total} of ${of} ${what} …`);
    },
    total: () => total,
  };
}
