import { isObject, type JsonObject, type JsonValue } from '../json.ts';
import type { DialectRule } from './rule.ts';

/**
 * Two of Entra's three expressions for app roles put a whole JSON object into the text of `value` in a PATCH. The role's
 * value and name are lifted out; its id means nothing outside Entra. A role without a value (the built-in ones of an
 * application made from a template) grants nothing and is left out.
 */
export const rolesJsonString: DialectRule = {
  name: 'entra-roles-json-string',
  value: ({ name, multiValued }, value) => {
    if (name !== 'roles' || !multiValued || !Array.isArray(value)) return value;
    const roles = value.flatMap(lifted);
    return roles.length === value.length && roles.every((role, index) => role === value[index])
      ? value
      : roles;
  },
  examples: [
    {
      resourceType: 'User',
      kind: 'operation',
      before: {
        op: 'add',
        path: 'roles',
        value: [
          { value: '{"id":"0b7d3c1e-52aa-4f0e-9c61-7d2e8a4f1b90","value":"member","displayName":"Member"}' },
          { value: '{"id":"18d14569-c3bd-439b-9a66-3a2aee01d14f","value":null,"displayName":"User"}' },
          { value: 'admin' },
        ],
      },
      after: {
        op: 'add',
        path: 'roles',
        value: [{ value: 'member', display: 'Member' }, { value: 'admin' }],
      },
    },
    {
      resourceType: 'User',
      kind: 'operation',
      before: { op: 'replace', value: { roles: ['{"value":"admin"}'] } },
      after: { op: 'replace', value: { roles: [{ value: 'admin' }] } },
    },
  ],
};

/** The role that an element stands for: itself, or what its text holds; none where that has no value. */
function lifted(element: JsonValue): JsonValue[] {
  const text = isObject(element) ? element.value : element;
  const held = typeof text === 'string' && text.startsWith('{') ? parsed(text) : undefined;
  if (held === undefined) return [element];
  const { value, displayName, display = displayName } = held;
  if (typeof value !== 'string' || value === '') return [];
  const role = { ...(isObject(element) ? element : {}), value };
  return [typeof display === 'string' ? { ...role, display } : role];
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
