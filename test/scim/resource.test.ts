// The resource as it is answered: what is computed each time.

import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/scim/json.ts';
import { assembleResource, memberValue, type ResourceParts } from '../../src/scim/resource.ts';
import { attribute } from '../../src/scim/schema/attribute.ts';
import { createRegistry } from '../../src/scim/schema/registry.ts';
import { GROUP_URN, USER_URN } from './support/bodies.ts';
import { ENTERPRISE, GROUP, USER } from './support/types.ts';

const BASE = 'https://scim.example/scim/v2';
const TIMES = { created: '2026-01-31T09:30:00Z', lastModified: '2026-02-01T00:00:00Z', version: 'W/"3"' };

function user(attributes: JsonObject, more: Partial<ResourceParts> = {}): JsonObject {
  return assembleResource({ type: USER, id: 'u1', baseUrl: BASE, ...TIMES, attributes, ...more });
}

test('a user with an extension, an unknown one, a manager and groups', () => {
  const attributes = {
    userName: 'ada',
    externalId: 'E',
    active: false,
    [ENTERPRISE]: { department: 'R', manager: { value: 'u2' } },
    'urn:example:unknown': { a: 1 },
  };
  expect(user(attributes, { groups: ['g1'] })).toEqual({
    schemas: [USER_URN, ENTERPRISE, 'urn:example:unknown'],
    id: 'u1',
    externalId: 'E',
    userName: 'ada',
    active: false,
    [ENTERPRISE]: { department: 'R', manager: { value: 'u2', $ref: `${BASE}/Users/u2` } },
    'urn:example:unknown': { a: 1 },
    groups: [{ value: 'g1', $ref: `${BASE}/Groups/g1`, type: 'direct' }],
    meta: {
      resourceType: 'User',
      created: TIMES.created,
      lastModified: TIMES.lastModified,
      location: `${BASE}/Users/u1`,
      version: 'W/"3"',
    },
  });
});

test('a group with members of both types, and one whose members were not read', () => {
  const parts = { type: GROUP, id: 'g1', baseUrl: BASE, ...TIMES, attributes: { displayName: 'Pilots' } };
  const members = [
    { value: 'u1', type: 'User' },
    { value: 'g2', type: 'Group' },
  ] as const;
  expect(assembleResource({ ...parts, members })).toMatchObject({
    schemas: [GROUP_URN],
    displayName: 'Pilots',
    members: [
      { value: 'u1', $ref: `${BASE}/Users/u1`, type: 'User' },
      { value: 'g2', $ref: `${BASE}/Groups/g2`, type: 'Group' },
    ],
    meta: { resourceType: 'Group', location: `${BASE}/Groups/g1` },
  });
  expect(assembleResource(parts)).not.toHaveProperty('members');
  expect(assembleResource({ ...parts, members: [] })).toMatchObject({ members: [] });
  expect(assembleResource(parts)).not.toHaveProperty('active');
});

test('who was never deactivated is shown as active', () => {
  expect(user({ userName: 'ada' })).toMatchObject({ active: true });
  expect(user({ userName: 'ada', active: false })).toMatchObject({ active: false });
});

test('whatever an id holds, its address is one path segment', () => {
  expect(memberValue({ value: 'a/../b?c', type: 'User' }, BASE).$ref).toBe(`${BASE}/Users/a%2F..%2Fb%3Fc`);
});

test('references of an added schema get their address too, also in arrays', () => {
  const id = 'urn:example:mentors:2.0:User';
  const parts = [
    attribute('value', ''),
    attribute('$ref', '', { type: 'reference', referenceTypes: ['Group'] }),
  ];
  const mentors = attribute('mentors', '', { type: 'complex', multiValued: true, subAttributes: parts });
  const schema = { id, name: '', description: '', attributes: [mentors] };
  const type = createRegistry([{ resourceType: 'User', required: false, schema }]).resourceType('User');
  expect(user({ userName: 'ada', [id]: { mentors: [{ value: '7' }] } }, { type })).toMatchObject({
    [id]: { mentors: [{ value: '7', $ref: `${BASE}/Groups/7` }] },
  });
});

test('the attributes that were handed in stay as they were', () => {
  const attributes = { userName: 'ada', [ENTERPRISE]: { manager: { value: 'u2' } } };
  user(attributes);
  expect(attributes).toEqual({ userName: 'ada', [ENTERPRISE]: { manager: { value: 'u2' } } });
});
