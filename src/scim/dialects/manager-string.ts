import { ENTERPRISE_USER_SCHEMA } from '../schema/enterprise-user.ts';
import { findAttribute } from '../schema/lookup.ts';
import type { DialectRule } from './rule.ts';

const ENTERPRISE = ENTERPRISE_USER_SCHEMA.id;

/** Entra sends the manager's id as it is where the schema has an object that holds it in `value`. */
export const managerString: DialectRule = {
  name: 'entra-manager-string',
  value: (definition, value, { isElement }) => {
    const { type, multiValued, subAttributes = [] } = definition;
    if (isElement || multiValued || type !== 'complex' || typeof value !== 'string') return value;
    return findAttribute(subAttributes, 'value') === undefined ? value : { value };
  },
  examples: [
    {
      resourceType: 'User',
      kind: 'resource',
      before: { userName: 'nadia', [ENTERPRISE]: { manager: '26118915' } },
      after: { userName: 'nadia', [ENTERPRISE]: { manager: { value: '26118915' } } },
    },
    {
      resourceType: 'User',
      kind: 'operation',
      before: { op: 'add', path: `${ENTERPRISE}:manager`, value: '26118915' },
      after: { op: 'add', path: `${ENTERPRISE}:manager`, value: { value: '26118915' } },
    },
  ],
};
