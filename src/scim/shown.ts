// What a client sent, as an error quotes it: short enough to read, and whole characters only, since the answer is UTF-8.

const LIMIT = 60;

/** The text, cut behind its first 60 characters (UTF-16 units). */
export function shown(text: string): string {
  return (text.length > LIMIT ? `${text.slice(0, LIMIT)}...` : text).toWellFormed();
}
