// Conditional requests (RFC 7644 section 3.14, RFC 9110 section 13). SCIM versions are weak entity tags and RFC 7644 uses
// them in If-Match all the same, so every comparison here is the weak one: `W/"1"` and `"1"` are one version.
import { ScimError } from '../scim/errors.ts';

/** `*`, or the opaque parts of the tags that a header lists. */
export type TagCondition = '*' | readonly string[];

export interface Preconditions {
  readonly ifMatch: TagCondition | undefined;
  readonly ifNoneMatch: TagCondition | undefined;
}

/** Reads If-Match and If-None-Match. Throws `invalidValue` naming the header when its value is no list of tags. */
export function readPreconditions(headers: { get(name: string): string | null }): Preconditions {
  return {
    ifMatch: readTags('If-Match', headers.get('if-match')),
    ifNoneMatch: readTags('If-None-Match', headers.get('if-none-match')),
  };
}

/**
 * True when a read is to be answered with 304: the client has `version` (an entity tag such as `W/"3"`) already. If-Match is
 * looked at first (RFC 9110 section 13.2.2) and throws 412 where it does not name the version.
 */
export function isNotModified(preconditions: Preconditions, version: string): boolean {
  requireMatch(preconditions, version);
  return preconditions.ifNoneMatch !== undefined && names(preconditions.ifNoneMatch, version);
}

/**
 * Refuses a write whose conditions do not hold for the stored `version`: 412 (RFC 9110 sections 13.1.1 and 13.1.2).
 * Call it with the version that the write itself is made conditional on.
 */
export function requirePreconditions(preconditions: Preconditions, version: string): void {
  requireMatch(preconditions, version);
  const { ifNoneMatch } = preconditions;
  if (ifNoneMatch !== undefined && names(ifNoneMatch, version)) {
    throw new ScimError(
      'preconditionFailed',
      `If-None-Match names the resource's current version ${version}.`,
    );
  }
}

function requireMatch({ ifMatch }: Preconditions, version: string): void {
  if (ifMatch === undefined || names(ifMatch, version)) return;
  throw new ScimError(
    'preconditionFailed',
    `The resource has changed: its version is ${version}, which If-Match does not name. Read it again, then repeat the request with that version.`,
  );
}

function names(condition: TagCondition, version: string): boolean {
  return condition === '*' || condition.includes(opaquePart(version));
}

function opaquePart(tag: string): string {
  return /^(?:W\/)?"(.*)"$/.exec(tag)?.[1] ?? tag;
}

// etagc of RFC 9110 section 8.8.3. A bare word is taken too: clients copy `meta.version` and lose its quotes.
const LISTED_TAG = /\s*(?:(?:W\/)?"([\x21\x23-\x7e\x80-\xff]*)"|([\w.:-]+))\s*(?:,|$)/y;

function readTags(header: string, value: string | null): TagCondition | undefined {
  if (value === null) return undefined;
  const text = value.trim();
  if (text === '*') return '*';
  const tags: string[] = [];
  LISTED_TAG.lastIndex = 0;
  while (LISTED_TAG.lastIndex < text.length) {
    const tag = LISTED_TAG.exec(text);
    if (tag === null) break;
    tags.push(tag[1] ?? tag[2] ?? '');
    if (LISTED_TAG.lastIndex === text.length) return tags;
  }
  throw new ScimError(
    'invalidValue',
    `${header} must be * or a list of entity tags such as W/"3", as found in meta.version; it is ${JSON.stringify(value.slice(0, 100))}.`,
  );
}
