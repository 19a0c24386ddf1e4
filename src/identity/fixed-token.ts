// The one token of a laptop, known from the settings: a set of tokens that never changes, so that it is judged by the
// same code as those of a key vault.
import type { Refreshed } from './refreshed.ts';
import { digestOf } from './token.ts';
import type { TokenSet } from './token-set.ts';

/** It has every scope, in the directory `default`, and is called `laptop` in logs. */
export function fixedTokens(token: string): Refreshed<TokenSet> {
  const version = {
    version: '',
    enabled: true,
    createdAt: 0,
    notBefore: undefined,
    expiresAt: undefined,
    tags: { scope: 'scim read manage' },
  };
  const set = [{ name: 'laptop', versions: [version], digests: new Map([['', digestOf(token)]]) }];
  return { current: async () => set, afterMiss: async () => set };
}
