// What the service tells about itself: RFC 7643 sections 5 to 7, RFC 7644 section 4, RFC 9865 section 4.

import { expect, test } from 'vitest';
import {
  type Capabilities,
  resourceType,
  resourceTypes,
  schema,
  schemas,
  serviceProviderConfig,
} from '../../src/scim/discovery.ts';
import { isObject, type JsonObject, type JsonValue } from '../../src/scim/json.ts';
import { createRegistry } from '../../src/scim/schema/registry.ts';
import { GROUP_URN, USER_URN } from './support/bodies.ts';
import { ENTERPRISE } from './support/types.ts';

const BASE = 'https://scim.example/scim/v2';
const registry = createRegistry();
const LIMITS: Capabilities = {
  maxResults: 1000,
  defaultPageSize: 100,
  maxPageSize: 1000,
  authenticationSchemes: ['bearer'],
};

function objects(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

test('ServiceProviderConfig says what is switched on', () => {
  expect(serviceProviderConfig(LIMITS, BASE)).toEqual({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: 1000 },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: 100,
      maxPageSize: 1000,
    },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'A token in the header "Authorization: Bearer ...".',
        specUri: 'https://www.rfc-editor.org/info/rfc6750',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${BASE}/ServiceProviderConfig` },
  });
});

test('bulk, expiring cursors, client credentials and documentation appear with their settings', () => {
  const config = serviceProviderConfig(
    {
      ...LIMITS,
      bulk: { maxOperations: 500, maxPayloadSize: 1_000_000 },
      cursorTimeout: 3600,
      authenticationSchemes: ['bearer', 'clientCredentials'],
      documentationUri: 'https://docs.example/scim',
    },
    BASE,
  );
  expect(config).toMatchObject({
    documentationUri: 'https://docs.example/scim',
    bulk: { supported: true, maxOperations: 500, maxPayloadSize: 1_000_000 },
    pagination: { cursorTimeout: 3600 },
  });
  expect(objects(config.authenticationSchemes).map(({ type, primary }) => [type, primary])).toEqual([
    ['oauthbearertoken', true],
    ['oauth2', false],
  ]);
});

test('ResourceTypes, and each by its id', () => {
  const list = resourceTypes(registry, BASE);
  expect(list).toMatchObject({ totalResults: 2, startIndex: 1, itemsPerPage: 2 });
  expect(list.Resources).toEqual([
    resourceType(registry, 'User', BASE),
    resourceType(registry, 'group', BASE),
  ]);
  expect(resourceType(registry, 'User', BASE)).toEqual({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: 'User',
    name: 'User',
    description: 'User Account',
    endpoint: '/Users',
    schema: USER_URN,
    schemaExtensions: [{ schema: ENTERPRISE, required: false }],
    meta: { resourceType: 'ResourceType', location: `${BASE}/ResourceTypes/User` },
  });
  expect(resourceType(registry, 'Robot', BASE)).toBeUndefined();
});

test('Schemas is a list of all, and each is there by its URN in any case', () => {
  const list = schemas(registry, BASE);
  expect(list).toMatchObject({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: 3,
  });
  expect(objects(list.Resources).map(({ id }) => id)).toEqual([USER_URN, ENTERPRISE, GROUP_URN]);
  for (const one of objects(list.Resources)) {
    expect(schema(registry, String(one.id).toUpperCase(), BASE)).toEqual(one);
    expect(one).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
      meta: { resourceType: 'Schema', location: `${BASE}/Schemas/${one.id}` },
    });
  }
  expect(schema(registry, 'urn:example:nothing', BASE)).toBeUndefined();
});

test('an attribute is shown with its characteristics, and with nothing that means nothing for its type', () => {
  const user = objects(schema(registry, USER_URN, BASE)?.attributes);
  expect(user.find(({ name }) => name === 'userName')).toEqual({
    name: 'userName',
    type: 'string',
    multiValued: false,
    description: expect.any(String),
    required: true,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'server',
  });
  expect(user.find(({ name }) => name === 'active')).not.toHaveProperty('caseExact');
  expect(JSON.stringify(schemas(registry, BASE))).not.toContain('null');
});

/** The names under which Microsoft Entra finds attributes, made from /Schemas by its rules. */
function entraNames(schemaBody: JsonObject): string[] {
  const isCore = schemaBody.id === USER_URN || schemaBody.id === GROUP_URN;
  return objects(schemaBody.attributes).flatMap((attribute) => {
    const name = String(attribute.name);
    if (!isCore) return [`${schemaBody.id}:${name}`];
    if (name === 'manager' || name === 'members') return [name];
    const parts = objects(attribute.subAttributes);
    if (attribute.type !== 'complex') return attribute.type === 'reference' ? [] : [name];
    if (attribute.multiValued !== true) return parts.map((part) => `${name}.${part.name}`);
    const types = parts.find((part) => part.name === 'type')?.canonicalValues;
    if (!Array.isArray(types)) {
      return parts
        .filter((part) => part.name !== 'primary')
        .map((part) => `${name}[primary eq "True"].${part.name}`);
    }
    return types.flatMap((type) =>
      parts
        .filter((part) => part.name !== 'type' && part.name !== 'primary')
        .map((part) => `${name}[type eq "${type}"].${part.name}`),
    );
  });
}

test('Microsoft Entra finds every attribute that it maps by default', () => {
  const found = objects(schemas(registry, BASE).Resources).flatMap(entraNames);
  expect(found).toEqual(
    expect.arrayContaining([
      'userName',
      'active',
      'displayName',
      'title',
      'preferredLanguage',
      'externalId',
      'emails[type eq "work"].value',
      'name.givenName',
      'name.familyName',
      'name.formatted',
      'addresses[type eq "work"].formatted',
      'addresses[type eq "work"].streetAddress',
      'addresses[type eq "work"].locality',
      'addresses[type eq "work"].region',
      'addresses[type eq "work"].postalCode',
      'addresses[type eq "work"].country',
      'phoneNumbers[type eq "work"].value',
      'phoneNumbers[type eq "mobile"].value',
      'phoneNumbers[type eq "fax"].value',
      'roles[primary eq "True"].value',
      'roles[primary eq "True"].display',
      `${ENTERPRISE}:employeeNumber`,
      `${ENTERPRISE}:department`,
      `${ENTERPRISE}:manager`,
      'members',
    ]),
  );
});
