// How close a group's name is to the pattern: what it would be called if its parts were joined as they should be.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_NAME_PATTERN, parseGroupName } from '../../src/directory/mapping-name.ts';
import { suggestedName } from '../../src/directory/suggest-name.ts';

test.each([
  ['ws_Sales_role_admin', 'ws-Sales-role-admin'],
  ['WS Sales Role Manager', 'ws-Sales-role-manager'],
  ['ws-Sales-roles-members', 'ws-Sales-role-member'],
  ['Sales-role-admin', 'ws-Sales-role-admin'],
  ['ws-Sales-admin', 'ws-Sales-role-admin'],
  ['ws/Field Sales/administrators', 'ws-Field Sales-role-admin'],
  ['ws-Sales-role-owner', 'ws-Sales-role-admin'],
  ['Sales users', 'ws-Sales-role-member'],
  ['ws-Sales-role-admin', undefined],
  ['Cooks', undefined],
  ['admin', undefined],
  ['ws-role-admin', undefined],
  ['', undefined],
  ['---', undefined],
])('%s: %s', (name, suggestion) => {
  expect(suggestedName(name, DEFAULT_NAME_PATTERN)).toBe(suggestion);
});

test('by another pattern', () => {
  const pattern = { prefix: 'app.', separator: '::' };
  expect(suggestedName('app-Sales-manager', pattern)).toBe('app.Sales::manager');
});

test('what is suggested is made by the pattern, and is not what it was made of', () => {
  const word = fc.constantFrom(
    'ws',
    'role',
    'roles',
    'Sales',
    'admin',
    'Managers',
    'member',
    'x',
    'Ünïcode',
    '-',
    '_',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), fc.constantFrom('-', '_', ' ', '/'), (words, joint) => {
      const name = words.join(joint);
      const suggestion = suggestedName(name, DEFAULT_NAME_PATTERN);
      if (suggestion === undefined) return;
      expect(parseGroupName(suggestion, DEFAULT_NAME_PATTERN)).toBeDefined();
      expect(parseGroupName(name, DEFAULT_NAME_PATTERN)).toBeUndefined();
    }),
  );
});
