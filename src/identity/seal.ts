// Seals small things that leave the service and come back: cursors (RFC 9865), OAuth access tokens, the console's sessions and
// the tickets that open one. Every instance of a deployment derives the same keys from one secret, a different one for each purpose, so that any of them opens what
// another sealed and a cursor can never be presented as a token. AES-256-GCM: nobody else can read or change it.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { JsonObject } from '../scim/json.ts';

const PURPOSES = ['cursor', 'oauth', 'ticket', 'session'] as const;
export type SealPurpose = (typeof PURPOSES)[number];

/** What is derived from one version of the secret. The id tells, in a sealed text, which one to open it with. */
export interface SealKey {
  readonly id: string;
  readonly keys: Readonly<Record<SealPurpose, Buffer>>;
}

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const ID_BYTES = 6;
const FORM = /^([A-Za-z0-9_-]{8})\.([A-Za-z0-9_-]{40,8192})$/;

/** A secret shorter than this could be guessed from a sealed text. */
export const SHORTEST_SECRET = 32;

/** Derives the keys of a secret by HKDF-SHA-256 (RFC 5869). */
export function sealKey(secret: string): SealKey {
  const derive = (info: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', secret, 'rollcall-seal', info, bytes));
  const keys = Object.fromEntries(PURPOSES.map((purpose) => [purpose, derive(purpose, 32)]));
  return {
    id: derive('key id', ID_BYTES).toString('base64url'),
    keys: keys as Record<SealPurpose, Buffer>,
  };
}

/**
 * Seals `payload`. `binding` is what must be the same when it is opened, such as directory, query and scope; it is not
 * in the text. The result uses only characters that need no encoding in a URL. Random nonces are safe for 2^32 texts of
 * one key (NIST SP 800-38D section 8.3): for a hundred a second, that is more than a year; a new version of the secret
 * begins anew.
 */
export function sealWith(
  key: SealKey,
  purpose: SealPurpose,
  payload: JsonObject,
  binding: readonly string[],
): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key.keys[purpose], iv).setAAD(additionalData(purpose, binding));
  const sealed = Buffer.concat([iv, cipher.update(JSON.stringify(payload), 'utf8'), cipher.final()]);
  return `${key.id}.${Buffer.concat([sealed, cipher.getAuthTag()]).toString('base64url')}`;
}

/** The id of the key that a sealed text names; nothing when it has not the form of one. */
export function keyIdOf(text: string): string | undefined {
  return FORM.exec(text)?.[1];
}

/** The payload; nothing when the text was not sealed with this key for this purpose and binding, or was changed. */
export function openWith(
  key: SealKey,
  purpose: SealPurpose,
  text: string,
  binding: readonly string[],
): JsonObject | undefined {
  const encoded = FORM.exec(text)?.[2] ?? '';
  const bytes = Buffer.from(encoded, 'base64url');
  // Base64url has spare bits at its end; only the one spelling that was given out is accepted.
  if (bytes.length < IV_BYTES + TAG_BYTES || bytes.toString('base64url') !== encoded) return undefined;
  const iv = bytes.subarray(0, IV_BYTES);
  const sealed = bytes.subarray(IV_BYTES, -TAG_BYTES);
  const tag = bytes.subarray(-TAG_BYTES);
  try {
    const decipher = createDecipheriv(CIPHER, key.keys[purpose], iv, { authTagLength: TAG_BYTES })
      .setAAD(additionalData(purpose, binding))
      .setAuthTag(tag);
    const payload = Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
    return JSON.parse(payload) as JsonObject;
  } catch {
    return undefined;
  }
}

/** As JSON, so that two lists of strings never become the same bytes. */
function additionalData(purpose: SealPurpose, binding: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify([purpose, ...binding]));
}
