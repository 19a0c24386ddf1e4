// A user's role in the whole organization, read from the SCIM attribute `roles`. The identity provider decides it, so the
// full set that was last sent counts and nothing is remembered: a role that is taken away is gone. A value that is not in
// the setting gives nothing (Entra sends the app role `group` or a display text for people who only needed assigning),
// and nobody is left without a role: the weakest is the default.
import { isObject, type JsonObject } from '../scim/json.ts';

/** Strongest first; the last is what everybody has who has no other. */
export type OrganizationRoleOrder = readonly string[];

export const DEFAULT_ORGANIZATION_ROLES: OrganizationRoleOrder = ['admin', 'member'];

/** From this role up, a user is `admin` of every workspace. */
const ADMIN = 'admin';

/**
 * What is wrong with an order of organization roles, in one sentence that says what to do; `undefined` when it is sound.
 * Without `admin`, or with it at the weakest place, either nobody or everybody would rule all workspaces.
 */
export function organizationRoleOrderProblem(order: OrganizationRoleOrder): string | undefined {
  const words = order.map(canonicalRole);
  const repeated = words.find((word, position) => words.indexOf(word) !== position);
  if (words.includes('')) return 'a role without a name is in the list; remove it';
  if (repeated !== undefined) return `"${repeated}" is in the list more than once; name each role once`;
  if (!words.includes(ADMIN))
    return `"${ADMIN}" is missing; add it, strongest first: for example admin,member`;
  if (words.at(-1) === ADMIN) {
    return `"${ADMIN}" is last, so everybody would have it; end the list with the role of everybody else`;
  }
  return undefined;
}

/**
 * The organization role of a user.
 * @param attributes the stored attributes of the user; each value of `roles` is read from its `value` (RFC 7643 section 4.1.2)
 * @param order a sound order (see `organizationRoleOrderProblem`)
 * @returns the strongest role held, spelled as in `order`; the weakest when none is
 */
export function organizationRole(attributes: JsonObject, order: OrganizationRoleOrder): string {
  const roles = Array.isArray(attributes.roles) ? attributes.roles : [];
  const held = new Set(
    roles.flatMap((role) =>
      isObject(role) && typeof role.value === 'string' ? [canonicalRole(role.value)] : [],
    ),
  );
  const weakest = order.at(-1);
  if (weakest === undefined) throw new RangeError('An order of organization roles has at least one role.');
  return order.find((role) => held.has(canonicalRole(role))) ?? weakest;
}

/** Whether a role, as `organizationRole` gives it, is `admin` or above. */
export function isOrganizationAdmin(role: string, order: OrganizationRoleOrder): boolean {
  const position = order.indexOf(role);
  return position !== -1 && position <= order.map(canonicalRole).indexOf(ADMIN);
}

function canonicalRole(text: string): string {
  return text.trim().toLowerCase();
}
