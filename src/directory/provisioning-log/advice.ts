// What a person can do about a request that did not bring what was wanted, for each way in which that happens. It is looked up
// when an entry is shown, so that better advice also serves what was logged before.
import type { ScimErrorKind } from '../../scim/errors.ts';
import type { LogEntry } from './entry.ts';

interface Case {
  readonly kind: ScimErrorKind;
  /** Of the detail. */
  readonly says: RegExp;
  readonly advice: string;
}

/** Before the general ones; the first that fits counts. */
const CASES: readonly Case[] = [
  {
    kind: 'unauthorized',
    says: /no credential/i,
    advice:
      'The identity provider sends no token. Enter the token as its secret token (Entra) or as HTTP header authentication (Okta).',
  },
  {
    kind: 'unauthorized',
    says: /scheme/i,
    advice:
      'The identity provider is set to another way of signing in. Choose a bearer token, and enter it without the word "Bearer".',
  },
  {
    kind: 'unauthorized',
    says: /expired/i,
    advice:
      'The token has run out. Rotate it on the Connect page and enter the new one at the identity provider.',
  },
  {
    kind: 'unauthorized',
    says: /disabled|superseded/i,
    advice:
      'Somebody has revoked this token, or three newer ones have taken its place. Enter the newest one at the identity provider.',
  },
  {
    kind: 'unauthorized',
    says: /not valid before/i,
    advice: 'The token has a start date in the future. Use it from then on, or rotate it.',
  },
  {
    kind: 'unauthorized',
    says: /cannot be used|tag/i,
    advice: 'The tags of this secret in the key vault cannot be understood. Correct them as the detail says.',
  },
  {
    kind: 'unauthorized',
    says: /signed by Entra|Entra/i,
    advice:
      'Entra signed this token, but for another tenant, application or purpose. Compare the settings ROLLCALL_ENTRA_... with the portal; the service log compares each claim.',
  },
  {
    kind: 'unauthorized',
    says: /not one of the accepted|malformed|no token/i,
    advice:
      'The token is not the one that was made here: often a blank or a character was lost when it was pasted. Rotate it and paste the new one whole.',
  },
  {
    kind: 'uniqueness',
    says: /^userName/,
    advice:
      'Another user has this userName. If both are one person, let the identity provider match on userName so that it updates the user who is there; otherwise give one of them another userName.',
  },
  {
    kind: 'uniqueness',
    says: /^displayName/,
    advice:
      'Another group has this name. Rename one of them at the identity provider: groups are matched by name.',
  },
  {
    kind: 'invalidValue',
    says: /ROLLCALL_ALLOWED_DOMAINS/,
    advice:
      'Only people of the allowed domains are accepted. Add the domain to ROLLCALL_ALLOWED_DOMAINS, or take this person out of the assignment.',
  },
  {
    kind: 'invalidValue',
    says: /cannot be its own member/,
    advice: 'Take the group out of its own members at the identity provider.',
  },
  {
    kind: 'notFound',
    says: /no user with the id/,
    advice:
      'The identity provider remembers a user who is not here any more. In Entra restart provisioning and clear the state; in Okta remove and assign the person again.',
  },
  {
    kind: 'notFound',
    says: /no group with the id/,
    advice:
      'The identity provider remembers a group that is not here any more. In Entra restart provisioning and clear the state; in Okta unlink and push the group again.',
  },
  {
    kind: 'notFound',
    says: /no address/,
    advice:
      'The address at the identity provider is wrong. Enter the SCIM URL as the Connect page shows it, with nothing behind it but ?aadOptscim062020 for Entra.',
  },
  {
    kind: 'unavailable',
    says: /key vault/,
    advice:
      'The key vault did not answer, so nobody could be let in. Identity providers try again. If it lasts, look at the vault\'s network rules and at the role "Key Vault Secrets User" of this app.',
  },
  {
    kind: 'unavailable',
    says: /settings/,
    advice: 'The settings of this service are not usable; /health names them.',
  },
  {
    kind: 'unavailable',
    says: /paused/i,
    advice: 'Provisioning is paused here. Identity providers try again once it is enabled.',
  },
];

/** Every kind of refusal has an answer. */
const GENERAL: Readonly<Record<ScimErrorKind, string>> = {
  invalidFilter:
    'The filter cannot be read. In Entra and Okta filters come from the matching attribute: choose userName for users and displayName for groups.',
  tooMany:
    'The question has too large an answer. Filter by userName, externalId, displayName or e-mail, or read page by page.',
  uniqueness: 'Somebody else has this value. Give one of them another.',
  conflict: 'Another part of the same request failed first. Look at its entry in the response.',
  mutability: 'This attribute cannot be changed from outside. Remove its mapping at the identity provider.',
  invalidSyntax: 'The request is not in the form that SCIM asks for. Check which application sends it.',
  invalidPath:
    'A mapping names an attribute in a form that cannot be read. Correct its target at the identity provider.',
  noTarget:
    'A mapping changes a value that is not there. Restart provisioning at the identity provider, so that it sends all values.',
  invalidValue:
    'A mapping sends a value of the wrong form for this attribute. Change the mapping as the detail says.',
  invalidVers: 'The identity provider speaks another version of SCIM. Choose SCIM 2.0.',
  sensitive: 'A secret may not be part of an address. Look for it with POST /.search.',
  invalidCursor: 'The client has mixed up pages of two questions. It has to begin again.',
  expiredCursor: 'The client waited for more than a day between two pages. It has to begin again.',
  invalidCount: 'The client asks for pages of a size that is not possible.',
  unauthorized:
    'The credential is not accepted. Rotate the token on the Connect page and enter the new one at the identity provider.',
  forbidden:
    'This token is for something else. Use a token with the scope that the detail names: scim for an identity provider.',
  notFound:
    'What was asked for is not here. If it should be, restart provisioning at the identity provider, so that it is sent again.',
  methodNotAllowed:
    'The client asks for something that this address does not do. Check which application sends it.',
  lengthRequired:
    'Something between the identity provider and this service sends the body in pieces. Send it whole.',
  preconditionFailed:
    'Somebody changed this resource in between. The client reads it again and repeats the change.',
  payloadTooLarge: 'The request is too large. Lower the batch size at the identity provider.',
  unsupportedMediaType:
    'The client sends another format than JSON. Set the content type application/scim+json.',
  tooManyRequests: 'Too much came at once. Identity providers try again by themselves.',
  internal: "A fault on this side. Look for the request id in the service's log, and report it.",
  notImplemented: 'This service does not do that, and does not need it for provisioning.',
  unavailable:
    'The service could not answer for a moment. Identity providers try again; if it lasts, look at the Health page.',
};

const UNKNOWN_MEMBERS =
  'Members were named by ids that nobody here has. They were not created, or deleted since: in Entra assign the people too, not only the group, and restart provisioning.';
const SKIPPED_PATHS =
  'Attributes were sent that no schema here knows. Delete their mappings at the identity provider, or declare them in ROLLCALL_EXTENSIONS.';

/** Undefined where there is nothing to do. */
export function adviceOn(
  entry: Pick<LogEntry, 'kind' | 'detail' | 'unknownMembers' | 'skippedPaths'>,
): string | undefined {
  const { kind, detail = '' } = entry;
  if (kind !== undefined && Object.hasOwn(GENERAL, kind)) {
    const known = CASES.find((one) => one.kind === kind && one.says.test(detail));
    return known?.advice ?? GENERAL[kind as ScimErrorKind];
  }
  if (entry.unknownMembers.length > 0) return UNKNOWN_MEMBERS;
  return entry.skippedPaths.length > 0 ? SKIPPED_PATHS : undefined;
}
