// How close a group's name is to the pattern by which names map to workspaces: what it would be called if its parts were joined
// as they should be. Read from words alone, whatever stands between them, because that is what people get wrong.
import type { NamePattern } from './mapping-name.ts';
import { parseGroupName } from './mapping-name.ts';
import { WORKSPACE_ROLES } from './workspace-role.ts';

/** The name that was probably meant; `undefined` where none can be told, or the name is right as it is. */
export function suggestedName(name: string, pattern: NamePattern): string | undefined {
  if (parseGroupName(name, pattern) !== undefined) return undefined;
  const words = name.split(/[\s_./\\:|-]+/u).filter(Boolean);
  const role = roleOf(words.pop());
  if (role === undefined) return undefined;
  const [prefix, separator] = [lettersOf(pattern.prefix), lettersOf(pattern.separator)];
  if (lettersOf(words[0] ?? '') === prefix) words.shift();
  if (sameWord(words.at(-1) ?? '', separator)) words.pop();
  if (words.length === 0) return undefined;
  const suggestion = `${pattern.prefix}${words.join(' ')}${pattern.separator}${role}`;
  return parseGroupName(suggestion, pattern) === undefined ? undefined : suggestion;
}

/** Also in the plural, and under the names that other products give these roles. */
function roleOf(word: string | undefined): string | undefined {
  const folded = (word ?? '').toLowerCase();
  return WORKSPACE_ROLES.find((role) => folded === role || folded === `${role}s`) ?? OTHER_WORDS[folded];
}

const OTHER_WORDS: Readonly<Record<string, string>> = {
  administrator: 'admin',
  administrators: 'admin',
  owner: 'admin',
  owners: 'admin',
  user: 'member',
  users: 'member',
};

function sameWord(word: string, other: string): boolean {
  const letters = lettersOf(word);
  return letters !== '' && (letters === other || letters === `${other}s`);
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
