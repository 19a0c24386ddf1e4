// What a workspace is called. Its id is made of its name and of nothing else, so that a mapping can name a workspace
// without reading anything, two groups mapped at the same time mean the same one, and one that was archived returns with
// the id that applications have stored. Names that differ only in case, in outer blanks or in how Unicode composes their
// characters are one workspace; inner blanks are kept as they are, since a different name is a different workspace.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { foldCase } from '../scim/fold.ts';

export interface Workspace {
  /** A UUID of version 8 (RFC 9562 section 5.8), derived from the canonical name. */
  readonly id: string;
  /** For addresses that people read: an ASCII form of the name, `-` and the first eight characters of the id. */
  readonly slug: string;
  /** As it was written, without outer blanks. */
  readonly name: string;
}

/** How much of a name a slug shows: enough to recognise it, short enough for an address. */
const SLUG_NAME_LENGTH = 48;

/** The workspace that a name means. The name is not blank: whoever reads names refuses blank ones. */
export function workspaceCalled(name: string): Workspace {
  const canonical = canonicalWorkspaceName(name);
  const id = workspaceId(canonical);
  return { id, slug: `${slugName(canonical)}-${id.slice(0, 8)}`, name: name.normalize('NFC').trim() };
}

/** Whether a text has the form of a workspace's id. */
export function isWorkspaceId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text);
}

/** The beginning of the id that a slug ends with; undefined for a text that has not the form of a slug. */
export function slugIdStart(text: string): string | undefined {
  return /^[a-z0-9-]+-([0-9a-f]{8})$/.exec(text)?.[1];
}

/** The form in which two names of one workspace are equal: Unicode's canonical caseless matching (definition D145). */
export function canonicalWorkspaceName(name: string): string {
  return Array.from(name.trim().normalize('NFD'), foldFully).join('').normalize('NFC');
}

/**
 * Full case folding of one character, which JavaScript lacks. Lower, upper, lower comes to the same (ß, ẞ and SS are one;
 * so are σ, ς and Σ), except for the dotless ı, which shares only its capital with i and is another letter.
 */
function foldFully(character: string): string {
  return character === 'ı' ? character : foldCase(foldCase(character).toUpperCase());
}

/**
 * The form in which the beginning of a name begins the name: canonical, with characters taken apart, so that `cafe` and a
 * half-typed Hangul syllable find what they become.
 */
export function workspaceNameStart(text: string): string {
  return canonicalWorkspaceName(text).normalize('NFD');
}

function workspaceId(canonicalName: string): string {
  const bytes = sha256(utf8ToBytes(`workspace:${canonicalName}`)).slice(0, 16);
  const view = new DataView(bytes.buffer);
  view.setUint8(6, (view.getUint8(6) & 0x0f) | 0x80); // version 8
  view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80); // the variant of RFC 9562
  return bytesToHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function slugName(canonicalName: string): string {
  const ascii = canonicalName
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_NAME_LENGTH)
    .replace(/^-|-$/g, '');
  return ascii === '' ? 'workspace' : ascii;
}
