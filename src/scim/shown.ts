// What a client sent, as an error quotes it: short enough to read, and whole characters only, since the answer is UTF-8.

/** Room for an attribute behind its URN. */
const LIMIT = 160;

/** The text, cut behind its first 160 characters (UTF-16 units). */
export function shown(text: string): string {
  return (text.length > LIMIT ? `${text.slice(0, LIMIT)}...` : text).toWellFormed();
}
