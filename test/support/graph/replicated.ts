// Objects that are not known everywhere at once: "replication takes seconds; poll before the next call" (entra.md 8.1), "SP
// not ready for seconds after instantiate" (azure.md section 11). Counted in looks instead of seconds, so that a test meets
// it every time and waits for nothing: the first looks at an object do not find it.

export interface Replicated<T> {
  add(id: string, value: T): void;
  /** Undefined where there is none, and at the first looks. */
  get(id: string): T | undefined;
  /** All that are known by now. */
  all(): T[];
}

/** @param late looks that do not find a new object, by its id and in lists each: two looks may be at two places */
export function createReplicated<T>(late: number): Replicated<T> {
  const objects = new Map<string, { value: T; hidden: { byId: number; inLists: number } }>();
  const look = (id: string, how: 'byId' | 'inLists'): T | undefined => {
    const object = objects.get(id);
    if (object === undefined || object.hidden[how] === 0) return object?.value;
    object.hidden[how] -= 1;
    return undefined;
  };
  return {
    add: (id, value) => objects.set(id, { value, hidden: { byId: late, inLists: late } }),
    get: (id) => look(id, 'byId'),
    all: () => [...objects.keys()].flatMap((id) => look(id, 'inLists') ?? []),
  };
}
