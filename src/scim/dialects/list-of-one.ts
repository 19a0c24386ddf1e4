import { ENTERPRISE_USER_SCHEMA } from '../schema/enterprise-user.ts';
import type { DialectRule } from './rule.ts';

const ENTERPRISE = ENTERPRISE_USER_SCHEMA.id;

/** Microsoft's tutorial puts the one manager into an array, and others do so with single values of every kind. */
export const listOfOne: DialectRule = {
  name: 'entra-list-of-one',
  value: ({ multiValued }, value, { isElement }) => {
    if (multiValued || isElement || !Array.isArray(value) || value.length !== 1) return value;
    return value[0] ?? null;
  },
  examples: [
    {
      resourceType: 'User',
      kind: 'operation',
      before: { op: 'add', path: `${ENTERPRISE}:manager`, value: [{ value: '26118915' }] },
      after: { op: 'add', path: `${ENTERPRISE}:manager`, value: { value: '26118915' } },
    },
    {
      resourceType: 'User',
      kind: 'operation',
      before: { op: 'replace', value: { title: ['Analyst'], 'name.givenName': ['Nadia'] } },
      after: { op: 'replace', value: { title: 'Analyst', 'name.givenName': 'Nadia' } },
    },
    {
      resourceType: 'User',
      kind: 'resource',
      before: { userName: 'nadia', displayName: ['Nadia'] },
      after: { userName: 'nadia', displayName: 'Nadia' },
    },
  ],
};
