import { ENTERPRISE_USER_SCHEMA } from '../schema/enterprise-user.ts';
import type { DialectRule } from './rule.ts';

const ENTERPRISE = ENTERPRISE_USER_SCHEMA.id;

/**
 * Microsoft's validator clears attributes in a PATCH by the empty string and wants to read nothing back. To the RFC an empty
 * string is a value like any other; null says what is meant. A removal keeps it: without a value it would remove everything.
 */
export const emptyStrings: DialectRule = {
  name: 'entra-empty-strings',
  value: (_, value, { op, isElement }) =>
    value === '' && !isElement && (op === 'add' || op === 'replace') ? null : value,
  examples: [
    {
      resourceType: 'User',
      kind: 'operation',
      before: { op: 'replace', path: 'title', value: '' },
      after: { op: 'replace', path: 'title', value: null },
    },
    {
      resourceType: 'User',
      kind: 'operation',
      before: { op: 'replace', path: 'emails[type eq "work"].value', value: '' },
      after: { op: 'replace', path: 'emails[type eq "work"].value', value: null },
    },
    {
      resourceType: 'User',
      kind: 'operation',
      before: { op: 'replace', value: { 'name.middleName': '', [`${ENTERPRISE}:division`]: '' } },
      after: { op: 'replace', value: { 'name.middleName': null, [`${ENTERPRISE}:division`]: null } },
    },
  ],
};
