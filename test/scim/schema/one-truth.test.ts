// The registry is the one truth: an attribute that is taken out of a definition is gone everywhere, one that is put in is
// there everywhere, without any other change.

import { expect, test } from 'vitest';
import { schema } from '../../../src/scim/discovery.ts';
import { checkFilter } from '../../../src/scim/filter/check.ts';
import { parseFilter } from '../../../src/scim/filter/parse.ts';
import type { JsonObject } from '../../../src/scim/json.ts';
import { project, wants } from '../../../src/scim/projection.ts';
import { assembleResource } from '../../../src/scim/resource.ts';
import { attribute } from '../../../src/scim/schema/attribute.ts';
import type { ResourceTypeDefinition } from '../../../src/scim/schema/definition.ts';
import { resolveAttribute } from '../../../src/scim/schema/lookup.ts';
import { readMembers } from '../../../src/scim/schema/members.ts';
import { createRegistry, type SchemaRegistry } from '../../../src/scim/schema/registry.ts';
import { readAttributes } from '../../../src/scim/schema/validate.ts';
import { createComparator } from '../../../src/scim/sort.ts';
import { groupBody, USER_URN, userBody } from '../support/bodies.ts';
import { refusal } from '../support/refusal.ts';

/** Everything that the service does with an attribute of a user: true where it knows it. */
function knowledge(type: ResourceTypeDefinition, name: string, value: JsonObject | string | boolean) {
  const attributes = readAttributes(type, userBody({ [name]: value }), 'create');
  const parts = { type, id: '1', created: '', lastModified: '', version: '', baseUrl: '' };
  const resource = assembleResource({ ...parts, attributes: { userName: 'ada', [name]: value } });
  const registry: SchemaRegistry = {
    resourceTypes: [type],
    resourceType: () => type,
    schemas: [type.schema],
    schema: () => type.schema,
  };
  return {
    lookup: resolveAttribute(type, name) !== undefined,
    validation: Object.hasOwn(attributes, name),
    types: refusal(() => readAttributes(type, userBody({ [name]: [1] }), 'create')) !== undefined,
    projection: Object.hasOwn(project(type, resource, {}), name),
    wanted: wants(type, {}, name),
    filters: refusal(() => checkFilter(type, parseFilter(`${name} pr`))) === undefined,
    sorting: refusal(() => createComparator([type], name)) === undefined,
    discovery: JSON.stringify(schema(registry, USER_URN, '')).includes(`"name":"${name}"`),
  };
}

const EVERYWHERE = {
  lookup: true,
  validation: true,
  types: true,
  projection: true,
  wanted: true,
  filters: true,
  sorting: true,
  discovery: true,
};
const NOWHERE = Object.fromEntries(Object.keys(EVERYWHERE).map((key) => [key, false]));

function without(name: string): ResourceTypeDefinition {
  const type = createRegistry().resourceType('User');
  const attributes = type.schema.attributes.filter((definition) => definition.name !== name);
  return { ...type, schema: { ...type.schema, attributes } };
}

test.each([
  ['title', 'Dr'],
  ['active', false],
] as const)('%s', (name, value) => {
  expect(knowledge(createRegistry().resourceType('User'), name, value)).toEqual(EVERYWHERE);
  expect(knowledge(without(name), name, value)).toEqual(NOWHERE);
});

test('an attribute that is added', () => {
  const added = { id: USER_URN, name: '', description: '', attributes: [attribute('nickColour', '')] };
  const type = createRegistry([{ resourceType: 'User', required: false, schema: added }]).resourceType(
    'User',
  );
  expect(knowledge(createRegistry().resourceType('User'), 'nickColour', 'red')).toEqual(NOWHERE);
  expect(knowledge(type, 'nickColour', 'red')).toEqual(EVERYWHERE);
});

test('characteristics are read from the definition and not from the name', () => {
  const type = createRegistry().resourceType('User');
  const attributes = type.schema.attributes.map((definition) =>
    definition.name === 'title'
      ? { ...definition, required: true, returned: 'never' as const }
      : definition.name === 'userName'
        ? { ...definition, required: false }
        : definition,
  );
  const changed = { ...type, schema: { ...type.schema, attributes } };
  expect(refusal(() => readAttributes(changed, userBody(), 'create'))?.[1]).toContain('title is required');
  expect(readAttributes(changed, { schemas: [USER_URN], title: 'Dr' }, 'create')).toEqual({ title: 'Dr' });
  expect(project(changed, { schemas: [USER_URN], id: '1', title: 'Dr' }, {})).not.toHaveProperty('title');
});

test('groups without members', () => {
  const type = createRegistry().resourceType('Group');
  const attributes = type.schema.attributes.filter(({ name }) => name !== 'members');
  const lonely = { ...type, schema: { ...type.schema, attributes } };
  const body = groupBody({ members: [{ value: '1' }] });
  expect(readMembers(type, body)).toHaveLength(1);
  expect(readMembers(lonely, body)).toEqual([]);
  expect(wants(lonely, {}, 'members')).toBe(false);
});
