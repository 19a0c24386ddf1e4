// Checks a bearer token against the set of known tokens. The set is kept fresh elsewhere; a token that is not in it may
// be a new one, so it is looked for once more after the refresh that it may cause.
import type { Caller } from '../http/caller.ts';
import { ScimError } from '../scim/errors.ts';
import type { CredentialCheck } from './authenticator.ts';
import type { IdentityLog } from './log.ts';
import type { Refreshed } from './refreshed.ts';
import { tokenHint } from './token.ts';
import { type AcceptedToken, judgeToken, type TokenSet, type Verdict } from './token-set.ts';

export interface TokenCheckOptions {
  readonly tokens: Refreshed<TokenSet>;
  readonly now: () => number;
  readonly log: IdentityLog;
}

/** The check that takes every token no other check recognises. */
export function createTokenCheck({ tokens, now, log }: TokenCheckOptions): CredentialCheck {
  return {
    recognizes: () => true,
    check: async (token) => {
      const verdict = await judgeFresh(tokens, (set) => judgeToken(set, token, now()));
      if (verdict.kind === 'accepted') return callerOf(verdict.token);
      log('warn', 'A bearer token was refused', { token: tokenHint(token), verdict });
      throw new ScimError(
        'unauthorized',
        verdict.kind === 'refused'
          ? `The bearer token ${verdict.why}.`
          : 'The bearer token is not one of the accepted ones. A token made a moment ago is known within 30 seconds.',
      );
    },
  };
}

/** Judges by what is held and, when it is unknown there, once more after a refresh. */
export async function judgeFresh(
  tokens: Refreshed<TokenSet>,
  judge: (set: TokenSet) => Verdict,
): Promise<Verdict> {
  const verdict = judge(await tokens.current());
  return verdict.kind === 'unknown' ? judge(await tokens.afterMiss()) : verdict;
}

/** Named by secret and version; the fixed token of a laptop has no version. */
export function callerOf({ secret, version, directory, scopes, label }: AcceptedToken): Caller {
  const credential = version === '' ? secret : `${secret}/${version}`;
  return { credential, directory, scopes, ...(label === undefined ? {} : { name: label }) };
}
