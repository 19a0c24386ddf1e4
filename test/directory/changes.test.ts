import { describe, expect, test } from 'vitest';
import { type Change, groupChanges, userChanges } from '../../src/directory/changes.ts';
import type { JsonObject } from '../../src/scim/json.ts';

const ada: JsonObject = {
  userName: 'ada@example.com',
  active: true,
  name: { givenName: 'Ada', familyName: 'King' },
  roles: [{ value: 'admin', primary: false }, { value: 'group' }],
};

const updates: { told: string; before?: JsonObject; after: JsonObject; changes: Change['type'][] }[] = [
  { told: 'nothing, when it leaves everything as it was', after: structuredClone(ada), changes: [] },
  {
    told: 'nothing, when only the order of names in an object differs',
    after: { ...ada, name: { familyName: 'King', givenName: 'Ada' } },
    changes: [],
  },
  { told: 'an attribute', after: { ...ada, title: 'Countess' }, changes: ['user.updated'] },
  { told: 'a sub-attribute', after: { ...ada, name: { givenName: 'Ada' } }, changes: ['user.updated'] },
  {
    told: 'an attribute that is gone',
    before: { ...ada, title: 'x' },
    after: ada,
    changes: ['user.updated'],
  },
  { told: 'a value of a list', after: { ...ada, roles: [{ value: 'group' }] }, changes: ['user.updated'] },
  {
    told: 'the order of a list, which clients see',
    after: { ...ada, roles: [{ value: 'group' }, { value: 'admin', primary: false }] },
    changes: ['user.updated'],
  },
  {
    told: 'false is not absent',
    before: { userName: 'a' },
    after: { userName: 'a', x: false },
    changes: ['user.updated'],
  },
  {
    told: 'a value added to a list',
    after: { ...ada, roles: [{ value: 'admin', primary: false }, { value: 'group' }, { value: 'x' }] },
    changes: ['user.updated'],
  },
  {
    told: 'the last value of a list taken away',
    after: { ...ada, roles: [{ value: 'admin', primary: false }] },
    changes: ['user.updated'],
  },
  {
    told: 'one empty value exchanged for another',
    before: { x: { a: null } },
    after: { x: { b: null } },
    changes: ['user.updated'],
  },
  {
    told: 'an attribute, and that the user is active, as they were: one change',
    before: { userName: 'a' },
    after: { userName: 'b', active: true },
    changes: ['user.updated'],
  },
  {
    told: 'one name exchanged for another',
    before: { a: 1, b: 2 },
    after: { a: 1, c: 2 },
    changes: ['user.updated'],
  },
  { told: 'who is switched off', after: { ...ada, active: false }, changes: ['user.deactivated'] },
  { told: 'who is switched on', before: { ...ada, active: false }, after: ada, changes: ['user.activated'] },
  {
    told: 'both at once',
    after: { ...ada, active: false, title: 'gone' },
    changes: ['user.updated', 'user.deactivated'],
  },
  {
    told: 'an active user who now says so: seen by clients, no change of access',
    before: { userName: 'a' },
    after: { userName: 'a', active: true },
    changes: ['user.updated'],
  },
  {
    told: 'a user who was active without saying so',
    before: { userName: 'a' },
    after: { userName: 'a', active: false },
    changes: ['user.deactivated'],
  },
];

describe('an update of a user changes', () => {
  for (const { told, before = ada, after, changes } of updates) {
    test(told, () => {
      const found = userChanges(
        { id: 'u1', revision: 4, attributes: before },
        { id: 'u1', revision: 5, attributes: after },
      );
      expect(found).toEqual(changes.map((type) => ({ type, user: 'u1', revision: 5 })));
    });
  }
});

const sales: JsonObject = { displayName: 'ws-Sales-role-admin', externalId: 'x1' };

const groupUpdates: { told: string; after: JsonObject; changes: Change['type'][] }[] = [
  { told: 'nothing, when it leaves everything as it was', after: { ...sales }, changes: [] },
  { told: 'its name', after: { ...sales, displayName: 'ws-Sales-role-member' }, changes: ['group.renamed'] },
  {
    told: 'the case of its name',
    after: { ...sales, displayName: 'WS-Sales-role-admin' },
    changes: ['group.renamed'],
  },
  { told: 'another attribute', after: { ...sales, externalId: 'x2' }, changes: ['group.updated'] },
  {
    told: 'both at once',
    after: { displayName: 'ws-Support-role-admin' },
    changes: ['group.renamed', 'group.updated'],
  },
];

describe('an update of a group changes', () => {
  for (const { told, after, changes } of groupUpdates) {
    test(told, () => {
      const found = groupChanges(
        { id: 'g1', revision: 1, attributes: sales },
        { id: 'g1', revision: 2, attributes: after },
      );
      expect(found).toEqual(changes.map((type) => ({ type, group: 'g1', revision: 2 })));
    });
  }
});
