// Decides in which order the storage requests of several actors arrive: each is held until every actor that is not finished
// has one, then one is chosen and sent, and answered before the next. So an interleaving is a list of choices, which can be
// made at random from a seed, or gone through one after another.
import type { PipelinePolicy } from '@azure/core-rest-pipeline';

/** Which of `options` actors, 0 and up, goes next. */
export type Choose = (options: number) => number;

export interface Scheduler {
  /** Goes under the storage client of this actor. Holds nothing before `run`. */
  policyOf(actor: number): PipelinePolicy;
  /** Runs the actors at the same time, until all of them are finished. Rejects with what the first that failed threw. */
  run(actors: readonly (() => Promise<void>)[], choose: Choose): Promise<void>;
}

interface Held {
  readonly actor: number;
  readonly send: () => Promise<unknown>;
}

export function createScheduler(): Scheduler {
  const held: Held[] = [];
  const unfinished = new Set<number>();
  let isRunning = false;
  let wakeUp: () => void = () => undefined;

  const isBlocked = () => [...unfinished].every((actor) => held.some((request) => request.actor === actor));

  return {
    policyOf: (actor) => ({
      name: 'scheduler',
      sendRequest(request, next) {
        if (!isRunning) return next(request);
        return new Promise((resolve, reject) => {
          held.push({ actor, send: () => next(request).then(resolve, reject) });
          wakeUp();
        });
      },
    }),
    async run(actors, choose) {
      isRunning = true;
      const ends = Promise.allSettled(
        actors.map(async (work, actor) => {
          unfinished.add(actor);
          try {
            await work();
          } finally {
            unfinished.delete(actor);
            wakeUp();
          }
        }),
      );
      while (unfinished.size > 0) {
        if (isBlocked()) await sendOne(choose);
        else {
          await new Promise<void>((resolve) => {
            wakeUp = resolve;
          });
        }
      }
      isRunning = false;
      await Promise.all(held.splice(0).map(({ send }) => send()));
      const failed = (await ends).find(({ status }) => status === 'rejected');
      if (failed?.status === 'rejected') throw failed.reason;
    },
  };

  async function sendOne(choose: Choose): Promise<void> {
    const waiting = [...new Set(held.map(({ actor }) => actor))].sort((a, b) => a - b);
    const actor = waiting[waiting.length === 1 ? 0 : choose(waiting.length)];
    const [chosen] = held.splice(
      held.findIndex((request) => request.actor === actor),
      1,
    );
    await chosen?.send();
  }
}

/** Chooses at random, always the same for a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Goes through all lists of choices, the last choice first: `next` gives false when there is no other. */
export function everyOrder() {
  let made: { choice: number; options: number }[] = [];
  let at = 0;
  return {
    choose: ((options) => {
      const before = made[at];
      const choice = before?.choice ?? 0;
      if (before === undefined) made.push({ choice, options });
      at += 1;
      return choice;
    }) satisfies Choose,
    list: () => made.map(({ choice }) => choice),
    next: (): boolean => {
      made = made.slice(0, at);
      at = 0;
      while (made.length > 0) {
        const last = made.pop();
        if (last !== undefined && last.choice + 1 < last.options) {
          made.push({ choice: last.choice + 1, options: last.options });
          return true;
        }
      }
      return false;
    },
  };
}
