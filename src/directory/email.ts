// A user may have several e-mail addresses (RFC 7643 section 4.1.2); where one is shown or judged, it is this one.
import { isObject, type JsonObject } from '../scim/json.ts';

/** The primary address, else the one for work, else the first; `undefined` for a user without any. */
export function mainEmail(attributes: JsonObject): string | undefined {
  const emails = (Array.isArray(attributes.emails) ? attributes.emails : [])
    .filter(isObject)
    .filter(({ value }) => typeof value === 'string');
  const main =
    emails.find(({ primary }) => primary === true) ?? emails.find(({ type }) => type === 'work') ?? emails[0];
  return main === undefined ? undefined : String(main.value);
}
