// Text of any length in columns of Table Storage, which hold 32 Ki UTF-16 units each: `json`, `json1`, `json2` …
import type { Columns } from './transaction.ts';

const COLUMN_LIMIT = 32 * 1024;

/** The columns that hold `text` under `name`. */
export function textColumns(name: string, text: string): Columns {
  const columns: Record<string, string> = {};
  for (let part = 0, start = 0; part === 0 || start < text.length; part += 1) {
    let end = Math.min(start + COLUMN_LIMIT, text.length);
    // A surrogate pair stays in one column: half of it is no valid text to the service.
    if (end < text.length && isLeadingSurrogate(text.charCodeAt(end - 1))) end -= 1;
    columns[part === 0 ? name : `${name}${part}`] = text.slice(start, end);
    start = end;
  }
  return columns;
}

/** The text that `textColumns` put there; undefined where there is none. */
export function columnsText(name: string, row: Readonly<Record<string, unknown>>): string | undefined {
  if (row[name] === undefined) return undefined;
  let text = '';
  for (let part = 0; ; part += 1) {
    const column = row[part === 0 ? name : `${name}${part}`];
    if (typeof column !== 'string') return text;
    text += column;
  }
}

function isLeadingSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
