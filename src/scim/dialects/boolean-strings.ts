import type { DialectRule } from './rule.ts';

const BOOLEANS = new Map([
  ['true', true],
  ['false', false],
]);

/**
 * Entra sends booleans as the strings "True" and "False" (its mappings make texts), in values and in the filters of paths:
 * `roles[primary eq "True"].value`. Only where the schema has a boolean: a title may be "True".
 */
export const booleanStrings: DialectRule = {
  name: 'entra-boolean-strings',
  value: ({ type, multiValued }, value) =>
    type === 'boolean' && !multiValued && typeof value === 'string' ? asBoolean(value) : value,
  filterValue: ({ type }, value) =>
    type === 'boolean' && typeof value === 'string' ? asBoolean(value) : value,
  examples: [
    {
      resourceType: 'User',
      kind: 'operation',
      before: { op: 'replace', path: 'active', value: 'False' },
      after: { op: 'replace', path: 'active', value: false },
    },
    {
      resourceType: 'User',
      kind: 'operation',
      before: { op: 'replace', value: { active: 'true' } },
      after: { op: 'replace', value: { active: true } },
    },
    {
      resourceType: 'User',
      kind: 'operation',
      before: { op: 'add', path: 'roles[primary eq "True"].value', value: 'admin' },
      after: { op: 'add', path: 'roles[primary eq true].value', value: 'admin' },
    },
    {
      resourceType: 'User',
      kind: 'resource',
      before: { userName: 'nadia', roles: [{ value: 'member', primary: 'True' }] },
      after: { userName: 'nadia', roles: [{ value: 'member', primary: true }] },
    },
    {
      resourceType: 'User',
      kind: 'filter',
      before: 'active eq "False" and emails[primary eq "true"].value pr',
      after: 'active eq false and emails[primary eq true and value pr]',
    },
  ],
};

function asBoolean(value: string): boolean | string {
  return BOOLEANS.get(value.toLowerCase()) ?? value;
}
