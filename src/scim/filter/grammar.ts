// The filter grammar of RFC 7644 section 3.4.2.2, figure 1, by recursive descent: `or` over `and` over `not`, grouping and
// attribute expressions. Depth and number of terms are counted while reading, so that no text can exhaust the stack or make
// a later evaluation long. PATCH paths read their value filters through the same functions (`path/parse.ts`).

import { shown } from '../shown.ts';
import { COMPARISON_OPERATORS, type ComparisonOperator, type Filter, type FilterValue } from './filter.ts';
import { type SyntaxFault, type Token, tokenize } from './tokens.ts';

/** Deeper nesting of parentheses and brackets than any person or client writes. */
export const MAX_FILTER_DEPTH = 32;

export interface ReadingLimits {
  /** In characters (UTF-16 code units). */
  readonly length: number;
  /** Attribute expressions, whatever joins them. */
  readonly terms: number;
}

/** A text being read: its tokens and how far the reading has come. */
export interface Reading {
  readonly text: string;
  readonly limits: ReadingLimits;
  readonly fail: (fault: SyntaxFault) => never;
  readonly tokens: readonly Token[];
  next: number;
  depth: number;
  terms: number;
}

/** Begins to read a text; `fail` turns a fault into the error that the caller's kind of text has, and throws it. */
export function startReading(
  text: string,
  limits: ReadingLimits,
  fail: (fault: SyntaxFault) => never,
): Reading {
  if (text.length > limits.length) {
    fail({
      position: limits.length + 1,
      message: `at most ${limits.length} characters are taken, these are ${text.length}`,
    });
  }
  return { text, limits, fail, tokens: tokenize(text, fail), next: 0, depth: 0, terms: 0 };
}

/** The token that comes next. */
export function peek(reading: Reading): Token {
  const token = reading.tokens[reading.next] ?? reading.tokens.at(-1);
  if (token === undefined) throw new Error('A reading always holds the end token.');
  return token;
}

/** The token that comes next, passed over. */
export function take(reading: Reading): Token {
  const token = peek(reading);
  reading.next += 1;
  return token;
}

/** Passes over a token of this kind, or fails. */
export function expect(reading: Reading, kind: Token['kind'], what: string): Token {
  const token = take(reading);
  return token.kind === kind ? token : failAt(reading, token, what);
}

/** Fails at a token, saying what was expected there and what was found. */
export function failAt(reading: Reading, token: Token, expected: string): never {
  const text = shown(token.text);
  const found = token.kind === 'end' ? 'the end' : token.kind === 'string' ? `the string ${text}` : text;
  return reading.fail({ position: token.position, message: `expected ${expected}, found ${found}` });
}

/** Where an expression stands: a value path holds no other value path (figure 1, `valFilter`). */
export type Place = 'resource' | 'element';

/** Reads terms joined by `or`, which binds weakest. */
export function readFilter(reading: Reading, place: Place): Filter {
  return readJoined(reading, 'or', () => readJoined(reading, 'and', () => readTerm(reading, place)));
}

function readJoined(reading: Reading, kind: 'and' | 'or', readOne: () => Filter): Filter {
  const first = readOne();
  const terms = [first];
  while (isWord(peek(reading), kind)) {
    take(reading);
    terms.push(readOne());
  }
  return terms.length === 1 ? first : { kind, terms };
}

function readTerm(reading: Reading, place: Place): Filter {
  if (peek(reading).kind === '(') return readGroup(reading, place);
  if (isWord(peek(reading), 'not')) {
    take(reading);
    if (peek(reading).kind !== '(') failAt(reading, peek(reading), 'an opening parenthesis after not');
    return { kind: 'not', term: readGroup(reading, place) };
  }
  return readAttributeExpression(reading, place);
}

function readGroup(reading: Reading, place: Place): Filter {
  const inner = readNested(reading, () => readFilter(reading, place));
  expect(reading, ')', 'and, or or a closing parenthesis');
  return inner;
}

/** Passes over an opening bracket and reads what it encloses; the caller passes over the closing one. */
function readNested(reading: Reading, readInner: () => Filter): Filter {
  const opening = take(reading);
  reading.depth += 1;
  if (reading.depth > MAX_FILTER_DEPTH) {
    reading.fail({
      position: opening.position,
      message: `parentheses and brackets may be nested ${MAX_FILTER_DEPTH} deep at most`,
    });
  }
  const inner = readInner();
  reading.depth -= 1;
  return inner;
}

function readAttributeExpression(reading: Reading, place: Place): Filter {
  const attribute = readAttributeName(reading);
  if (peek(reading).kind !== '[') return readComparison(reading, attribute);
  if (place === 'element')
    failAt(reading, peek(reading), 'an operator, since a value path cannot hold another one');
  const filter = readElementFilter(reading);
  const after = peek(reading);
  if (after.kind !== 'word' || !after.text.startsWith('.')) return { kind: 'elements', attribute, filter };
  // `emails[type eq "work"].value eq "x"` is no SCIM by the letter, but what Entra asks when the mail address is its
  // matching attribute. Both conditions are meant of one element.
  const comparison = readComparison(reading, readSubAttribute(reading));
  const terms = filter.kind === 'and' ? [...filter.terms, comparison] : [filter, comparison];
  return { kind: 'elements', attribute, filter: { kind: 'and', terms } };
}

/** Reads `[filter]`, both brackets included. */
export function readElementFilter(reading: Reading): Filter {
  const filter = readNested(reading, () => readFilter(reading, 'element'));
  expect(reading, ']', 'and, or or a closing bracket');
  return filter;
}

/** RFC 7643 section 2.1, with the `$` of `$ref` and the sub-attribute that `attrPath` may have. */
const NAME = /^[A-Za-z$][\w$-]*(?:\.[A-Za-z$][\w$-]*)?$/;
const URI = /^[A-Za-z][\w+.-]*:[\w.~%!$&'*+,;=:@/?#-]+$/;
/** Microsoft names a schema by a web address: no name can be told from what precedes it, so it is taken as a whole. */
const ADDRESS = /^[A-Za-z][\w+.-]*:\/\//;
/** What stands behind the last colon: a name, or the end of a URN that stands alone, which may begin with a digit. */
const NAME_BEHIND_URI = /^[\w$-]+(?:\.[\w$-]+)?$/;
const SUB_ATTRIBUTE = /^\.([A-Za-z$][\w$-]*)$/;

/** Reads the name of an attribute, which may have a URN before it and a sub-attribute behind it. */
export function readAttributeName(reading: Reading): string {
  const token = take(reading);
  return token.kind === 'word' && isAttributeName(token.text)
    ? token.text
    : failAt(reading, token, 'the name of an attribute');
}

function isAttributeName(text: string): boolean {
  const colon = text.lastIndexOf(':');
  if (colon < 0) return NAME.test(text);
  return URI.test(text) && (ADDRESS.test(text) || NAME_BEHIND_URI.test(text.slice(colon + 1)));
}

/** Reads the `.name` that follows a value path's bracket; gives the name without its dot. */
export function readSubAttribute(reading: Reading): string {
  const token = take(reading);
  const name = token.kind === 'word' ? SUB_ATTRIBUTE.exec(token.text)?.[1] : undefined;
  return name ?? failAt(reading, token, 'a dot and the name of a sub-attribute');
}

function readComparison(reading: Reading, attribute: string): Filter {
  reading.terms += 1;
  if (reading.terms > reading.limits.terms) {
    reading.fail({
      position: peek(reading).position,
      message: `at most ${reading.limits.terms} conditions are taken; split the request`,
    });
  }
  const token = take(reading);
  if (isWord(token, 'pr')) return { kind: 'present', attribute };
  const operator = token.kind === 'word' ? operatorOf(token.text) : undefined;
  if (operator === undefined)
    failAt(reading, token, `an operator (${COMPARISON_OPERATORS.join(', ')} or pr)`);
  return { kind: 'compare', attribute, operator, value: readValue(reading) };
}

function operatorOf(text: string): ComparisonOperator | undefined {
  return COMPARISON_OPERATORS.find((operator) => operator === text.toLowerCase());
}

function isWord(token: Token, word: string): boolean {
  return token.kind === 'word' && token.text.toLowerCase() === word;
}

const LITERALS = new Map<string, FilterValue>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A JSON value that is neither array nor object; `true`, `false` and `null` in lower case as JSON has them. */
function readValue(reading: Reading): FilterValue {
  const token = take(reading);
  if (token.kind === 'string') return readString(reading, token);
  const literal = LITERALS.get(token.text);
  if (literal !== undefined) return literal;
  const number = NUMBER.test(token.text) ? Number(token.text) : Number.NaN;
  if (Number.isFinite(number)) return number;
  return failAt(reading, token, 'a value: a text in double quotes, a number, true, false or null');
}

function readString(reading: Reading, token: Token): string {
  const text = JSON.parse(token.text) as string;
  // No stored value holds either (see http/body.ts), and storage could not search for them.
  if (text.includes('\0') || !text.isWellFormed()) {
    reading.fail({
      position: token.position,
      message: 'the string holds U+0000 or half of a surrogate pair, which no value holds',
    });
  }
  return text;
}
