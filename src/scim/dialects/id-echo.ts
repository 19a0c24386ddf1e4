import { isObject } from '../json.ts';
import { type DialectRule, EXAMPLE_ID } from './rule.ts';

/**
 * Okta repeats the group's id beside the new name when it renames a group. The id that the resource has changes nothing; any
 * other is left for the refusal that read-only attributes get.
 */
export const idEcho: DialectRule = {
  name: 'okta-id-echo',
  operation: (_, operation, id) => {
    if (operation.path !== undefined || !isObject(operation.value) || operation.value.id !== id)
      return operation;
    const { id: _echo, ...value } = operation.value;
    return { ...operation, value };
  },
  examples: [
    {
      resourceType: 'Group',
      kind: 'operation',
      before: { op: 'replace', value: { id: EXAMPLE_ID, displayName: 'ws-atlas-role-admin' } },
      after: { op: 'replace', value: { displayName: 'ws-atlas-role-admin' } },
    },
  ],
};
