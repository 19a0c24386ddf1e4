// The address that `meta.location`, `$ref` and `Location` begin with: what is configured, otherwise the Host header, and
// that only on the machine itself: a forged Host must not end up in answers that others keep. Forwarded headers are not
// trusted for the same reason.
import { ScimError } from '../scim/errors.ts';

const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/** True for a host, with or without a port, that names this machine itself. */
export function isLoopback(host: string): boolean {
  return LOOPBACK_HOST.test(host);
}

/** `configured` has no slash at its end; neither has the result. Throws `invalidValue` for a Host that is not this machine. */
export function publicUrl(configured: string | undefined, requestUrl: URL): string {
  if (configured !== undefined) return configured;
  if (isLoopback(requestUrl.host)) return requestUrl.origin;
  throw new ScimError(
    'invalidValue',
    `The Host header names ${requestUrl.host}, but no public address is configured. Use localhost, or set ROLLCALL_BASE_URL.`,
  );
}
