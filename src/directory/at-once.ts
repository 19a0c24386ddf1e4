// Many reads at the same time, but not all: a page of a thousand must not take the whole of what storage gives.

const AT_ONCE = 50;

/** `work` for each of the items, some at a time; the results in the order of the items. */
export async function eachAtOnce<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let position = 0;
  const next = async () => {
    for (let at = position++; at < items.length; at = position++) results[at] = await work(items[at] as Item);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, next));
  return results;
}
