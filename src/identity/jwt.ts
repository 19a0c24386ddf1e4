// Verifies tokens that Entra signed: signature and times by `jose`, then each claim against what is expected. Entra signs
// for every tenant with the same keys, so a good signature alone proves nothing; the claims pin who may call.
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import { ScimError } from '../scim/errors.ts';
import type { IdentityLog } from './log.ts';
import type { Refreshed } from './refreshed.ts';

/** What a claim must be: one of `accepts`, or anything as long as it is there. Of several names the first present counts. */
export interface ClaimRule {
  readonly names: readonly string[];
  readonly accepts: readonly string[] | 'anything';
}

/** One comparison, for the log. `found` is what the token says and is cut short. */
interface ClaimTrace {
  readonly claim: string;
  readonly expected: readonly string[] | 'anything';
  readonly found: string;
  readonly equal: boolean;
}

export interface JwtVerifier {
  /** Names the kind of token in answers and in the log: `The Entra-signed token`. */
  readonly what: string;
  readonly rules: readonly ClaimRule[];
  readonly keys: Refreshed<JWTVerifyGetKey>;
  readonly now: () => number;
  readonly log: IdentityLog;
}

/** Entra signs with RS256 only; naming it shuts out `none` and a public key used as an HMAC secret. */
const ALGORITHMS = ['RS256'];
const CLOCK_SKEW_SECONDS = 60;
const SHOWN_LENGTH = 200;
const JWT_FORM = /^eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/;

/** What jose's refusals mean to the caller. All others are about the form. */
const REFUSALS: Readonly<Record<string, string>> = {
  ERR_JWT_EXPIRED: 'has expired',
  ERR_JWT_CLAIM_VALIDATION_FAILED: 'is not valid yet or has no expiry',
  ERR_JWKS_NO_MATCHING_KEY: 'is signed with a key that Entra does not publish',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'has a wrong signature',
  ERR_JOSE_ALG_NOT_ALLOWED: 'is not signed with RS256',
};

/** Whether a credential has the form of a signed JWT (three parts, the first one a JSON object). */
export function looksLikeJwt(credential: string): boolean {
  return JWT_FORM.test(credential);
}

/** The claims of a token without any check: only to choose between verifiers and for the log. */
export function unverifiedClaims(token: string): JWTPayload {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? (claims as JWTPayload) : {};
  } catch {
    return {};
  }
}

/**
 * The claims of a token that Entra signed for us. Throws ScimError `unauthorized`, after logging the comparison of each
 * claim, or `unavailable` when Entra's keys cannot be had.
 */
export async function verifyJwt(verifier: JwtVerifier, token: string): Promise<JWTPayload> {
  const signed = await verifySignature(verifier, token);
  const claims = 'claims' in signed ? signed.claims : unverifiedClaims(token);
  const trace = compareClaims(verifier.rules, claims);
  const refusal = 'refusal' in signed ? signed.refusal : claimsRefusal(trace);
  if (refusal === undefined) return claims;
  verifier.log('warn', `${verifier.what} was refused`, { refusal, trace });
  throw new ScimError('unauthorized', `${verifier.what} ${refusal}.`);
}

type Signed = { readonly claims: JWTPayload } | { readonly refusal: string };

/** Signature and times. A key that is not known may be a new one and is looked for once more. */
async function verifySignature(verifier: JwtVerifier, token: string): Promise<Signed> {
  const { errors, jwtVerify } = await import('jose');
  const options = {
    algorithms: ALGORITHMS,
    requiredClaims: ['exp'],
    clockTolerance: CLOCK_SKEW_SECONDS,
    currentDate: new Date(verifier.now()),
  };
  const verify = async (keys: JWTVerifyGetKey) => ({
    claims: (await jwtVerify(token, keys, options)).payload,
  });
  try {
    return await verify(await verifier.keys.current()).catch(async (error: unknown) => {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      return await verify(await verifier.keys.afterMiss());
    });
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    return { refusal: REFUSALS[error.code] ?? 'is malformed' };
  }
}

/** Each rule against the claims of a token. */
function compareClaims(rules: readonly ClaimRule[], claims: JWTPayload): ClaimTrace[] {
  return rules.map(({ names, accepts }) => {
    const claim = names.find((name) => claims[name] !== undefined) ?? names[0] ?? '';
    const value = claims[claim];
    const values = Array.isArray(value) ? value : [value];
    const equal =
      accepts === 'anything'
        ? value !== undefined
        : values.some((one) => accepts.some((accepted) => accepted === one));
    return { claim, expected: accepts, found: show(value), equal };
  });
}

function claimsRefusal(trace: readonly ClaimTrace[]): string | undefined {
  const wrong = trace.filter(({ equal }) => !equal).map(({ claim }) => claim);
  if (wrong.length === 0) return undefined;
  return `is signed by Entra, but ${wrong.join(', ')} ${wrong.length === 1 ? 'is' : 'are'} not as configured here; the log shows each comparison`;
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, SHOWN_LENGTH);
}
