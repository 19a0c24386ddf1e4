import { findAttribute } from '../schema/lookup.ts';
import type { DialectRule } from './rule.ts';

/** Microsoft's Postman collection and some clients list members, roles or e-mails as plain strings, without `{value}` around. */
export const bareStrings: DialectRule = {
  name: 'bare-strings-in-list',
  value: ({ type, subAttributes = [] }, value, { isElement }) => {
    if (!isElement || type !== 'complex' || typeof value !== 'string') return value;
    return findAttribute(subAttributes, 'value') === undefined ? value : { value };
  },
  examples: [
    {
      resourceType: 'Group',
      kind: 'operation',
      before: { op: 'add', path: 'members', value: ['26118915', '26118916'] },
      after: { op: 'add', path: 'members', value: [{ value: '26118915' }, { value: '26118916' }] },
    },
    {
      resourceType: 'User',
      kind: 'resource',
      before: { userName: 'nadia', roles: ['admin'] },
      after: { userName: 'nadia', roles: [{ value: 'admin' }] },
    },
    {
      resourceType: 'User',
      kind: 'operation',
      before: { op: 'replace', path: 'emails[type eq "work"]', value: 'nadia@atlas.example' },
      after: { op: 'replace', path: 'emails[type eq "work"]', value: { value: 'nadia@atlas.example' } },
    },
  ],
};
