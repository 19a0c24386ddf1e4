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
  // One slip in a part of the pattern.
  ['ws-Sales-rle-admin', 'ws-Sales-role-admin'],
  ['ws-Sales-rolle-admin', 'ws-Sales-role-admin'],
  ['ws-Sales-rloe-admin', 'ws-Sales-role-admin'],
  ['ws-Sales-tole-admin', 'ws-Sales-role-admin'],
  ['ws-Sales-roleadmin', 'ws-Sales-role-admin'],
  ['ws-Sales-role-amdin', 'ws-Sales-role-admin'],
  ['ws-Sales-role-admn', 'ws-Sales-role-admin'],
  ['ws-Sales-role-manger', 'ws-Sales-role-manager'],
  ['ws-Sales-role-menber', 'ws-Sales-role-member'],
  ['sw-Sales-role-admin', 'ws-Sales-role-admin'],
  ['wss-Sales-role-admin', 'ws-Sales-role-admin'],
  ['sw_Sales_rle_amdin', 'ws-Sales-role-admin'],
  ['Sales-role-memberr', 'ws-Sales-role-member'],
  // The workspace's name is nobody's slip.
  ['ws-Field-Sales-rle-admin', 'ws-Field-Sales-role-admin'],
  ['ws-Rule-admin', 'ws-Rule-role-admin'],
  ['ws-Parole-admin', 'ws-Parole-role-admin'],
  ['ws-Roles-Sales-admin', 'ws-Roles-Sales-role-admin'],
  ['US Sales admin', 'ws-US Sales-role-admin'],
  ['AWS-Sales-role-admin', 'ws-AWS-Sales-role-admin'],
  ['Golden Pole admins', 'ws-Golden Pole-role-admin'],
  ['Idi Amin', undefined],
  ['ws-Sales-role-boss', undefined],
  ['ws-rle-admin', 'ws-rle-role-admin'],
  ['ws-Sales-role-admin', undefined],
  ['Cooks', undefined],
  ['admin', undefined],
  ['ws-role-admin', undefined],
  ['', undefined],
  ['---', undefined],
])('%s: %s', (name, suggestion) => {
  expect(suggestedName(name, DEFAULT_NAME_PATTERN)).toBe(suggestion);
});

test.each([
  ['app.', '::', 'app-Sales-manager', 'app.Sales::manager'],
  ['app.', '::', 'apps Sales-mnager', 'app.Sales::manager'],
  ['', ' / ', 'Sales-manager', 'Sales / manager'],
  ['my app ', ' has role ', 'my_ap_Sales_has_rloe_admin', 'my app Sales has role admin'],
])('by the pattern %s…%s: %s', (prefix, separator, name, suggestion) => {
  expect(suggestedName(name, { prefix, separator })).toBe(suggestion);
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
