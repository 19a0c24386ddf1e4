// The registry puts built-in and added schemas together.

import { expect, test } from 'vitest';
import { attribute } from '../../../src/scim/schema/attribute.ts';
import { createRegistry, type SchemaExtension } from '../../../src/scim/schema/registry.ts';
import { ENTERPRISE } from '../support/types.ts';

function adding(id: string, resourceType: 'User' | 'Group', required = false): SchemaExtension {
  const schema = { id, name: 'Added', description: '', attributes: [attribute('colour', 'A colour.')] };
  return { resourceType, required, schema };
}

test('without extensions there are the core schemas and the enterprise user', () => {
  const registry = createRegistry();
  expect(registry.resourceTypes.map(({ name, endpoint }) => [name, endpoint])).toEqual([
    ['User', '/Users'],
    ['Group', '/Groups'],
  ]);
  expect(registry.schemas.map(({ id }) => id)).toEqual([
    'urn:ietf:params:scim:schemas:core:2.0:User',
    ENTERPRISE,
    'urn:ietf:params:scim:schemas:core:2.0:Group',
  ]);
});

test('a schema of a new URN becomes an extension of its resource type', () => {
  const registry = createRegistry([adding('urn:example:added:Group', 'Group', true)]);
  expect(registry.resourceType('Group').extensions).toEqual([
    { required: true, schema: expect.objectContaining({ id: 'urn:example:added:Group' }) },
  ]);
  expect(registry.schema('URN:EXAMPLE:Added:Group')?.name).toBe('Added');
  expect(registry.resourceType('User').extensions).toHaveLength(1);
});

test('a schema of a URN that is there adds its attributes to it', () => {
  const registry = createRegistry([
    adding(ENTERPRISE.toUpperCase(), 'User', true),
    adding('urn:ietf:params:scim:schemas:core:2.0:Group', 'Group'),
  ]);
  const enterprise = registry.resourceType('User').extensions[0];
  expect(enterprise?.schema.id).toBe(ENTERPRISE);
  expect(enterprise?.required).toBe(true);
  expect(enterprise?.schema.attributes.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['department', 'colour']),
  );
  const group = registry.resourceType('Group');
  expect(group.schema.attributes.map(({ name }) => name)).toEqual(['displayName', 'members', 'colour']);
  expect(registry.schemas).toHaveLength(3);
});

test('one registry leaves the next one alone', () => {
  createRegistry([adding(ENTERPRISE, 'User', true)]);
  expect(createRegistry().resourceType('User').extensions[0]?.required).toBe(false);
  expect(
    createRegistry()
      .schema(ENTERPRISE)
      ?.attributes.map(({ name }) => name),
  ).not.toContain('colour');
});
