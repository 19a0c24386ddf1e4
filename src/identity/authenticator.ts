// The way from an Authorization header to a caller: the first check that recognises the form of the credential decides,
// so that one kind is never tried as another.
import type { Authenticate, Caller } from '../http/caller.ts';
import { readBearer } from './bearer.ts';

export interface CredentialCheck {
  /** Whether a credential has this check's form; says nothing about its worth. */
  recognizes(credential: string): boolean;
  /** Throws ScimError `unauthorized`, or `unavailable` when that cannot be decided now. */
  check(credential: string): Promise<Caller>;
}

/** `last` decides about all that none of the `others` recognises. */
export function createAuthenticator(others: readonly CredentialCheck[], last: CredentialCheck): Authenticate {
  return async (authorization) => {
    const credential = readBearer(authorization);
    return await (others.find((one) => one.recognizes(credential)) ?? last).check(credential);
  };
}
