// Small pieces of text in a sentence.

/** The text, cut behind `limit` UTF-16 units; whole characters only. */
export function toWellFormedStart(text: string, limit: number): string {
  return (text.length > limit ? `${text.slice(0, limit)}…` : text).toWellFormed();
}

/** `A`, `A and B`, `A, B and C`; of many the first `shown` and how many more. */
export function listed(names: readonly string[], shown = 3): string {
  const head = names.length > shown + 1 ? names.slice(0, shown) : names;
  const rest = names.length - head.length;
  const parts = rest > 0 ? [...head, `${rest} others`] : head;
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** `1 user`, `2 users`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Up to the first full stop that ends a sentence. */
export function firstSentence(text: string): string {
  return text.split(/(?<=[.!?])\s+(?=[A-Z])/u, 1)[0] ?? text;
}
