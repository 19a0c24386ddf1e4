// Reads the Authorization header (RFC 9110 section 11.4, RFC 6750 section 2.1) and says what is wrong with it without
// ever repeating it: people paste the token where the scheme belongs.
import { ScimError } from '../scim/errors.ts';
import { tokenHint } from './token.ts';

/** Key Vault keeps values up to 25 KB, but the Functions host takes no header of that size. */
const MAX_LENGTH = 8192;
const EXPECTED = 'Send the header "Authorization: Bearer <token>".';
/** Schemes that are safe to name in an answer because they cannot be somebody's token. */
const OTHER_SCHEMES = ['Basic', 'Digest', 'Negotiate', 'NTLM', 'Token', 'ApiKey', 'DPoP'];

/** The token of `Authorization: Bearer <token>`. Throws ScimError `unauthorized`, which says what is missing. */
export function readBearer(authorization: string | null): string {
  const value = authorization?.trim() ?? '';
  if (value === '') throw unauthorized('The request has no credential.');
  const [, scheme = '', rest = ''] = /^([^ ]*) *(.*)$/s.exec(value) ?? [];
  if (scheme.toLowerCase() !== 'bearer') throw unauthorized(otherScheme(scheme));
  if (rest === '') throw unauthorized('The Authorization header has the scheme Bearer but no token.');
  if (rest.length > MAX_LENGTH) {
    throw unauthorized(`The bearer token is malformed: it is longer than ${MAX_LENGTH} characters.`);
  }
  if (!/^[\x21-\x7e]+$/.test(rest)) {
    throw unauthorized(
      'The bearer token is malformed: it holds a blank or a character outside ASCII. Send one token, as it lies in the key vault.',
    );
  }
  return rest;
}

/** The few characters of a refused credential that may be shown; undefined where there is none. */
export function authorizationHint(authorization: string | null): string | undefined {
  const [, scheme = '', rest = ''] = /^([^ ]*) *(.*)$/s.exec(authorization?.trim() ?? '') ?? [];
  if (scheme === '') return undefined;
  return scheme.toLowerCase() === 'bearer' ? tokenHint(rest) : '…';
}

function otherScheme(scheme: string): string {
  const known = OTHER_SCHEMES.find((other) => other.toLowerCase() === scheme.toLowerCase());
  if (known === undefined)
    return 'The Authorization header is malformed: it does not begin with the scheme Bearer.';
  return `The Authorization header uses the scheme ${known}, which is not accepted here.`;
}

function unauthorized(problem: string): ScimError {
  return new ScimError('unauthorized', `${problem} ${EXPECTED}`);
}
