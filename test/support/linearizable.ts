// Whether what several clients saw at the same time can be explained by their requests having been done one after another,
// each at some moment between its beginning and its answer (linearizability, Herlihy and Wing 1990). A search over the
// orders that the times allow, which remembers where it has been; histories of some dozen calls take no time.

/** A request and its answer, by a common counter. */
export interface Call<Operation, Answer> {
  readonly operation: Operation;
  /** Undefined where the client was not told: it was done at some time, or never. */
  readonly answer: Answer | undefined;
  readonly from: number;
  readonly to: number;
}

/** The sequential behaviour that the answers must agree with. States are never changed, only replaced. */
export interface Model<State, Operation, Answer> {
  readonly initial: State;
  /** The state afterwards; undefined where this answer is impossible. Any answer is possible where it is undefined. */
  step(state: State, operation: Operation, answer: Answer | undefined): State | undefined;
}

/** An order of the calls that explains all answers; undefined where there is none. */
export function explain<State, Operation, Answer>(
  calls: readonly Call<Operation, Answer>[],
  model: Model<State, Operation, Answer>,
): Call<Operation, Answer>[] | undefined {
  const tried = new Set<string>();

  function search(state: State, done: ReadonlySet<number>): Call<Operation, Answer>[] | undefined {
    const left = calls.map((call, at) => ({ call, at })).filter(({ at }) => !done.has(at));
    const certain = left.filter(({ call }) => call.answer !== undefined);
    if (certain.length === 0) return [];
    const here = `${[...done].sort((a, b) => a - b).join()}|${JSON.stringify(state)}`;
    if (tried.has(here)) return undefined;
    tried.add(here);
    // Whoever was answered before another began must come first.
    const firstEnd = Math.min(...certain.map(({ call }) => call.to));
    for (const { call, at } of left) {
      if (call.from > firstEnd) continue;
      const next = model.step(state, call.operation, call.answer);
      if (next === undefined) continue;
      const rest = search(next, new Set([...done, at]));
      if (rest !== undefined) return [call, ...rest];
    }
    return undefined;
  }

  return search(model.initial, new Set());
}
