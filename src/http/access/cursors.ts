// Cursors of the access API, sealed as those of SCIM are (../cursor.ts): bound to the directory, the address and the query, so
// that one given out for one list means nothing to another.
import { ScimError } from '../../scim/errors.ts';
import type { JsonObject } from '../../scim/json.ts';
import type { CursorSeal } from '../cursor.ts';
import type { ScimRequest } from '../endpoint.ts';

export interface Cursors {
  /** `next_cursor`: null where there is no next page. */
  seal(position: JsonObject | undefined): Promise<string | null>;
  /** Undefined for no cursor. Throws `invalidCursor`. */
  open(cursor: string | undefined): Promise<JsonObject | undefined>;
}

/** Parameters that may differ from one page to the next. */
const FREE = new Set(['cursor', 'page_size', 'count', 'include']);

/** @param list the name of the operation */
export function cursorsOf(request: ScimRequest, seal: CursorSeal, list: string): Cursors {
  const query = [...request.query].filter(([name]) => !FREE.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  const place = JSON.stringify([request.params, query]);
  const binding = ['access', request.caller.directory, list, place];
  return {
    seal: async (position) => (position === undefined ? null : await seal.seal(position, binding)),
    async open(cursor) {
      if (cursor === undefined || cursor === '') return undefined;
      const position = await seal.open(cursor, binding);
      if (position !== undefined) return position;
      throw new ScimError(
        'invalidCursor',
        'The cursor is not one that this list gave out. Send next_cursor unchanged, with the same other parameters; or begin again without it.',
      );
    },
  };
}
