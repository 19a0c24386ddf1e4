// The token endpoint of OAuth 2.0 client credentials (RFC 6749 section 4.4) for identity providers that want it, without
// any HTTP library: form in, status and JSON out. The client id is the name of a token's secret in the key vault and the
// client secret any accepted version of it, so that there is one place where credentials are rotated.
import type { Scope, TokenEndpoint, TokenRequest, TokenResponse } from '../http/caller.ts';
import { ScimError } from '../scim/errors.ts';
import { judgeFresh } from './bearer-token.ts';
import { type JwtVerifier, verifyJwt } from './jwt.ts';
import type { IdentityLog } from './log.ts';
import {
  type ClientAssertion,
  type ClientSecret,
  readTokenRequest,
  type TokenRefusal,
} from './oauth-request.ts';
import { issueToken, LIFETIME_SECONDS, type Owner, WORKLOAD_SCOPES } from './oauth-token.ts';
import type { Refreshed } from './refreshed.ts';
import type { Sealer } from './sealer.ts';
import { judgeToken, type TokenSet } from './token-set.ts';

export interface TokenEndpointOptions {
  readonly sealer: Sealer;
  readonly tokens: Refreshed<TokenSet>;
  /** The workload identity whose assertions are accepted, if any. */
  readonly workload: { readonly clientId: string; readonly verifier: JwtVerifier } | undefined;
  readonly now: () => number;
  readonly log: IdentityLog;
}

/** A client that has proved who it is, and all that it may be granted. */
interface Client {
  readonly owner: (scopes: readonly Scope[]) => Owner;
  readonly scopes: readonly Scope[];
}

// RFC 6749 section 5.1: an answer that holds a token is not to be kept by anybody on its way.
const HEADERS = { 'cache-control': 'no-store', pragma: 'no-cache' };

export function createTokenEndpoint(options: TokenEndpointOptions): TokenEndpoint {
  return async (request) => {
    try {
      return await answer(options, request);
    } catch (error) {
      if (!(error instanceof ScimError) || error.kind !== 'unavailable') throw error;
      const body = { error: 'temporarily_unavailable', error_description: plain(error.message) };
      return { status: 503, headers: { ...HEADERS, 'retry-after': String(error.retryAfter ?? 30) }, body };
    }
  };
}

async function answer(options: TokenEndpointOptions, request: TokenRequest): Promise<TokenResponse> {
  const { log, now, sealer } = options;
  const asked = readTokenRequest(request);
  if ('error' in asked) return refusal(log, asked);
  const client = await authenticate(options, asked.client);
  if ('error' in client) return refusal(log, client);
  const beyond = asked.scopes.find((scope) => !client.scopes.includes(scope));
  if (beyond !== undefined) {
    const description = `This client may not have the scope ${beyond}.`;
    return refusal(log, { error: 'invalid_scope', description });
  }
  const scopes = asked.scopes.length > 0 ? asked.scopes : client.scopes;
  const body = {
    access_token: await issueToken(sealer, client.owner(scopes), now()),
    token_type: 'Bearer',
    expires_in: LIFETIME_SECONDS,
    scope: scopes.join(' '),
  };
  return { status: 200, headers: HEADERS, body };
}

async function authenticate(
  options: TokenEndpointOptions,
  client: ClientSecret | ClientAssertion,
): Promise<Client | TokenRefusal> {
  return 'assertion' in client ? await byAssertion(options, client) : await bySecret(options, client);
}

async function bySecret(
  { tokens, now }: TokenEndpointOptions,
  { clientId, secrets }: ClientSecret,
): Promise<Client | TokenRefusal> {
  const verdict = await judgeFresh(tokens, (set) => {
    const verdicts = secrets.map((secret) => judgeToken(set, secret, now(), clientId));
    return verdicts.find(({ kind }) => kind !== 'unknown') ?? { kind: 'unknown' };
  });
  switch (verdict.kind) {
    case 'unknown':
      return invalidClient('The client id or the client secret is wrong.');
    case 'refused':
      return invalidClient(`The client secret ${verdict.why}.`);
    case 'accepted': {
      const { secret, version } = verdict.token;
      return {
        scopes: [...verdict.token.scopes],
        owner: (scopes) => ({ secret, version, scopes: [...scopes] }),
      };
    }
  }
}

async function byAssertion(
  { workload }: TokenEndpointOptions,
  { clientId, assertion }: ClientAssertion,
): Promise<Client | TokenRefusal> {
  if (workload === undefined) {
    return invalidClient(
      'Client assertions are not accepted: workload identity federation is switched off here.',
    );
  }
  if (clientId !== undefined && clientId !== workload.clientId) {
    return invalidClient('The client id is not that of the workload identity that is trusted here.');
  }
  try {
    await verifyJwt(workload.verifier, assertion);
  } catch (error) {
    if (!(error instanceof ScimError) || error.kind !== 'unauthorized') throw error;
    return invalidClient(error.message);
  }
  return { scopes: WORKLOAD_SCOPES, owner: () => ({ workload: workload.clientId }) };
}

function refusal(log: IdentityLog, { error, description }: TokenRefusal): TokenResponse {
  log('warn', 'A token request was refused', { error, description });
  const body = { error, error_description: plain(description) };
  if (error !== 'invalid_client') return { status: 400, headers: HEADERS, body };
  return { status: 401, headers: { ...HEADERS, 'www-authenticate': 'Basic realm="rollcall"' }, body };
}

/** RFC 6749 section 5.2 allows neither quotation mark nor backslash nor anything outside ASCII in a description. */
function plain(description: string): string {
  return description.replaceAll('"', "'").replaceAll(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '?');
}

function invalidClient(description: string): TokenRefusal {
  return { error: 'invalid_client', description };
}
