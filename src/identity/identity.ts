// Puts the kinds of credentials together that the settings switch on. Nothing is asked of the key vault or of Entra before
// the first request needs it.
import { randomBytes } from 'node:crypto';
import type { TokenCredential } from '@azure/identity';
import type { Authenticate, TokenEndpoint } from '../http/caller.ts';
import type { TokenAdmin } from '../http/token-admin.ts';
import { type CredentialCheck, createAuthenticator } from './authenticator.ts';
import { createTokenCheck } from './bearer-token.ts';
import { accessToken } from './entra-access-token.ts';
import {
  createEntraTokenCheck,
  type EntraEffects,
  type EntraTenant,
  provisioningToken,
} from './entra-token.ts';
import { fixedTokens } from './fixed-token.ts';
import { fixedTokenAdmin } from './fixed-token-admin.ts';
import { VAULT_TIMING } from './freshness.ts';
import { createTokenEndpoint } from './oauth.ts';
import { createOAuthTokenCheck } from './oauth-token.ts';
import { createRefreshed, type Refreshed } from './refreshed.ts';
import { createSealer, fixedSeal, loadSeal, type Sealer, type SealVersion } from './sealer.ts';
import { createTokenAdmin } from './token-admin.ts';
import type { TokenSet } from './token-set.ts';
import { createVault } from './vault.ts';
import { loadTokens } from './vault-tokens.ts';
import { type Workload, workloadAssertion } from './workload-assertion.ts';

/** Where tokens and seal come from: a key vault, or the settings of a laptop. Without a seal a laptop makes one anew. */
export type CredentialSource =
  | { readonly vaultUrl: string; readonly credential: TokenCredential }
  | { readonly token: string; readonly seal: string | undefined };

/** Each part is off when it is not there. */
export interface EntraSettings extends EntraTenant {
  /** Accept the JWT of a provisioning job whose secret token is empty, with this audience. */
  readonly provisioningAudience: string | undefined;
  /** Accept access tokens for the application of this id, in the console and the access API. */
  readonly applicationId: string | undefined;
  /** Accept assertions of this workload identity at the token endpoint. */
  readonly workload: Workload | undefined;
}

export interface IdentitySettings {
  readonly source: CredentialSource;
  readonly entra: EntraSettings | undefined;
  readonly oauth: 'on' | 'off';
}

export interface Identity {
  readonly authenticate: Authenticate;
  readonly sealer: Sealer;
  /** Nothing while OAuth is off. */
  readonly tokenEndpoint: TokenEndpoint | undefined;
  /** Throws ScimError `unavailable` when the key vault does not answer. Asks it at most every 30 seconds. */
  readonly checkVault: () => Promise<void>;
  readonly tokenAdmin: TokenAdmin;
}

export function createIdentity(settings: IdentitySettings, effects: EntraEffects): Identity {
  const { now, log } = effects;
  const { tokens, seal, tokenAdmin } = openSource(settings.source, effects);
  const sealer = createSealer(seal, now);
  const { entra } = settings;
  const workload = entra?.workload && {
    clientId: entra.workload.clientId,
    verifier: workloadAssertion(entra, entra.workload, effects),
  };
  const oauth = createOAuthTokenCheck({ sealer, tokens, workload: workload?.clientId, now });
  const checks = [...(settings.oauth === 'on' ? [oauth] : []), ...entraChecks(entra, effects)];
  return {
    authenticate: createAuthenticator(checks, createTokenCheck({ tokens, now, log })),
    sealer,
    tokenEndpoint:
      settings.oauth === 'on' ? createTokenEndpoint({ sealer, tokens, workload, now, log }) : undefined,
    checkVault: async () => {
      await tokens.afterMiss();
    },
    tokenAdmin,
  };
}

function openSource(
  source: CredentialSource,
  effects: EntraEffects,
): {
  tokens: Refreshed<TokenSet>;
  seal: Refreshed<readonly SealVersion[]>;
  tokenAdmin: TokenAdmin;
} {
  if ('token' in source) {
    return {
      tokens: fixedTokens(source.token),
      seal: fixedSeal(source.seal ?? randomBytes(32).toString('base64url')),
      tokenAdmin: fixedTokenAdmin(),
    };
  }
  const vault = createVault({ url: source.vaultUrl, credential: source.credential });
  const shared = { source: 'the key vault', timing: VAULT_TIMING, ...effects };
  const tokens = createRefreshed({
    ...shared,
    load: (previous: TokenSet | undefined, signal) => loadTokens({ vault, ...effects }, previous, signal),
  });
  return {
    tokens,
    seal: createRefreshed({
      ...shared,
      load: (previous: readonly SealVersion[] | undefined, signal) => loadSeal(vault, previous, signal),
    }),
    tokenAdmin: createTokenAdmin({
      vault,
      vaultUrl: source.vaultUrl,
      now: effects.now,
      changed: tokens.renew,
    }),
  };
}

function entraChecks(entra: EntraSettings | undefined, effects: EntraEffects): CredentialCheck[] {
  const { provisioningAudience: audience, applicationId: clientId } = entra ?? {};
  const [first, ...others] = [
    ...(entra && audience !== undefined ? [provisioningToken({ ...entra, audience }, effects)] : []),
    ...(entra && clientId !== undefined ? [accessToken({ ...entra, clientId }, effects)] : []),
  ];
  return first === undefined ? [] : [createEntraTokenCheck([first, ...others])];
}
