// What a user brings to every workspace, whatever groups they are in: whether they count at all, and whether they rule the
// organization. It is read from the stored attributes each time, so that nothing can fall behind them.
import type { JsonObject } from '../scim/json.ts';
import { isOrganizationAdmin, type OrganizationRoleOrder, organizationRole } from './organization-role.ts';

export interface Standing {
  readonly active: boolean;
  readonly organizationRole: string;
  /** `admin` of the organization, or above. */
  readonly organizationAdmin: boolean;
}

export function standingOf(attributes: JsonObject, order: OrganizationRoleOrder): Standing {
  const role = organizationRole(attributes, order);
  return {
    active: isActive(attributes),
    organizationRole: role,
    organizationAdmin: isOrganizationAdmin(role, order),
  };
}

/** A user without `active` is active: the attribute is optional (RFC 7643 section 4.1.1) and its only use is to say no. */
export function isActive(attributes: JsonObject): boolean {
  return attributes.active !== false;
}
