import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DEFAULT_NAME_PATTERN,
  type NamePattern,
  namePatternProblem,
  nearMiss,
  parseGroupName,
} from '../../src/directory/mapping-name.ts';
import { WORKSPACE_ROLES } from '../../src/directory/workspace-role.ts';

const mapped: { name: string; workspace: string; role: string; pattern?: NamePattern }[] = [
  { name: 'ws-Sales-role-admin', workspace: 'Sales', role: 'admin' },
  { name: 'ws-Sales-role-Manager', workspace: 'Sales', role: 'manager' },
  { name: 'WS-Sales-ROLE-MEMBER', workspace: 'Sales', role: 'member' },
  { name: '  ws-Sales-role-admin ', workspace: 'Sales', role: 'admin' },
  { name: 'ws-Customer Success-role-member', workspace: 'Customer Success', role: 'member' },
  { name: 'ws-north-west-role-member', workspace: 'north-west', role: 'member' },
  { name: 'ws- Sales -role-member', workspace: 'Sales', role: 'member' },
  { name: 'ws-営業部-role-member', workspace: '営業部', role: 'member' },
  { name: 'ws-ws-role-admin', workspace: 'ws', role: 'admin' },
  { name: 'ws-a-role-b-role-admin', workspace: 'a-role-b', role: 'admin' },
  { name: 'ws-a-role-member-role-admin', workspace: 'a-role-member', role: 'admin' },
  { name: 'ws-Cafe\u0301-role-admin', workspace: 'Caf\u00e9', role: 'admin' },
  {
    name: 'app.Sales (EU).Admin',
    workspace: 'Sales (EU)',
    role: 'admin',
    pattern: { prefix: 'app.', separator: '.' },
  },
  { name: 'Sales/admin', workspace: 'Sales', role: 'admin', pattern: { prefix: '', separator: '/' } },
  {
    name: '[x]*Sales*member',
    workspace: 'Sales',
    role: 'member',
    pattern: { prefix: '[X]*', separator: '*' },
  },
];

const unmapped: { name: string; why: RegExp; pattern?: NamePattern }[] = [
  { name: 'Everyone', why: /^The name does not begin with "ws-"\.$/ },
  { name: 'my-ws-Sales-role-admin', why: /does not begin with "ws-"/ },
  { name: '', why: /does not begin with "ws-"/ },
  { name: 'ws-Sales', why: /no "-role-" after "ws-"/ },
  { name: 'ws-role-admin', why: /no "-role-" after "ws-"/ },
  {
    name: 'ws-Sales-role-boss',
    why: /"boss" after the last "-role-" is not a role: use admin, manager, member\./,
  },
  { name: 'ws-Sales-role-', why: /"" after the last "-role-" is not a role/ },
  { name: 'ws-Sales-role-admins', why: /"admins" .* is not a role/ },
  { name: 'ws-Sales-role-admin-role-boss', why: /"boss" .* is not a role/ },
  { name: 'ws--role-admin', why: /no workspace name between "ws-" and "-role-"/ },
  { name: 'ws-  -role-admin', why: /no workspace name/ },
  {
    name: 'appXSales.admin',
    why: /does not begin with "app\."/,
    pattern: { prefix: 'app.', separator: '.' },
  },
];

describe('a group whose name is made by the pattern is mapped', () => {
  for (const { name, workspace, role, pattern = DEFAULT_NAME_PATTERN } of mapped) {
    test(`${name} -> ${role} of ${workspace}`, () => {
      expect(parseGroupName(name, pattern)).toEqual({ workspace, role });
      expect(nearMiss(name, pattern)).toBeUndefined();
    });
  }
});

describe('any other name is not mapped, and a person is told why', () => {
  for (const { name, why, pattern = DEFAULT_NAME_PATTERN } of unmapped) {
    test(`"${name}"`, () => {
      expect(parseGroupName(name, pattern)).toBeUndefined();
      expect(nearMiss(name, pattern)).toMatch(why);
    });
  }
});

const sound = fc
  .record({
    prefix: fc.string({ unit: 'grapheme', maxLength: 6 }),
    separator: fc.string({ unit: 'grapheme', maxLength: 6 }),
  })
  .filter((pattern) => namePatternProblem(pattern) === undefined);
const text = fc.string({ unit: 'grapheme', maxLength: 20 });

describe('under any sound pattern', () => {
  test('what the pattern makes of a workspace and a role is read back', () => {
    fc.assert(
      fc.property(
        sound,
        text,
        fc.constantFrom(...WORKSPACE_ROLES),
        ({ prefix, separator }, workspace, role) => {
          fc.pre(workspace.trim() !== '');
          const name = `${prefix}${workspace}${separator}${role}`;
          // Characters at a seam may combine with their neighbours; then the name was made of other parts.
          fc.pre(
            name.normalize('NFC') ===
              [prefix, workspace, separator, role].map((part) => part.normalize('NFC')).join(''),
          );
          expect(parseGroupName(name, { prefix, separator })).toEqual({
            workspace: workspace.normalize('NFC').trim(),
            role,
          });
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('a name is either mapped or explained, never both, never neither', () => {
    const name = fc.oneof(
      text,
      fc.tuple(text, text).map(([a, b]) => `ws-${a}-role-${b}`),
    );
    fc.assert(
      fc.property(fc.oneof(sound, fc.constant(DEFAULT_NAME_PATTERN)), name, (pattern, name) => {
        expect(parseGroupName(name, pattern) === undefined).toBe(nearMiss(name, pattern) !== undefined);
      }),
      { numRuns: 2000 },
    );
  });
});

const patterns: { pattern: NamePattern; problem: RegExp | undefined }[] = [
  { pattern: DEFAULT_NAME_PATTERN, problem: undefined },
  { pattern: { prefix: '', separator: ':' }, problem: undefined },
  { pattern: { prefix: ' ws', separator: ':' }, problem: /prefix begins with a blank/ },
  { pattern: { prefix: 'ws-', separator: '' }, problem: /separator is empty/ },
  { pattern: { prefix: 'ws-', separator: 'E' }, problem: /separator "E" is part of the role "manager"/ },
];

describe('a pattern', () => {
  for (const { pattern, problem } of patterns) {
    test(`${JSON.stringify(pattern)} ${problem === undefined ? 'is sound' : 'is refused'}`, () => {
      const found = namePatternProblem(pattern);
      if (problem === undefined) expect(found).toBeUndefined();
      else expect(found).toMatch(problem);
    });
  }
});
