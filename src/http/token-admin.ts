// What the console needs of credentials: to list them, and to make, rotate and revoke those that lie in the key vault.
// identity/ implements it. A token's value is in the answer that made it and nowhere else.
import type { Scope } from './caller.ts';

/** `superseded`: three newer ones are accepted. `unusable`: its tags cannot be understood. */
export type TokenState = 'active' | 'disabled' | 'expired' | 'not_yet' | 'superseded' | 'unusable';

/** A version of a secret. Times are in milliseconds since 1970. */
export interface KnownToken {
  readonly secret: string;
  /** Empty for the one token of a laptop. */
  readonly version: string;
  readonly label: string | undefined;
  readonly scopes: readonly Scope[];
  /** Undefined where the tags cannot be understood. */
  readonly directory: string | undefined;
  readonly createdAt: number | undefined;
  /** Who made it, where it was made here. */
  readonly createdBy: string | undefined;
  readonly expiresAt: number | undefined;
  readonly state: TokenState;
  /** What is wrong with the tags. */
  readonly problem: string | undefined;
}

export interface WantedToken {
  readonly label: string;
  readonly scope: Scope;
  readonly directory: string;
  readonly expiresInDays: number;
}

export interface MadeToken extends KnownToken {
  readonly token: string;
}

/** `why` is a sentence; `command` does the same on the command line of whoever may write secrets. */
export interface Obstacle {
  readonly kind: 'obstacle';
  readonly why: string;
  readonly command: string | undefined;
}

export type TokenChange<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'missing' }
  | Obstacle;

/** `by` is who asks, for the tags of what is written. All throw ScimError `unavailable` when the vault does not answer. */
export interface TokenAdmin {
  /** Newest first within each secret. */
  list(): Promise<readonly KnownToken[]>;
  /** Why nothing can be changed here; undefined where it can. */
  obstacle(): Promise<Obstacle | undefined>;
  create(wanted: WantedToken, by: string): Promise<TokenChange<MadeToken>>;
  /** A new version with the tags of the newest; the others stay as they are. */
  rotate(secret: string, expiresInDays: number, by: string): Promise<TokenChange<MadeToken>>;
  revoke(secret: string, version: string, by: string): Promise<TokenChange<KnownToken>>;
}
