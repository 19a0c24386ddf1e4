import { describe, expect, test } from 'vitest';
import {
  DEFAULT_ORGANIZATION_ROLES,
  isOrganizationAdmin,
  organizationRole,
  organizationRoleOrderProblem,
} from '../../src/directory/organization-role.ts';
import type { JsonValue } from '../../src/scim/json.ts';

const WITH_OWNER = ['owner', 'admin', 'member'];

const held: { told: string; roles?: JsonValue; order?: readonly string[]; role: string }[] = [
  { told: 'no roles attribute is the weakest', role: 'member' },
  { told: 'an empty list is the weakest', roles: [], role: 'member' },
  {
    told: 'a role taken away is gone: only the present set counts',
    roles: [{ value: 'member' }],
    role: 'member',
  },
  { told: 'one known role', roles: [{ value: 'admin' }], role: 'admin' },
  { told: 'case does not count', roles: [{ value: 'ADMIN' }], role: 'admin' },
  { told: 'nor do outer blanks', roles: [{ value: ' Admin ' }], role: 'admin' },
  { told: 'an unknown role gives nothing', roles: [{ value: 'emperor' }], role: 'member' },
  { told: 'a role above the setting gives nothing', roles: [{ value: 'owner' }], role: 'member' },
  {
    told: 'the highest wins, wherever it stands',
    roles: [{ value: 'member' }, { value: 'admin' }, { value: 'group' }],
    role: 'admin',
  },
  {
    told: 'an owner is above an admin where the setting has one',
    roles: [{ value: 'admin' }, { value: 'Owner' }],
    order: WITH_OWNER,
    role: 'owner',
  },
  {
    told: "Entra's value counts, not its display text",
    roles: [{ value: 'member', display: 'Admin', type: 'WindowsAzureActiveDirectoryRole', primary: false }],
    role: 'member',
  },
  {
    told: 'an entry without a value gives nothing',
    roles: [{ primary: true, display: 'admin' }],
    role: 'member',
  },
  {
    told: 'the answer is spelled as in the setting',
    roles: [{ value: 'admin' }],
    order: ['Admin', 'Staff'],
    role: 'Admin',
  },
];

describe('the organization role', () => {
  for (const { told, roles, order = DEFAULT_ORGANIZATION_ROLES, role } of held) {
    test(told, () => expect(organizationRole(roles === undefined ? {} : { roles }, order)).toBe(role));
  }
});

describe('an organization admin', () => {
  test('is who has admin or a role above it', () => {
    expect(WITH_OWNER.filter((role) => isOrganizationAdmin(role, WITH_OWNER))).toEqual(['owner', 'admin']);
  });
  test('is found however the setting spells admin', () => {
    expect(isOrganizationAdmin('Admin', ['Admin', 'Staff'])).toBe(true);
  });
  test('is not who has a role that the setting does not know', () => {
    expect(isOrganizationAdmin('owner', DEFAULT_ORGANIZATION_ROLES)).toBe(false);
  });
});

const orders: { order: readonly string[]; problem: RegExp | undefined }[] = [
  { order: DEFAULT_ORGANIZATION_ROLES, problem: undefined },
  { order: WITH_OWNER, problem: undefined },
  { order: [], problem: /"admin" is missing/ },
  { order: ['owner', 'member'], problem: /"admin" is missing/ },
  { order: ['admin'], problem: /"admin" is last/ },
  { order: ['member', 'admin'], problem: /"admin" is last/ },
  { order: ['admin', 'Admin ', 'member'], problem: /"admin" is in the list more than once/ },
  { order: ['admin', ' ', 'member'], problem: /without a name/ },
];

describe('the order of organization roles', () => {
  for (const { order, problem } of orders) {
    test(`[${order.join(', ')}] ${problem === undefined ? 'is sound' : 'is refused'}`, () => {
      const found = organizationRoleOrderProblem(order);
      if (problem === undefined) expect(found).toBeUndefined();
      else expect(found).toMatch(problem);
    });
  }
});
