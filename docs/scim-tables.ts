// The tables of scim.md, made of what the service itself goes by: its routes, limits, errors, schemas and dialect rules. What
// an endpoint or an error is for is said here, and a new one without words is a type error or a failing test.
import { MEMBERS_SHOWN_LIMIT } from '../src/directory/groups.ts';
import { SORT_LIMIT } from '../src/directory/list-by-index.ts';
import { EXAMINED_LIMIT, INDEX_LIMIT } from '../src/directory/matching.ts';
import { MEMBERS_A_PAGE } from '../src/directory/show-page.ts';
import { EMAILS_LIMIT } from '../src/directory/users.ts';
import { MAX_BODY_BYTES, MAX_DEPTH } from '../src/http/body.ts';
import { bulkRoutes } from '../src/http/bulk.ts';
import { CURSOR_TIMEOUT_SECONDS } from '../src/http/cursor.ts';
import { resourceTypeRoutes, schemaRoutes, serviceProviderConfigRoutes } from '../src/http/discovery.ts';
import { groupMemberRoutes } from '../src/http/group-members.ts';
import { groupRoutes } from '../src/http/groups.ts';
import { MAX_BULK_OPERATIONS } from '../src/http/limits.ts';
import { DEFAULT_COUNT, MAX_COUNT } from '../src/http/list-request.ts';
import { rootRoutes } from '../src/http/root.ts';
import type { Route } from '../src/http/router.ts';
import { userRoutes } from '../src/http/users.ts';
import type { DialectExample } from '../src/scim/dialects/rule.ts';
import { DIALECT_RULES } from '../src/scim/dialects/rules.ts';
import { ERROR_KINDS, type ScimErrorKind } from '../src/scim/errors.ts';
import { MAX_PART } from '../src/scim/filter/check.ts';
import { MAX_FILTER_DEPTH } from '../src/scim/filter/grammar.ts';
import { FILTER_LIMITS } from '../src/scim/filter/parse.ts';
import { MAX_OPERATIONS } from '../src/scim/patch/parse.ts';
import { PATH_LIMITS } from '../src/scim/path/parse.ts';
import { COMMON_ATTRIBUTES } from '../src/scim/schema/common.ts';
import type { AttributeDefinition } from '../src/scim/schema/definition.ts';
import { ENTERPRISE_USER_SCHEMA } from '../src/scim/schema/enterprise-user.ts';
import { GROUP_SCHEMA } from '../src/scim/schema/group.ts';
import { USER_SCHEMA } from '../src/scim/schema/user.ts';
import { ATTRIBUTES_LIMIT } from '../src/scim/schema/validate.ts';
import { IDENTIFIER_LIMIT } from '../src/scim/text.ts';
import { tableOf } from './regions.ts';

/** The tables of scim.md by their names. */
export function scimTables(): Record<string, string> {
  return {
    endpoints: endpoints(),
    limits: limits(),
    errors: errors(),
    'common attributes': attributes(COMMON_ATTRIBUTES),
    'user attributes': attributes(USER_SCHEMA.attributes),
    'enterprise attributes': attributes(ENTERPRISE_USER_SCHEMA.attributes),
    'group attributes': attributes(GROUP_SCHEMA.attributes),
    dialects: dialects(),
  };
}

/** Every address, and the routes of the function that answers there. */
const COLLECTIONS: readonly (readonly [string, readonly Pick<Route<unknown>, 'method' | 'path'>[]])[] = [
  ['/ServiceProviderConfig', serviceProviderConfigRoutes],
  ['/ResourceTypes', resourceTypeRoutes],
  ['/Schemas', schemaRoutes],
  ['/Users', userRoutes],
  ['/Groups', groupRoutes],
  ['', rootRoutes],
  ['/Bulk', bulkRoutes()],
  ['/GroupMembers', groupMemberRoutes],
];

const QUERY = 'RFC 7644 3.4.2, RFC 9865';

/** What each is for, and where it is specified. */
const ENDPOINTS: Readonly<Record<string, readonly [purpose: string, specified: string]>> = {
  'GET /ServiceProviderConfig': ['what the service can do, and its limits', 'RFC 7644 4'],
  'GET /ResourceTypes': ['the kinds of resources', 'RFC 7644 4'],
  'GET /ResourceTypes/{id}': ['one of them: `User`, `Group`', 'RFC 7644 4'],
  'GET /Schemas': ['every attribute of every resource', 'RFC 7644 4'],
  'GET /Schemas/{id}': ['one schema, by its URN', 'RFC 7644 4'],
  'GET /Users': ['query users', QUERY],
  'POST /Users': ['create a user; 201', 'RFC 7644 3.3'],
  'POST /Users/.search': ['query users, the parameters in the body', 'RFC 7644 3.4.3'],
  'GET /Users/{id}': ['read a user', 'RFC 7644 3.4.1'],
  'PUT /Users/{id}': ['replace a user; what the body leaves out is removed', 'RFC 7644 3.5.1'],
  'PATCH /Users/{id}': ['change a user; 200 with the user', 'RFC 7644 3.5.2'],
  'DELETE /Users/{id}': ['delete a user for good; 204', 'RFC 7644 3.6'],
  'GET /Groups': ['query groups', QUERY],
  'POST /Groups': ['create a group; 201', 'RFC 7644 3.3'],
  'POST /Groups/.search': ['query groups, the parameters in the body', 'RFC 7644 3.4.3'],
  'GET /Groups/{id}': ['read a group', 'RFC 7644 3.4.1'],
  'PUT /Groups/{id}': ['replace a group and its members', 'RFC 7644 3.5.1'],
  'PATCH /Groups/{id}': ['change a group or its members; 204, with `attributes` 200', 'RFC 7644 3.5.2'],
  'DELETE /Groups/{id}': ['delete a group; 204', 'RFC 7644 3.6'],
  'GET /': ['query users and groups together', QUERY],
  'POST /.search': ['the same, the parameters in the body', 'RFC 7644 3.4.3'],
  'GET /Me': ['501: a credential is nobody’s user', 'RFC 7644 3.11'],
  'POST /Me': ['501', 'RFC 7644 3.11'],
  'PUT /Me': ['501', 'RFC 7644 3.11'],
  'PATCH /Me': ['501', 'RFC 7644 3.11'],
  'DELETE /Me': ['501', 'RFC 7644 3.11'],
  'POST /Bulk': ['many operations in one request', 'RFC 7644 3.7'],
  'GET /GroupMembers': ['query memberships, where switched on', 'draft'],
  'POST /GroupMembers': ['add one member to one group; 201', 'draft'],
  'POST /GroupMembers/.search': ['query memberships, the parameters in the body', 'draft'],
  'GET /GroupMembers/{id}': ['read a membership', 'draft'],
  'DELETE /GroupMembers/{id}': ['end a membership; 204', 'draft'],
};

function endpoints(): string {
  const left = new Set(Object.keys(ENDPOINTS));
  const rows = COLLECTIONS.flatMap(([base, routes]) =>
    routes.map(({ method, path }) => {
      const address = [base, path].filter((part, at) => part !== '' || (at === 0 && path !== '')).join('/');
      const name = `${method} ${address === '' ? '/' : address}`;
      const [purpose, specified] = ENDPOINTS[name] ?? [];
      if (purpose === undefined || specified === undefined) throw new Error(`nobody says what ${name} does`);
      left.delete(name);
      return [`\`${name}\``, purpose, specified];
    }),
  );
  if (left.size > 0) throw new Error(`there is no ${[...left].join(', no ')}`);
  return tableOf(['request', 'what it does', 'specified in'], rows);
}

function limits(): string {
  const rows: readonly (readonly [string, number | string, string])[] = [
    ['body of a request', `${MAX_BODY_BYTES / 1024 / 1024} MiB`, '413'],
    ['nesting of a body', MAX_DEPTH, '400 `invalidSyntax`'],
    ['attributes of a resource, as JSON', `${ATTRIBUTES_LIMIT / 1024} KiB`, '400 `invalidValue`'],
    [
      '`userName`, `externalId`, a group’s `displayName`',
      `${IDENTIFIER_LIMIT} characters`,
      '400 `invalidValue`',
    ],
    ['e-mails of a user', EMAILS_LIMIT, '400 `invalidValue`'],
    [
      'resources on a page (`count`)',
      `${DEFAULT_COUNT}, at most ${MAX_COUNT}`,
      'brought into range; with a cursor 400 `invalidCount`',
    ],
    ['age of a cursor', `${CURSOR_TIMEOUT_SECONDS / 3600} hours`, '400 `expiredCursor`'],
    [
      'filter',
      `${FILTER_LIMITS.length} characters, ${FILTER_LIMITS.terms} terms, ${MAX_FILTER_DEPTH} deep`,
      '400 `invalidFilter`',
    ],
    ['value that is looked for within others (`co`)', `${MAX_PART} characters`, '400 `invalidFilter`'],
    [
      'resources that a filter without an index looks at, members of groups counted',
      EXAMINED_LIMIT,
      '400 `tooMany`; by cursor pages end early instead',
    ],
    [
      'matches of an indexed value before the index is left aside',
      INDEX_LIMIT,
      'the query counts as one without an index',
    ],
    ['matches that are sorted', SORT_LIMIT, '400 `tooMany`'],
    ['members on a page of groups', MEMBERS_A_PAGE, 'the page ends early'],
    [
      'members shown of one group',
      MEMBERS_SHOWN_LIMIT,
      '400 `tooMany`: ask with `excludedAttributes=members`',
    ],
    ['changes that a PATCH asks for', MAX_OPERATIONS, '413'],
    ['path of a PATCH', `${PATH_LIMITS.length} characters`, '400 `invalidPath`'],
    ['operations of a bulk request', MAX_BULK_OPERATIONS, '413'],
  ];
  return tableOf(
    ['limit of', 'is', 'beyond it'],
    rows.map(([what, limit, beyond]) => [
      what,
      typeof limit === 'number' ? limit.toLocaleString('en') : limit,
      beyond,
    ]),
  );
}

/** When each is answered; undefined for those that no request gets. */
const ERRORS: Readonly<Record<ScimErrorKind, string | undefined>> = {
  invalidFilter:
    'The filter cannot be read, names an attribute that does not exist, or compares it with what it cannot be.',
  tooMany: 'The answer or the request would be too large: see the limits.',
  uniqueness:
    'Another user has the `userName`, another group the `displayName` (compared without case). The detail names it.',
  mutability: 'A read-only attribute, another value for an immutable one, or the removal of a required one.',
  invalidSyntax:
    'The body is no JSON object, or not of the form that the request needs: `schemas`, `op`, a reserved name.',
  invalidPath: 'The path of a PATCH operation cannot be read.',
  noTarget: 'A removal without a path, or a path whose filter matches nothing where something must be there.',
  invalidValue:
    'A value of another type or form than the schema says, a required one missing, a parameter that makes no sense.',
  invalidVers: undefined,
  sensitive: undefined,
  invalidCursor: 'The cursor is not one that this query gave out.',
  expiredCursor: 'The cursor is older than a day. Begin again with an empty one.',
  invalidCount: 'With a cursor, `count` is out of range.',
  unauthorized: 'No bearer token, or one that is not valid.',
  forbidden: 'The token is valid and not for this; a filter at a discovery endpoint.',
  notFound: 'There is no such resource or address.',
  methodNotAllowed: 'The address does not take the method; `Allow` lists those that it takes.',
  conflict: 'Within a bulk answer: the operation refers to what another one failed to create.',
  lengthRequired: 'A body with `Transfer-Encoding: chunked`.',
  preconditionFailed: '`If-Match` does not name the version of the resource, or `If-None-Match` does.',
  payloadTooLarge: 'The body is larger than the limit.',
  unsupportedMediaType:
    'The body is neither `application/scim+json` nor `application/json`, or it is compressed.',
  tooManyRequests: undefined,
  internal: 'A fault of the service. The detail has the request’s id, under which the log tells what.',
  notImplemented: '`/Me`.',
  unavailable:
    'Storage or key vault cannot be reached, or provisioning is paused. `Retry-After` says when to try again.',
};

function errors(): string {
  const rows = Object.entries(ERRORS).flatMap(([name, when]) => {
    const kind: { status: number; scimType?: string } = ERROR_KINDS[name as ScimErrorKind];
    return when === undefined ? [] : [{ status: kind.status, scimType: kind.scimType ?? '', when }];
  });
  return tableOf(
    ['status', '`scimType`', 'when'],
    rows
      .sort((a, b) => a.status - b.status)
      .map(({ status, scimType, when }) => [String(status), scimType && `\`${scimType}\``, when]),
  );
}

function attributes(definitions: readonly AttributeDefinition[]): string {
  return tableOf(
    ['attribute', 'type', 'characteristics'],
    definitions.flatMap((definition) => [
      rowOf(definition, definition.name),
      ...(definition.subAttributes ?? []).map((sub) => rowOf(sub, `${definition.name}.${sub.name}`)),
    ]),
  );
}

/** What differs from the defaults of RFC 7643 section 2.2. */
function rowOf(definition: AttributeDefinition, name: string): string[] {
  const { type, multiValued, required, caseExact, mutability, returned, uniqueness } = definition;
  const isText = ['string', 'reference', 'binary'].includes(type);
  const characteristics = [
    required ? 'required' : '',
    mutability === 'readWrite' ? '' : mutability,
    returned === 'default' ? '' : `returned: ${returned}`,
    uniqueness === 'none' ? '' : `unique (${uniqueness})`,
    isText && caseExact ? 'case exact' : '',
    definition.canonicalValues === undefined ? '' : `usual values: ${definition.canonicalValues.join(', ')}`,
    definition.referenceTypes === undefined ? '' : `refers to ${definition.referenceTypes.join(', ')}`,
  ];
  return [
    `\`${name}\``,
    multiValued ? `list of ${type}` : type,
    characteristics.filter((text) => text !== '').join('; '),
  ];
}

function dialects(): string {
  return tableOf(
    ['rule', 'sent', 'understood as'],
    DIALECT_RULES.flatMap(({ name, examples: [first] }) =>
      first === undefined
        ? []
        : [[`\`${name}\``, `\`${shownOf(first, 'before')}\``, `\`${shownOf(first, 'after')}\``]],
    ),
  );
}

function shownOf(example: DialectExample, side: 'before' | 'after'): string {
  const shown = example[side];
  return typeof shown === 'string' ? shown : JSON.stringify(shown);
}
