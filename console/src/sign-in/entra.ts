// Signing in with Entra, by a redirect: no popup that a browser blocks, no frame that the page's Content-Security-Policy would
// have to allow. This file and MSAL with it are only loaded where the deployment asks for Entra.
import {
  CacheLookupPolicy,
  createStandardPublicClientApplication,
  InteractionRequiredAuthError,
  type IPublicClientApplication,
} from '@azure/msal-browser';
import type { Answer, Credentials } from '../api/request.ts';
import type { SignIn } from '../api/types.ts';

export interface EntraSession {
  readonly credentials: Credentials;
  /** Leaves the page for Entra's sign-in. */
  readonly signIn: () => void;
  readonly signOut: () => void;
}

type EntraSignIn = Extract<SignIn, { method: 'entra' }>;

/** Gives a session for who is signed in, or leaves for Entra's sign-in page and comes back. */
export async function enter(entra: EntraSignIn): Promise<Answer<EntraSession>> {
  try {
    const client = await createStandardPublicClientApplication({
      auth: {
        clientId: entra.client_id,
        authority: `${entra.authority}/${entra.tenant_id}`,
        // The service has said where one signs in: no other address is asked whether that is right.
        knownAuthorities: [new URL(entra.authority).host],
        redirectUri: `${window.location.origin}/console`,
      },
    });
    const back = await client.handleRedirectPromise();
    const account = back?.account ?? client.getAllAccounts()[0];
    const scopes = [...entra.scopes];
    if (account === undefined) await leave(client, scopes);
    else client.setActiveAccount(account);
    return { kind: 'data', data: sessionOf(client, scopes) };
  } catch (error) {
    return { kind: 'problem', problem: refusal(error) };
  }
}

function sessionOf(client: IPublicClientApplication, scopes: string[]): EntraSession {
  return {
    async credentials() {
      const { accessToken } = await client
        // The cache, then the refresh token; never a hidden frame.
        .acquireTokenSilent({ scopes, cacheLookupPolicy: CacheLookupPolicy.AccessTokenAndRefreshToken })
        .catch((error: unknown) => {
          if (error instanceof InteractionRequiredAuthError) return leave(client, scopes);
          throw error;
        });
      return { authorization: `Bearer ${accessToken}` };
    },
    signIn: () => void leave(client, scopes),
    signOut: () => void client.logoutRedirect({ postLogoutRedirectUri: `${window.location.origin}/console` }),
  };
}

/** Never resolves: the browser is on its way to another page. */
async function leave(client: IPublicClientApplication, scopes: string[]): Promise<never> {
  await client.loginRedirect({ scopes });
  return await new Promise<never>(() => undefined);
}

function refusal(error: unknown) {
  const { errorCode = 'sign_in', errorMessage = String(error) } = error as Record<string, string>;
  return {
    title: 'Entra did not sign you in',
    status: 401,
    code: errorCode,
    detail: errorMessage,
    request_id: '',
  };
}
