// What the client library of the key vault throws, told as the service's own error: a vault that does not answer is no fault of
// whoever asks, and its message may hold what nobody should read.
import { ScimError } from '../scim/errors.ts';

const RETRY_AFTER_SECONDS = 30;

/** What the vault answers. Throws ScimError `unavailable` when it does not, or lets this service do nothing at all. */
export async function orUnavailable<Answer>(asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked;
  } catch (error) {
    throw isAway(error) ? unavailable(error) : error;
  }
}

function isAway(error: unknown): boolean {
  const { statusCode, name } = error as Error & { statusCode?: number };
  if (statusCode === undefined) return ['RestError', 'AbortError', 'TimeoutError'].includes(name);
  return statusCode >= 500 || [401, 403, 408, 429].includes(statusCode);
}

function unavailable(cause: unknown): ScimError {
  return new ScimError(
    'unavailable',
    'The key vault does not answer, or does not let this service in. Try again in a moment.',
    { retryAfter: RETRY_AFTER_SECONDS, cause },
  );
}
