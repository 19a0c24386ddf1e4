import { isObject } from '../json.ts';
import { ENTERPRISE_USER_SCHEMA } from '../schema/enterprise-user.ts';
import { findAttribute } from '../schema/lookup.ts';
import type { DialectRule } from './rule.ts';

const ENTERPRISE = ENTERPRISE_USER_SCHEMA.id;

/** Entra and its validator take a manager away by sending one whose id is empty. */
export const managerEmpty: DialectRule = {
  name: 'entra-manager-empty',
  value: ({ type, multiValued, subAttributes = [] }, value, { isElement, op }) => {
    if (isElement || multiValued || type !== 'complex' || op === 'remove') return value;
    if (findAttribute(subAttributes, 'value') === undefined) return value;
    const isEmpty = value === '' || (isObject(value) && value.value === '');
    return isEmpty ? null : value;
  },
  examples: [
    {
      resourceType: 'User',
      kind: 'operation',
      before: { op: 'replace', path: `${ENTERPRISE}:manager`, value: '' },
      after: { op: 'replace', path: `${ENTERPRISE}:manager`, value: null },
    },
    {
      resourceType: 'User',
      kind: 'operation',
      before: { op: 'replace', path: `${ENTERPRISE}:manager`, value: { value: '' } },
      after: { op: 'replace', path: `${ENTERPRISE}:manager`, value: null },
    },
    {
      resourceType: 'User',
      kind: 'resource',
      before: { userName: 'nadia', [ENTERPRISE]: { manager: { value: '' } } },
      after: { userName: 'nadia', [ENTERPRISE]: { manager: null } },
    },
  ],
};
