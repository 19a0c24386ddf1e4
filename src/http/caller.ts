// Who is calling, as the rest of the service knows them: the name of a credential, its directory and its scopes, never
// the secret itself. identity/ implements `Authenticate` and `TokenEndpoint`; nothing else looks at an Authorization header.
import type { JsonObject } from '../scim/json.ts';

/** What a credential may do: write the directory by SCIM, read the access API, administer the console. */
export type Scope = 'scim' | 'read' | 'manage';

export interface Caller {
  /** A name for logs: secret name and version, or `laptop`. */
  readonly credential: string;
  /** For people: the label of a token, the name of a person. */
  readonly name?: string | undefined;
  /** The directory that the credential belongs to; it sees no other. */
  readonly directory: string;
  readonly scopes: ReadonlySet<Scope>;
}

/**
 * Takes the value of the Authorization header. Throws a ScimError: `unauthorized` for no credential or a bad one,
 * `unavailable` when that cannot be decided now (a 401 would make Entra quarantine the job).
 */
export type Authenticate = (authorization: string | null) => Promise<Caller>;

/** A request for an access token (RFC 6749 section 4.4.2). */
export interface TokenRequest {
  readonly authorization: string | null;
  readonly contentType: string | null;
  /** The form as it was sent. */
  readonly body: string;
}

export interface TokenResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

/** Decides about a request. Whatever is wrong with one is an error body of RFC 6749 section 5.2, not an exception. */
export type TokenEndpoint = (request: TokenRequest) => Promise<TokenResponse>;
