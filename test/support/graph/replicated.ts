// Objects that are not known everywhere at once: "replication takes seconds; poll before the next call" (entra.md 8.1), "SP
// not ready for seconds after instantiate" (azure.md section 11). Counted in looks instead of seconds, so that a test meets
// it every time and waits for nothing: the first looks at an object do not find it.

export interface Replicated<T> {
  add(id: string, value: T): void;
  /** Undefined where there is none, and at the first looks. */
  get(id: string): T | undefined;
  /** All that are known by now. */
  all(): T[];
  /** Without counting as a look: for the double itself. */
  certain(id: string): T | undefined;
}

/** @param late looks that do not find a new object */
export function createReplicated<T>(late: number): Replicated<T> {
  const objects = new Map<string, { value: T; hidden: number }>();
  const look = (object: { value: T; hidden: number } | undefined): T | undefined => {
    if (object === undefined) return undefined;
    if (object.hidden === 0) return object.value;
    object.hidden -= 1;
    return undefined;
  };
  return {
    add: (id, value) => objects.set(id, { value, hidden: late }),
    get: (id) => look(objects.get(id)),
    all: () => [...objects.values()].map(look).filter((value) => value !== undefined),
    certain: (id) => objects.get(id)?.value,
  };
}
