// What a refused call tells the client.

import { ScimError } from '../../../src/scim/errors.ts';

/** The kind and the detail of the refusal, or undefined when the call is not refused. */
export function refusal(call: () => unknown): readonly [string, string] | undefined {
  try {
    call();
  } catch (error) {
    if (error instanceof ScimError) return [error.kind, error.message];
    throw error;
  }
  return undefined;
}
