import { ENTERPRISE_USER_SCHEMA } from '../schema/enterprise-user.ts';
import { USER_SCHEMA } from '../schema/user.ts';
import type { DialectRule } from './rule.ts';

const MISSPELT = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0User';
const RIGHT = ENTERPRISE_USER_SCHEMA.id;

/** The sample in Microsoft's tutorial lacks the colon before `User`, and clients were written after it. */
export const misspeltEnterpriseUrn: DialectRule = {
  name: 'entra-misspelt-enterprise-urn',
  attributeName: (_, name) => corrected(name),
  schemas: (_, schemas) => {
    if (!Array.isArray(schemas)) return schemas;
    const urns = schemas.map((urn) => (typeof urn === 'string' ? corrected(urn) : urn));
    return urns.every((urn, index) => urn === schemas[index]) ? schemas : urns;
  },
  examples: [
    {
      resourceType: 'User',
      kind: 'resource',
      before: { schemas: [USER_SCHEMA.id, MISSPELT], userName: 'nadia', [MISSPELT]: { department: 'Risk' } },
      after: { schemas: [USER_SCHEMA.id, RIGHT], userName: 'nadia', [RIGHT]: { department: 'Risk' } },
    },
    {
      resourceType: 'User',
      kind: 'operation',
      before: { op: 'replace', path: `${MISSPELT}:department`, value: 'Audit' },
      after: { op: 'replace', path: `${RIGHT}:department`, value: 'Audit' },
    },
  ],
};

function corrected(name: string): string {
  const lower = name.toLowerCase();
  const isMisspelt = lower === MISSPELT.toLowerCase() || lower.startsWith(`${MISSPELT.toLowerCase()}:`);
  return isMisspelt ? RIGHT + name.slice(MISSPELT.length) : name;
}
