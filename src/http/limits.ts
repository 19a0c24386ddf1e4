// What a client may ask for at most, in one place, so that /ServiceProviderConfig announces what is enforced.
import type { Capabilities } from '../scim/discovery.ts';
import { MAX_BODY_BYTES } from './body.ts';
import { CURSOR_TIMEOUT_SECONDS } from './cursor.ts';
import { DEFAULT_COUNT, MAX_COUNT } from './list-request.ts';

/** Operations of one bulk request. */
export const MAX_BULK_OPERATIONS = 1_000;

export const ANNOUNCED_LIMITS = {
  bulk: { maxOperations: MAX_BULK_OPERATIONS, maxPayloadSize: MAX_BODY_BYTES },
  maxResults: MAX_COUNT,
  defaultPageSize: DEFAULT_COUNT,
  maxPageSize: MAX_COUNT,
  cursorTimeout: CURSOR_TIMEOUT_SECONDS,
} satisfies Partial<Capabilities>;
