import type { DialectRule } from './rule.ts';

/** Clients with one value to add or remove send it as it is where the schema has a list. */
export const singleForList: DialectRule = {
  name: 'single-value-for-list',
  value: ({ multiValued }, value) =>
    multiValued && value !== null && !Array.isArray(value) ? [value] : value,
  examples: [
    {
      resourceType: 'Group',
      kind: 'operation',
      before: { op: 'add', path: 'members', value: { value: '26118915' } },
      after: { op: 'add', path: 'members', value: [{ value: '26118915' }] },
    },
    {
      resourceType: 'User',
      kind: 'resource',
      before: { userName: 'nadia', emails: { value: 'nadia@atlas.example', type: 'work' } },
      after: { userName: 'nadia', emails: [{ value: 'nadia@atlas.example', type: 'work' }] },
    },
  ],
};
