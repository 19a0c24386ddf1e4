// How close a group's name is to the pattern by which names map to workspaces: what it would be called if its parts were
// written and joined as they should be. Read from words alone, whatever stands between them, because that is what people get
// wrong; a part is also known with one slip of the keyboard in it. The workspace's own name is left as it was written.
import { type NamePattern, nearMiss, parseGroupName } from './mapping-name.ts';
import { WORKSPACE_ROLES } from './workspace-role.ts';

/** The name that was probably meant; `undefined` where none can be told, or the name is right as it is. */
export function suggestedName(name: string, pattern: NamePattern): string | undefined {
  if (parseGroupName(name, pattern) !== undefined) return undefined;
  const words = wordsOf(name);
  const [prefix, separator] = [wordsOf(pattern.prefix), wordsOf(pattern.separator)];
  const hasPrefix = closeness(words.slice(0, prefix.length), prefix) !== 'no';
  if (hasPrefix) words.splice(0, prefix.length);
  const last = lettersOf(words.splice(-1));
  const joined = roleOf(behind(lettersOf(separator), last));
  const apart = joined === undefined ? closeness(words.slice(-separator.length), separator) : 'no';
  // Many a word is one slip from `role` or `admin`: it is taken for that only where more of the name is like the pattern.
  const hasSeparator = apart === 'same' || (apart === 'near' && hasPrefix && words.length > separator.length);
  if (hasSeparator) words.splice(-separator.length);
  const role = joined ?? roleOf(last) ?? (hasPrefix || hasSeparator ? roleNear(last) : undefined);
  const [first, end] = [words[0], words.at(-1)];
  if (role === undefined || first === undefined || end === undefined) return undefined;
  const workspace = name.slice(first.index, end.index + end[0].length);
  const suggestion = `${pattern.prefix}${workspace}${pattern.separator}${role}`;
  return parseGroupName(suggestion, pattern) === undefined ? undefined : suggestion;
}

/** Why a name maps its group to nothing and, where it can be told, the name that was meant; `undefined` when it maps. */
export function whyUnmapped(name: string, pattern: NamePattern): string | undefined {
  const suggestion = suggestedName(name, pattern);
  const why = nearMiss(name, pattern);
  return suggestion === undefined ? why : `${why} It would map if it were called "${suggestion}".`;
}

/** Also in the plural, and under the names that other products give these roles. */
function roleOf(word: string): string | undefined {
  return WORKSPACE_ROLES.find((role) => word === role || word === `${role}s`) ?? OTHER_WORDS[word];
}

function roleNear(word: string): string | undefined {
  return WORKSPACE_ROLES.find((role) => isOneSlip(word, role));
}

const OTHER_WORDS: Readonly<Record<string, string>> = {
  administrator: 'admin',
  administrators: 'admin',
  owner: 'admin',
  owners: 'admin',
  user: 'member',
  users: 'member',
};

/** What comes after `start` in a word that begins with it, as in `roleadmin`. */
function behind(start: string, word: string): string {
  return start !== '' && word.startsWith(start) ? word.slice(start.length) : '';
}

type Word = RegExpExecArray;

function wordsOf(text: string): Word[] {
  return [...text.matchAll(/[^\s_./\\:|-]+/gu)];
}

function lettersOf(words: readonly Word[]): string {
  return words
    .join('')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** The plural counts as the same. */
function closeness(words: readonly Word[], others: readonly Word[]): 'same' | 'near' | 'no' {
  const [word, other] = [lettersOf(words), lettersOf(others)];
  if (other === '') return 'no';
  if (word === other || word === `${other}s`) return 'same';
  return isOneSlip(word, other) ? 'near' : 'no';
}

/** So short that one letter makes another word of it: no letter may come in or go missing. */
const SHORT = 3;

/** One letter too many, too few or wrong, or two neighbours swapped. */
function isOneSlip(word: string, meant: string): boolean {
  const [a, b] = [[...word], [...meant]];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [typed, wanted] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const isSwapped = typed.length === 2 && typed.toReversed().join('') === wanted.join('');
  if (!isSwapped && (typed.length > 1 || wanted.length > 1)) return false;
  return (
    b.length > SHORT || (typed.every((each) => b.includes(each)) && wanted.every((each) => a.includes(each)))
  );
}
