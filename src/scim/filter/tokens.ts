// Cuts the text of a filter or a PATCH path into tokens, in one pass and without looking back, so that the time taken
// grows with the length and with nothing else. A word is whatever stands between spaces, brackets and quotes: it is judged
// by the parser, which knows what was expected there and can say so.

export interface Token {
  readonly kind: '(' | ')' | '[' | ']' | 'word' | 'string' | 'end';
  /** As written; for a string with its quotes. */
  readonly text: string;
  /** Of the first character, counted from 1 as people do. */
  readonly position: number;
}

/** What is wrong with the text, and where. */
export interface SyntaxFault {
  readonly position: number;
  readonly message: string;
}

const SPACES = /[ \t]*/y;
/** A JSON string (RFC 8259 section 7), which holds no control character as it is. */
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /[^\s()[\]"\p{Cc}]+/uy;
const BRACKET = /[()[\]]/y;

/** The tokens of a text; the last is always `end`. `fail` is called for what is no token, and throws. */
export function tokenize(text: string, fail: (fault: SyntaxFault) => never): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  for (take(SPACES); at < text.length; take(SPACES)) {
    const position = at + 1;
    const word = take(WORD);
    const string = word === undefined ? take(STRING) : undefined;
    const token = word ?? string ?? take(BRACKET) ?? fail(faultAt(text, at));
    const kind =
      word !== undefined ? 'word' : string !== undefined ? 'string' : (token as '(' | ')' | '[' | ']');
    tokens.push({ kind, text: token, position });
  }
  tokens.push({ kind: 'end', text: '', position: text.length + 1 });
  return tokens;
}

function faultAt(text: string, at: number): SyntaxFault {
  if (text[at] === '"') {
    return {
      position: at + 1,
      message:
        'expected a string as in JSON, closed by a double quote, with control characters, quotes and backslashes ' +
        'escaped by a backslash',
    };
  }
  const code = (text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return { position: at + 1, message: `the character U+${code} is allowed inside quotes only, escaped` };
}
