// Cursors of RFC 9865. Sealed, because a position tells ids and values of a directory; bound to the directory, the scope and
// the query, so that none is of use elsewhere; not bound to the credential, so that a rotated token does not end a walk.
import type { Position } from '../directory/list-by-cursor.ts';
import { ScimError } from '../scim/errors.ts';
import { isObject, type JsonObject } from '../scim/json.ts';

/** A cursor is refused after a day: a walk takes minutes, and what is announced as `cursorTimeout` must be true. */
export const CURSOR_TIMEOUT_SECONDS = 24 * 60 * 60;

/** Seals small JSON so that only this deployment opens it again, with the same binding. */
export interface CursorSeal {
  seal(payload: JsonObject, binding: readonly string[]): Promise<string>;
  /** Undefined for anything that was not sealed here with this binding. */
  open(text: string, binding: readonly string[]): Promise<JsonObject | undefined>;
}

export async function sealPosition(
  seal: CursorSeal,
  position: Position,
  binding: readonly string[],
): Promise<string> {
  const payload: JsonObject =
    'source' in position
      ? { at: Date.now(), source: position.source, after: position.after ?? null }
      : { at: Date.now(), sortedAfter: position.sortedAfter };
  return await seal.seal(payload, binding);
}

/** Throws `invalidCursor`, `expiredCursor`. */
export async function openPosition(
  seal: CursorSeal,
  cursor: string,
  binding: readonly string[],
): Promise<Position> {
  const payload = await seal.open(cursor, binding);
  if (payload === undefined) {
    throw new ScimError(
      'invalidCursor',
      'The cursor is not one that this query gave out. Send it unchanged with the same filter and sorting, or begin with an empty cursor.',
    );
  }
  if (Date.now() - Number(payload.at) > CURSOR_TIMEOUT_SECONDS * 1_000) {
    throw new ScimError('expiredCursor', 'The cursor is older than a day. Begin again with an empty cursor.');
  }
  if (isObject(payload.sortedAfter)) return { sortedAfter: payload.sortedAfter };
  return {
    source: Number(payload.source),
    after: typeof payload.after === 'string' ? payload.after : undefined,
  };
}
