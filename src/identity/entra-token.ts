// Entra's own JWT, which its provisioning service sends when an administrator leaves the secret token empty. Off unless a
// tenant is configured for it. Its audience is the same for every tenant's custom applications, so tenant, issuer and the
// calling application are pinned too.
import type { Caller } from '../http/caller.ts';
import type { CredentialCheck } from './authenticator.ts';
import { createEntraKeys } from './entra-keys.ts';
import { type JwtVerifier, looksLikeJwt, unverifiedClaims, verifyJwt } from './jwt.ts';
import type { IdentityLog } from './log.ts';

/** A tenant and the sign-in address of its cloud, without a slash at the end: `https://login.microsoftonline.com`. */
export interface EntraTenant {
  readonly tenantId: string;
  readonly authority: string;
}

export interface EntraEffects {
  readonly now: () => number;
  readonly log: IdentityLog;
}

/** One kind of Entra-signed token: how it is verified and who its bearer is. */
export interface EntraTokenKind {
  readonly verifier: JwtVerifier;
  readonly caller: (claims: Readonly<Record<string, unknown>>) => Caller;
}

/** Who issues tokens of version 1.0; China's cloud has an issuer of its own. */
const ISSUERS_V1: Readonly<Record<string, string>> = {
  'https://login.partner.microsoftonline.cn': 'https://sts.chinacloudapi.cn',
};
const ISSUER_V1 = 'https://sts.windows.net';
/** Entra's provisioning service, the same in every tenant (Microsoft.Azure.SyncFabric). */
const PROVISIONING_SERVICE = '00000014-0000-0000-c000-000000000000';

/**
 * The token of a job without a secret. `audience` is `8adf8e6e-67b2-4cf2-a259-e3dc5476c621` for a custom application of the
 * public cloud, the application template's id for one of the gallery.
 */
export function provisioningToken(
  tenant: EntraTenant & { readonly audience: string },
  effects: EntraEffects,
): EntraTokenKind {
  const { tenantId, authority, audience } = tenant;
  return {
    verifier: {
      what: "The token of Entra's provisioning service",
      keys: createEntraKeys({ url: `${authority}/${tenantId}/discovery/keys`, ...effects }),
      rules: [
        { names: ['iss'], accepts: [`${ISSUERS_V1[authority] ?? ISSUER_V1}/${tenantId}/`] },
        { names: ['aud'], accepts: [audience] },
        { names: ['tid'], accepts: [tenantId] },
        { names: ['appid'], accepts: [PROVISIONING_SERVICE] },
      ],
      ...effects,
    },
    caller: () => ({ credential: 'entra-provisioning', directory: 'default', scopes: new Set(['scim']) }),
  };
}

/**
 * The check for all kinds that are switched on: the audience, not verified yet, tells which kind a token wants to be; one
 * that is of none is judged as the first, so that its refusal is traced.
 */
export function createEntraTokenCheck(
  kinds: readonly [EntraTokenKind, ...EntraTokenKind[]],
): CredentialCheck {
  return {
    recognizes: looksLikeJwt,
    check: async (token) => {
      const { aud } = unverifiedClaims(token);
      const wanted = kinds.find(({ verifier }) =>
        verifier.rules.some(({ names, accepts }) => names.includes('aud') && accepts.includes(String(aud))),
      );
      const { verifier, caller } = wanted ?? kinds[0];
      return caller(await verifyJwt(verifier, token));
    },
  };
}
