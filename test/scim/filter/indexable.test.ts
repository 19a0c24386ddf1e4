// Which terms of a filter storage may begin with: those that every match satisfies, and no other.

import { expect, test } from 'vitest';
import { checkFilter } from '../../../src/scim/filter/check.ts';
import { indexableTerms } from '../../../src/scim/filter/indexable.ts';
import { parseFilter } from '../../../src/scim/filter/parse.ts';
import { ENTERPRISE, USER } from '../support/types.ts';

const term = (attribute: string, value: string, operator: 'eq' | 'sw' = 'eq') => ({
  attribute,
  operator,
  value,
});

test.each([
  ['userName eq "Ab"', [term('userName', 'Ab')]],
  ['USERNAME SW "Ab"', [term('userName', 'Ab', 'sw')]],
  ['id eq "1" and manager.value pr', [term('id', '1')]],
  [`id eq "1" and ${ENTERPRISE}:manager eq "2"`, [term('id', '1'), term(`${ENTERPRISE}:manager.value`, '2')]],
  [
    'active eq true and (title pr and (externalId eq "e" and userName sw "u"))',
    [term('externalId', 'e'), term('userName', 'u', 'sw')],
  ],
  ['emails[type eq "work"].value eq "x"', [term('emails.type', 'work'), term('emails.value', 'x')]],
  ['emails eq "x"', [term('emails.value', 'x')]],
  ['userName eq "a" or userName eq "b"', []],
  ['not (userName eq "a")', []],
  ['emails[not (value eq "x")]', []],
  ['emails[value eq "x" or value eq "y"]', []],
  ['userName ne "a"', []],
  ['userName co "a"', []],
  ['userName eq null', []],
  ['active eq true', []],
  ['userName pr', []],
  ['nonsense eq "x"', []],
])('%s', (text, terms) => {
  expect(indexableTerms(checkFilter(USER, parseFilter(text), 'absent'))).toEqual(terms);
});
