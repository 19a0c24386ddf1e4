// Which text may be kept and put out again. Everywhere: no NUL and no half of a surrogate pair, which storage, logs and other
// systems cut, refuse or change. In names and identifiers also no control characters: they are compared, typed, shown in
// tables and written to logs, where such a character makes two different names look the same. Elsewhere control characters
// are text: an address holds line breaks.

import { ScimError } from './errors.ts';
import { isObject, type JsonValue } from './json.ts';
import { shown } from './shown.ts';

/** Names that would reach JavaScript's own machinery where an object is built from them. */
const RESERVED_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const CONTROL_CHARACTER = /[\u0000-\u001f\u007f-\u009f]/;
/** In UTF-16 units. Longer than any e-mail address or distinguished name that identity providers send. */
export const IDENTIFIER_LIMIT = 1024;

/** Refuses a string that holds NUL or half of a surrogate pair. `what` names it in the error. */
export function checkString(text: string, what: string): void {
  if (text.includes('\0'))
    throw new ScimError('invalidValue', `${what} holds the character U+0000. Remove it.`);
  if (!text.isWellFormed()) {
    throw new ScimError(
      'invalidValue',
      `${what} holds half of a surrogate pair, which is no character. Remove it.`,
    );
  }
}

/** Refuses an identifier (userName, a group's displayName, externalId) that is too long or holds control characters. */
export function checkIdentifier(text: string, what: string): void {
  checkString(text, what);
  const control = CONTROL_CHARACTER.exec(text)?.[0];
  if (control !== undefined) {
    throw new ScimError(
      'invalidValue',
      `${what} holds the control character ${codePoint(control)}. Remove it.`,
    );
  }
  if (text.length > IDENTIFIER_LIMIT) {
    throw new ScimError(
      'invalidValue',
      `${what} is ${text.length} characters long; at most ${IDENTIFIER_LIMIT} are accepted.`,
    );
  }
}

/** Refuses an attribute name that no schema could define and that is not safe to store. */
export function checkName(name: string): void {
  if (RESERVED_NAMES.has(name)) {
    throw new ScimError(
      'invalidSyntax',
      `The attribute name ${JSON.stringify(shown(name))} is not allowed. Remove it.`,
    );
  }
  if (CONTROL_CHARACTER.test(name) || !name.isWellFormed()) {
    throw new ScimError(
      'invalidSyntax',
      `The attribute name ${JSON.stringify(shown(name))} holds a control character or half of a surrogate pair. Remove it.`,
    );
  }
}

/** Refuses names and strings that may not be kept, anywhere in `value`. `what` names the value in the error. */
export function checkContents(value: JsonValue, what: string): void {
  if (typeof value === 'string') checkString(value, what);
  if (Array.isArray(value)) {
    for (const [position, inner] of value.entries()) checkContents(inner, `${what}[${position}]`);
  }
  if (!isObject(value)) return;
  for (const [name, inner] of Object.entries(value)) {
    checkName(name);
    checkContents(inner, `${what}.${shown(name)}`);
  }
}

function codePoint(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
