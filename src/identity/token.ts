// What a token is made of and what of it may be kept. The published prefix lets secret scanners find a leaked one; the
// service itself holds digests only, so neither a memory dump nor a log gives a token away.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const PREFIX = 'rollcall_';
/** The form to give to secret scanners: the prefix, then 256 bits as base64url, or as the hex digits of a deployment. */
const FORM = /^rollcall_[A-Za-z0-9_-]{43,64}$/;
const HINT_LENGTH = 4;
/** Below this a hint would be a good part of the secret. */
const SHORTEST_HINTED = 20;

/** A new token with 256 random bits. Its value is shown once and then only lies in the key vault. */
export function makeToken(): string {
  return PREFIX + randomBytes(32).toString('base64url');
}

/** Whether a text has the published form. Administrators may set tokens of their own, so any other may be valid too. */
export function looksLikeToken(text: string): boolean {
  return FORM.test(text);
}

/** The SHA-256 digest under which a token is remembered. */
export function digestOf(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

/** Compares two digests in a time that does not depend on where they differ. */
export function sameDigest(one: Buffer, other: Buffer): boolean {
  return timingSafeEqual(one, other);
}

/** The few characters of a refused token that the log may show, so that an administrator can tell which one it was. */
export function tokenHint(token: string): string {
  if (token.length < SHORTEST_HINTED) return '…';
  const start = looksLikeToken(token) ? PREFIX.length : 0;
  return `${token.slice(0, start + HINT_LENGTH)}…`;
}
