// Our own OAuth access tokens: sealed, not stored. One names the version of the secret (or the workload identity) that it
// was issued for and is worth nothing once that is no longer accepted.
import * as z from 'zod';
import type { Caller, Scope } from '../http/caller.ts';
import { ScimError } from '../scim/errors.ts';
import type { CredentialCheck } from './authenticator.ts';
import { callerOf, judgeFresh } from './bearer-token.ts';
import type { Refreshed } from './refreshed.ts';
import type { Sealer } from './sealer.ts';
import { judgeVersion, type TokenSet } from './token-set.ts';

/** Entra wants between one and six hours. */
export const LIFETIME_SECONDS = 75 * 60;

/** The dot sets it apart from every token of the form in token.ts. */
const PREFIX = 'rollcall_oauth.';

/** Whom a token was issued to. */
const OWNER = z.union([
  z.object({ secret: z.string(), version: z.string(), scopes: z.array(z.enum(['scim', 'read', 'manage'])) }),
  z.object({ workload: z.string() }),
]);
const CONTENT = z.object({ owner: OWNER, expires: z.number() });
export type Owner = z.infer<typeof OWNER>;

export async function issueToken(sealer: Sealer, owner: Owner, now: number): Promise<string> {
  const expires = Math.floor(now / 1000) + LIFETIME_SECONDS;
  return PREFIX + (await sealer.seal('oauth', { owner, expires }, []));
}

export interface OAuthTokenOptions {
  readonly sealer: Sealer;
  readonly tokens: Refreshed<TokenSet>;
  /** The client id of the workload identity that is trusted now, if any. */
  readonly workload: string | undefined;
  readonly now: () => number;
}

export function createOAuthTokenCheck({ sealer, tokens, workload, now }: OAuthTokenOptions): CredentialCheck {
  return {
    recognizes: (credential) => credential.startsWith(PREFIX),
    check: async (credential) => {
      const content = CONTENT.safeParse(await sealer.open('oauth', credential.slice(PREFIX.length), []));
      if (!content.success) throw refused('was not issued by this service');
      const { owner, expires } = content.data;
      if (now() >= expires * 1000) throw refused(`expired at ${new Date(expires * 1000).toISOString()}`);
      if ('workload' in owner) {
        if (owner.workload !== workload)
          throw refused('was issued to a workload identity that is no longer trusted');
        return workloadCaller(owner.workload);
      }
      const verdict = await judgeFresh(tokens, (set) =>
        judgeVersion(set, owner.secret, owner.version, now()),
      );
      if (verdict.kind === 'refused') throw refused(`was issued for a client secret that ${verdict.why}`);
      if (verdict.kind === 'unknown') throw refused('was issued for a client secret that no longer exists');
      const caller = callerOf(verdict.token);
      return {
        ...caller,
        scopes: new Set([...caller.scopes].filter((scope) => owner.scopes.includes(scope))),
      };
    },
  };
}

/** A workload identity provisions the directory `default`. */
export const WORKLOAD_SCOPES: readonly Scope[] = ['scim'];

function workloadCaller(clientId: string): Caller {
  return { credential: `workload/${clientId}`, directory: 'default', scopes: new Set(WORKLOAD_SCOPES) };
}

function refused(why: string): ScimError {
  return new ScimError('unauthorized', `The access token ${why}. Ask /oauth2/token for a new one.`);
}
