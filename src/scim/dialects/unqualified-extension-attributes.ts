import type { ResourceTypeDefinition } from '../schema/definition.ts';
import { ENTERPRISE_USER_SCHEMA } from '../schema/enterprise-user.ts';
import { findAttribute, resolveAttribute } from '../schema/lookup.ts';
import type { DialectRule } from './rule.ts';

const ENTERPRISE = ENTERPRISE_USER_SCHEMA.id;

/**
 * Entra has named attributes of extensions without their URN: `manager` as a path and in filters, `department` at the top of
 * a body. RFC 7644 section 3.10 asks clients for the URN "to avoid naming conflicts"; where there is none, it is supplied.
 */
export const unqualifiedExtensionAttributes: DialectRule = {
  name: 'entra-unqualified-extension-attributes',
  attributeName: (type, name) => {
    if (name.includes(':')) return name;
    const [urn, ...others] = extensionsWith(type, name.split('.', 1)[0] ?? '');
    const isAmbiguous = urn === undefined || others.length > 0 || resolveAttribute(type, name) !== undefined;
    return isAmbiguous ? name : `${urn}:${name}`;
  },
  examples: [
    {
      resourceType: 'User',
      kind: 'operation',
      before: { op: 'replace', path: 'manager', value: { value: '26118915' } },
      after: { op: 'replace', path: `${ENTERPRISE}:manager`, value: { value: '26118915' } },
    },
    {
      resourceType: 'User',
      kind: 'operation',
      before: { op: 'replace', value: { title: 'Analyst', 'manager.value': '26118915', department: 'Risk' } },
      after: {
        op: 'replace',
        value: {
          title: 'Analyst',
          [`${ENTERPRISE}:manager.value`]: '26118915',
          [`${ENTERPRISE}:department`]: 'Risk',
        },
      },
    },
    {
      resourceType: 'User',
      kind: 'resource',
      before: { userName: 'nadia', department: 'Risk', [ENTERPRISE]: { division: 'North' } },
      after: { userName: 'nadia', [ENTERPRISE]: { division: 'North', department: 'Risk' } },
    },
    {
      resourceType: 'User',
      kind: 'filter',
      before: 'manager eq "26118915"',
      after: `${ENTERPRISE}:manager eq "26118915"`,
    },
  ],
};

function extensionsWith(type: ResourceTypeDefinition, name: string): readonly string[] {
  return type.extensions
    .filter(({ schema }) => findAttribute(schema.attributes, name) !== undefined)
    .map(({ schema }) => schema.id);
}
