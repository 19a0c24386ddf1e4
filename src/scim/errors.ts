// The errors of the protocol, as data. What storage or a key vault reports is another type and is turned into one of
// these where the answer is made: a storage message never reaches a client.

/** HTTP status and `scimType` of each kind: RFC 7644 section 3.12 table 9; RFC 9865 section 2.1 for the cursor kinds. */
export const ERROR_KINDS = {
  invalidFilter: { status: 400, scimType: 'invalidFilter' },
  tooMany: { status: 400, scimType: 'tooMany' },
  uniqueness: { status: 409, scimType: 'uniqueness' },
  mutability: { status: 400, scimType: 'mutability' },
  invalidSyntax: { status: 400, scimType: 'invalidSyntax' },
  invalidPath: { status: 400, scimType: 'invalidPath' },
  noTarget: { status: 400, scimType: 'noTarget' },
  invalidValue: { status: 400, scimType: 'invalidValue' },
  invalidVers: { status: 400, scimType: 'invalidVers' },
  sensitive: { status: 403, scimType: 'sensitive' },
  invalidCursor: { status: 400, scimType: 'invalidCursor' },
  expiredCursor: { status: 400, scimType: 'expiredCursor' },
  invalidCount: { status: 400, scimType: 'invalidCount' },
  unauthorized: { status: 401 },
  forbidden: { status: 403 },
  notFound: { status: 404 },
  methodNotAllowed: { status: 405 },
  /** A bulk operation that refers to what was not created: RFC 7644 section 3.7.1. */
  conflict: { status: 409 },
  lengthRequired: { status: 411 },
  preconditionFailed: { status: 412 },
  payloadTooLarge: { status: 413 },
  unsupportedMediaType: { status: 415 },
  tooManyRequests: { status: 429 },
  internal: { status: 500 },
  notImplemented: { status: 501 },
  unavailable: { status: 503 },
} as const satisfies Record<string, { status: number; scimType?: string }>;

export type ScimErrorKind = keyof typeof ERROR_KINDS;

/** A refusal that the client is told about. `detail` names the attribute, the value and what to do. */
export class ScimError extends Error {
  override readonly name = 'ScimError';
  readonly kind: ScimErrorKind;
  /** Seconds after which trying again makes sense, for the `Retry-After` header of 429 and 503. */
  readonly retryAfter: number | undefined;

  constructor(kind: ScimErrorKind, detail: string, options: { retryAfter?: number; cause?: unknown } = {}) {
    super(detail, { cause: options.cause });
    this.kind = kind;
    this.retryAfter = options.retryAfter;
  }

  get status(): number {
    return ERROR_KINDS[this.kind].status;
  }
}

export const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** The error body of RFC 7644 section 3.12; `status` is a string there. */
export function scimErrorBody(error: ScimError): Record<string, unknown> {
  const { status, scimType } = ERROR_KINDS[error.kind] as { status: number; scimType?: string };
  return {
    schemas: [ERROR_SCHEMA],
    status: String(status),
    ...(scimType === undefined ? {} : { scimType }),
    detail: error.message,
  };
}
