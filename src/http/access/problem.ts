// How the access API speaks: plain JSON, and errors as RFC 9457 problems, which is what the libraries of application developers
// know. Only identity providers expect SCIM's own form.
import type { ScimError, ScimErrorKind } from '../../scim/errors.ts';
import { detailOf, errorHeaders, type Protocol, type ScimReply } from '../reply.ts';

/** Where a status says more here than in SCIM: what comes after an expired cursor is gone for good. */
const STATUS: Partial<Record<ScimErrorKind, number>> = { expiredCursor: 410 };

/** What is wrong, for people; `code` says the same to programs. */
const TITLES: Partial<Record<ScimErrorKind, string>> = {
  expiredCursor: 'Gone',
  forbidden: 'Forbidden',
  internal: 'Internal server error',
  invalidCursor: 'Invalid cursor',
  invalidSyntax: 'Invalid body',
  invalidValue: 'Invalid value',
  lengthRequired: 'Length required',
  methodNotAllowed: 'Method not allowed',
  notFound: 'Not found',
  payloadTooLarge: 'Body too large',
  preconditionFailed: 'Precondition failed',
  tooMany: 'Too many',
  tooManyRequests: 'Too many requests',
  unauthorized: 'Unauthorized',
  unavailable: 'Service unavailable',
  unsupportedMediaType: 'Unsupported media type',
};

export const ACCESS: Protocol = {
  base: 'access/v1',
  errorReply: problemReply,
  mediaType: () => 'application/json',
};

function problemReply(error: ScimError, requestId: string, scope: string, contact?: string): ScimReply {
  const status = STATUS[error.kind] ?? error.status;
  return {
    status,
    body: {
      type: 'about:blank',
      title: TITLES[error.kind] ?? 'Error',
      status,
      code: codeOf(error.kind),
      detail: detailOf(error, requestId, contact),
      request_id: requestId,
    },
    headers: { ...errorHeaders(error, scope), 'content-type': 'application/problem+json; charset=utf-8' },
  };
}

function codeOf(kind: ScimErrorKind): string {
  return kind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
