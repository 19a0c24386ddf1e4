// The file of added schemas: what a good one gives, and the sentence that refuses a faulty one.

import { expect, test } from 'vitest';
import { schema } from '../../../src/scim/discovery.ts';
import { parseExtensionFile } from '../../../src/scim/schema/extension-file.ts';
import { createRegistry } from '../../../src/scim/schema/registry.ts';
import { readAttributes } from '../../../src/scim/schema/validate.ts';
import { userBody } from '../support/bodies.ts';
import { ENTERPRISE } from '../support/types.ts';

const ID = 'urn:example:params:scim:schemas:badge:2.0:User';

/** A file of one schema with these attributes, which begin on line 6. */
const file = (attributes: string, id = ID, resourceType = 'User') => `{
  "id": "${id}",
  "name": "Badge",
  "resourceType": "${resourceType}",
  "attributes": [
${attributes}
  ]
}`;

test('a schema with the defaults of RFC 7643 section 2.2 filled in', () => {
  const text = `[{
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
    "id": "${ID}", "name": "Badge", "description": "Opens doors.",
    "resourceType": "User", "required": true,
    "attributes": [
      { "name": "colour", "type": "string" },
      { "name": "photo", "type": "reference", "referenceTypes": ["external"], "returned": "request" },
      { "name": "doors", "type": "complex", "multiValued": true, "description": "Doors.",
        "subAttributes": [{ "name": "value", "type": "integer", "required": true }, { "name": "$ref", "type": "reference" }] }
    ],
    "meta": { "resourceType": "Schema" }
  }]`;
  const defaults = {
    multiValued: false,
    description: '',
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
  };
  expect(parseExtensionFile(text)).toEqual([
    {
      resourceType: 'User',
      required: true,
      schema: {
        id: ID,
        name: 'Badge',
        description: 'Opens doors.',
        attributes: [
          { ...defaults, name: 'colour', type: 'string' },
          {
            ...defaults,
            name: 'photo',
            type: 'reference',
            referenceTypes: ['external'],
            returned: 'request',
            caseExact: true,
          },
          {
            ...defaults,
            name: 'doors',
            type: 'complex',
            multiValued: true,
            description: 'Doors.',
            subAttributes: [
              { ...defaults, name: 'value', type: 'integer', required: true },
              { ...defaults, name: '$ref', type: 'reference', caseExact: true },
            ],
          },
        ],
      },
    },
  ]);
});

test('what is added is validated and announced', () => {
  const registry = createRegistry(parseExtensionFile(file('{ "name": "level", "type": "integer" }')));
  const type = registry.resourceType('User');
  expect(readAttributes(type, userBody({ [ID]: { LEVEL: 3 } }), 'create')).toMatchObject({
    [ID]: { level: 3 },
  });
  expect(() => readAttributes(type, userBody({ [ID]: { level: 'high' } }), 'create')).toThrow(
    `${ID}:level must be`,
  );
  expect(schema(registry, ID, '')).toMatchObject({ name: 'Badge' });
});

test('an attribute may be added to a built-in schema', () => {
  const registry = createRegistry(
    parseExtensionFile(file('{ "name": "level", "type": "integer" }', ENTERPRISE)),
  );
  const names = registry.schema(ENTERPRISE)?.attributes.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['department', 'level']));
});

test('what a service writes as its schema, an operator may add with the resource type', () => {
  const written = schema(createRegistry(), ENTERPRISE, '') ?? {};
  const renamed = JSON.stringify([{ ...written, id: ID, resourceType: 'User' }]);
  expect(parseExtensionFile(renamed)[0]?.schema.attributes).toEqual(
    createRegistry().schema(ENTERPRISE)?.attributes,
  );
});

const FAULTY: readonly (readonly [string, string])[] = [
  ['', 'Line 1 is not valid JSON: Unexpected end of input.'],
  ['{\n  "id": "x"\n  "name": "y"\n}', 'Line 3 is not valid JSON: Unexpected token String.'],
  ['7', 'Line 1: Invalid input: expected object, received number.'],
  [
    file('{ "name": "a", "type": "text" }'),
    'Line 6, "Badge", "a", type: Invalid option: expected one of "string"|',
  ],
  [file('{ "name": "a" }'), 'Line 6, "Badge", "a", type: Invalid option'],
  [file('{ "type": "string" }'), 'Line 6, "Badge", name: Invalid input: expected string'],
  [file('{ "name": "a b", "type": "string" }'), 'Line 6, "Badge", "a b", name: must begin with a letter'],
  [
    file('{ "name": "__proto__", "type": "string" }'),
    'Line 6, "Badge", "__proto__", name: must begin with a letter',
  ],
  [file('{ "name": "constructor", "type": "string" }'), 'Line 6, "Badge", "constructor", name: must begin'],
  [
    file('{ "name": "a", "type": "string",\n  "multivalued": true }'),
    'Line 7, "Badge", "a", multivalued: Unrecognized key',
  ],
  [
    file('{ "name": "a", "type": "string",\n  "required": "yes" }'),
    'Line 7, "Badge", "a", required: Invalid input: expected boolean',
  ],
  [
    file('{ "name": "a", "type": "string",\n\n  "uniqueness": "server" }'),
    'Line 8, "Badge", "a", uniqueness: must be "none", because',
  ],
  [
    file('{ "name": "a", "type": "string" },\n{ "name": "A", "type": "string" }'),
    'Line 7, "Badge", "A", name: "A" is there twice.',
  ],
  [
    file('{ "name": "a", "type": "complex" }'),
    'Line 6, "Badge", "a", attributes: must have subAttributes if its type is complex',
  ],
  [
    file('{ "name": "a", "type": "string",\n "subAttributes": [{ "name": "b", "type": "string" }] }'),
    'Line 6, "Badge", "a", attributes: must have',
  ],
  [
    file('{ "name": "a", "type": "complex", "subAttributes": [\n { "name": "b", "type": "complex" }] }'),
    'Line 7, "Badge", "a", "b", type: must be one of string',
  ],
  [
    file(
      '{ "name": "a", "type": "complex", "subAttributes": [\n{ "name": "b", "type": "string" },\n{ "name": "B", "type": "string" }] }',
    ),
    'Line 8, "Badge", "a", "B", name: "B" is there twice.',
  ],
  [file(''), 'Line 5, "Badge", attributes: Too small'],
  [file('{ "name": "a", "type": "string" }', 'badge'), 'Line 2, "Badge", id: must be a URN such as'],
  [file('{ "name": "a", "type": "string" }', ID, 'Robot'), 'Line 4, "Badge", resourceType: Invalid option'],
  [
    file('{ "name": "a", "type": "string" }', ENTERPRISE, 'Group'),
    'Line 4, "Badge", resourceType: must be "User"',
  ],
  [
    file('{ "name": "Department", "type": "string" }', ENTERPRISE),
    'Line 6, "Badge", "Department", name: "Department" is an attribute of the built-in schema already.',
  ],
  [
    file('{ "name": "externalid", "type": "string" }', 'urn:ietf:params:scim:schemas:core:2.0:User'),
    'Line 6, "Badge", "externalid", name: "externalid" is an attribute of the built-in schema already.',
  ],
  [
    `[${file('{ "name": "a", "type": "string" }')},\n${file('{ "name": "b", "type": "string" }')}]`,
    `Line 10, "Badge", id: "${ID}" is there twice.`,
  ],
];

test.each(FAULTY.map(([text, detail]) => [detail, text]))('%s', (detail, text) => {
  let message = 'it was taken';
  try {
    parseExtensionFile(text);
  } catch (error) {
    expect(error).toMatchObject({ name: 'ExtensionFileError' });
    ({ message } = error as Error);
  }
  expect(message).toContain(detail);
  expect(message.split('\n')).toHaveLength(1);
});
