// What the service tells about itself: RFC 7643 sections 5 to 7, RFC 7644 section 4, and the paging block of RFC 9865 section
// 4. All of it is read from the registry and the settings, so that what is announced is what is done.

import type { JsonObject } from './json.ts';
import { wholeList } from './list.ts';
import { COMMON_ATTRIBUTES } from './schema/common.ts';
import type { AttributeDefinition, ResourceTypeDefinition, SchemaDefinition } from './schema/definition.ts';
import { findAttribute } from './schema/lookup.ts';
import type { SchemaRegistry } from './schema/registry.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0';
const SERVICE_PROVIDER_CONFIG = 'ServiceProviderConfig';
const RESOURCE_TYPE = 'ResourceType';
const SCHEMA = 'Schema';

export type AuthenticationSchemeName = 'bearer' | 'clientCredentials';

/** What is switched on and how far it goes. */
export interface Capabilities {
  /** Undefined where bulk requests are not served. `maxPayloadSize` is in bytes. */
  readonly bulk?: { readonly maxOperations: number; readonly maxPayloadSize: number };
  /** The most resources that a filtered answer holds. */
  readonly maxResults: number;
  readonly defaultPageSize: number;
  readonly maxPageSize: number;
  /** Seconds after which a cursor may be refused; absent where cursors do not expire. */
  readonly cursorTimeout?: number;
  /** In order of preference. */
  readonly authenticationSchemes: readonly AuthenticationSchemeName[];
  /** The address of the documentation for a client's author. */
  readonly documentationUri?: string;
}

const AUTHENTICATION_SCHEMES: Readonly<Record<AuthenticationSchemeName, JsonObject>> = {
  bearer: {
    type: 'oauthbearertoken',
    name: 'Bearer token',
    description: 'A token in the header "Authorization: Bearer ...".',
    specUri: 'https://www.rfc-editor.org/info/rfc6750',
  },
  clientCredentials: {
    type: 'oauth2',
    name: 'OAuth 2.0 client credentials',
    description: 'A token from the token endpoint, issued for a client id and secret.',
    specUri: 'https://www.rfc-editor.org/info/rfc6749',
  },
};

/** The body of `GET /ServiceProviderConfig`. */
export function serviceProviderConfig(capabilities: Capabilities, baseUrl: string): JsonObject {
  const { bulk, maxResults, defaultPageSize, maxPageSize, cursorTimeout, documentationUri } = capabilities;
  return {
    schemas: [`${CORE}:${SERVICE_PROVIDER_CONFIG}`],
    ...(documentationUri === undefined ? {} : { documentationUri }),
    patch: { supported: true },
    bulk: { supported: bulk !== undefined, maxOperations: 0, maxPayloadSize: 0, ...bulk },
    filter: { supported: true, maxResults },
    // A password is taken and forgotten: the service signs nobody in.
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize,
      maxPageSize,
      ...(cursorTimeout === undefined ? {} : { cursorTimeout }),
    },
    authenticationSchemes: capabilities.authenticationSchemes.map((name, position) => ({
      ...AUTHENTICATION_SCHEMES[name],
      primary: position === 0,
    })),
    meta: meta(SERVICE_PROVIDER_CONFIG, `${baseUrl}/${SERVICE_PROVIDER_CONFIG}`),
  };
}

/** The body of `GET /ResourceTypes`. */
export function resourceTypes(registry: SchemaRegistry, baseUrl: string): JsonObject {
  return wholeList(registry.resourceTypes.map((type) => resourceTypeBody(type, baseUrl)));
}

/** The body of `GET /ResourceTypes/{id}`, or undefined when there is none of this name. */
export function resourceType(registry: SchemaRegistry, id: string, baseUrl: string): JsonObject | undefined {
  const type = registry.resourceTypes.find(({ name }) => name.toLowerCase() === id.toLowerCase());
  return type === undefined ? undefined : resourceTypeBody(type, baseUrl);
}

/** The body of `GET /Schemas`: a list, which Microsoft Entra insists on. */
export function schemas(registry: SchemaRegistry, baseUrl: string): JsonObject {
  return wholeList(registry.schemas.map((schema) => schemaBody(registry, schema, baseUrl)));
}

/** The body of `GET /Schemas/{id}`, or undefined when there is none of this URN. */
export function schema(registry: SchemaRegistry, id: string, baseUrl: string): JsonObject | undefined {
  const found = registry.schema(id);
  return found === undefined ? undefined : schemaBody(registry, found, baseUrl);
}

function resourceTypeBody(type: ResourceTypeDefinition, baseUrl: string): JsonObject {
  return {
    schemas: [`${CORE}:${RESOURCE_TYPE}`],
    id: type.name,
    name: type.name,
    description: type.description,
    endpoint: type.endpoint,
    schema: type.schema.id,
    schemaExtensions: type.extensions.map(({ schema: { id }, required }) => ({ schema: id, required })),
    meta: meta(RESOURCE_TYPE, `${baseUrl}/${RESOURCE_TYPE}s/${type.name}`),
  };
}

function schemaBody(
  registry: SchemaRegistry,
  { id, name, description, attributes }: SchemaDefinition,
  baseUrl: string,
): JsonObject {
  // What a membership is called elsewhere is not kept.
  const isCore = registry.resourceTypes.some((type) => type.schema.id === id && type.name !== 'GroupMember');
  return {
    schemas: [`${CORE}:${SCHEMA}`],
    id,
    name,
    description,
    attributes: [...(isCore ? listedCommonAttributes() : []), ...attributes].map(attributeBody),
    meta: meta(SCHEMA, `${baseUrl}/${SCHEMA}s/${id}`),
  };
}

/**
 * `externalId` is listed with the core schemas, as RFC 7643 section 3.1 allows: a client that reads from here what it may map
 * (Microsoft's test of discovery does) would find no place for it otherwise.
 */
function listedCommonAttributes(): readonly AttributeDefinition[] {
  const externalId = findAttribute(COMMON_ATTRIBUTES, 'externalId');
  return externalId === undefined ? [] : [externalId];
}

function attributeBody(definition: AttributeDefinition): JsonObject {
  const { canonicalValues, referenceTypes, subAttributes, caseExact, ...characteristics } = definition;
  const isText = !['boolean', 'decimal', 'integer', 'dateTime', 'complex'].includes(definition.type);
  return {
    ...characteristics,
    ...(isText ? { caseExact } : {}),
    ...(canonicalValues === undefined ? {} : { canonicalValues: [...canonicalValues] }),
    ...(referenceTypes === undefined ? {} : { referenceTypes: [...referenceTypes] }),
    ...(subAttributes === undefined ? {} : { subAttributes: subAttributes.map(attributeBody) }),
  };
}

function meta(resourceType: string, location: string): JsonObject {
  return { resourceType, location };
}
