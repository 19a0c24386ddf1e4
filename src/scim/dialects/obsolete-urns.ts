import { ENTERPRISE_USER_SCHEMA } from '../schema/enterprise-user.ts';
import { GROUP_SCHEMA } from '../schema/group.ts';
import { USER_SCHEMA } from '../schema/user.ts';
import type { DialectRule } from './rule.ts';

const CORE = 'urn:scim:schemas:core:2.0';
const ENTERPRISE = 'urn:scim:schemas:extension:enterprise:2.0';

/**
 * URNs of the drafts of SCIM 2.0, from before "ietf:params" was put into them: OneLogin's requests carry them still
 * (goauthentik/authentik#11249). The core's had no `User` or `Group` at its end.
 */
export const obsoleteUrns: DialectRule = {
  name: 'onelogin-obsolete-urns',
  attributeName: (type, name) => corrected(type.schema.id, name),
  schemas: (type, schemas) => {
    if (!Array.isArray(schemas)) return schemas;
    const urns = schemas.map((urn) => (typeof urn === 'string' ? corrected(type.schema.id, urn) : urn));
    return urns.every((urn, index) => urn === schemas[index]) ? schemas : urns;
  },
  examples: [
    {
      resourceType: 'User',
      kind: 'resource',
      before: { schemas: [CORE, ENTERPRISE], userName: 'nadia', [ENTERPRISE]: { department: 'Risk' } },
      after: {
        schemas: [USER_SCHEMA.id, ENTERPRISE_USER_SCHEMA.id],
        userName: 'nadia',
        [ENTERPRISE_USER_SCHEMA.id]: { department: 'Risk' },
      },
    },
    {
      resourceType: 'Group',
      kind: 'resource',
      before: { schemas: [`${CORE}:Group`], displayName: 'Analysts' },
      after: { schemas: [GROUP_SCHEMA.id], displayName: 'Analysts' },
    },
    {
      resourceType: 'User',
      kind: 'operation',
      before: { op: 'replace', path: `${ENTERPRISE}:User:department`, value: 'Audit' },
      after: { op: 'replace', path: `${ENTERPRISE_USER_SCHEMA.id}:department`, value: 'Audit' },
    },
  ],
};

/** With the URN of today in the place of an old one, with which the name begins or which it is. */
function corrected(coreSchema: string, name: string): string {
  const today: readonly (readonly [string, string])[] = [
    [`${CORE}:${coreSchema.slice(coreSchema.lastIndexOf(':') + 1)}`, coreSchema],
    [CORE, coreSchema],
    [`${ENTERPRISE}:User`, ENTERPRISE_USER_SCHEMA.id],
    [ENTERPRISE, ENTERPRISE_USER_SCHEMA.id],
  ];
  const found = today.find(([old]) => `${name}:`.toLowerCase().startsWith(`${old}:`.toLowerCase()));
  return found === undefined ? name : found[1] + name.slice(found[0].length);
}
